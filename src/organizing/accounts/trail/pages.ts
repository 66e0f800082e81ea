import { paths } from '../../../paths.ts';
import { page } from '../../../web/render.ts';
import type { OrganizeFrame, OrganizerFrame } from '../organizer-frame.ts';
import type { Organizer } from '../organizer.ts';
import { actIn, detailsIn } from './in-words.ts';
import type { RecordedAct } from './store.ts';

interface TrailPage extends OrganizeFrame {
  letterTitle: string;
  back: string;
  csv: string;
  json: string;
  acts: { at: string; iso: string; who: string; what: string; details: string[] }[];
  older: string | null;
}

const trailPage = page<TrailPage>('organizing/trail');

export const trailPages =
  (frame: OrganizerFrame) =>
  (me: Organizer, letter: { id: string; title: string | null }, acts: RecordedAct[], more: boolean): string => {
    const { words } = frame;
    const title = letter.title ?? words.say('accounts.new-letter');
    return trailPage({
      ...frame(me, { title: words.say('accounts.trail.title-of', { letter: title }) }),
      ...{ letterTitle: title, back: paths.members(letter.id) },
      ...{ csv: paths.trailCsv(letter.id), json: paths.trailJson(letter.id) },
      acts: acts.map(({ at, by, what, detail }) => ({
        ...{ at: words.dateTime(at), iso: new Date(at).toISOString() },
        ...{ who: by?.name ?? words.say('accounts.operator'), what: actIn(words, what) },
        details: detailsIn(words, detail),
      })),
      older: more ? `${paths.trail(letter.id)}?before=${acts.at(-1)!.number}` : null,
    });
  };
