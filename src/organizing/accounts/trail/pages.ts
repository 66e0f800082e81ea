import { paths } from '../../../paths.ts';
import { page } from '../../../web/render.ts';
import { minuteOf } from '../account/words.ts';
import type { OrganizeFrame, OrganizerFrame } from '../organizer-frame.ts';
import type { Organizer } from '../organizer.ts';
import { OPERATOR, detailText } from './export.ts';
import type { RecordedAct } from './store.ts';

interface TrailPage extends OrganizeFrame {
  letterTitle: string;
  back: string;
  csv: string;
  json: string;
  acts: { at: string; iso: string; who: string; what: string; detail: string }[];
  older: string | null;
}

const trailPage = page<TrailPage>('organizing/trail');

export const trailPages =
  (frame: OrganizerFrame) =>
  (me: Organizer, letter: { id: string; title: string }, acts: RecordedAct[], more: boolean): string =>
    trailPage({
      ...frame(me, { title: `What organizers did: ${letter.title}` }),
      ...{ letterTitle: letter.title, back: paths.members(letter.id) },
      ...{ csv: paths.trailCsv(letter.id), json: paths.trailJson(letter.id) },
      acts: acts.map(({ at, by, what, detail }) => ({
        ...{ at: minuteOf(at), iso: new Date(at).toISOString(), who: by?.name ?? OPERATOR, what },
        detail: detailText(detail),
      })),
      older: more ? `${paths.trail(letter.id)}?before=${acts.at(-1)!.number}` : null,
    });
