import { dateTime } from '../../../letters/words.ts';
import { paths } from '../../../paths.ts';
import { page } from '../../../web/render.ts';
import type { OrganizeFrame, OrganizerFrame } from '../../accounts/organizer-frame.ts';
import type { Organizer } from '../../accounts/organizer.ts';
import { type Content, emptyContent } from '../content.ts';
import { differencesOf } from '../difference.ts';
import { placeWords } from '../advice-view.ts';
import { type PieceView, piecesView } from '../../../letters/difference.ts';
import type { Revision } from '../store.ts';

interface RevisionView {
  by: string;
  iso: string;
  when: string;
  aside: boolean;
}

interface HistoryPage extends OrganizeFrame {
  heading: string;
  backPath: string;
  revisions: (RevisionView & { path: string; number: number })[];
  older: string | null;
}

interface RevisionPage extends OrganizeFrame, RevisionView {
  heading: string;
  number: number;
  historyPath: string;
  differences: { where: string; moved: string | null; pieces: PieceView[] }[];
  restoreAction: string;
  stands: boolean;
}

const historyPage = page<HistoryPage>('organizing/history');
const revisionPage = page<RevisionPage>('organizing/revision');

export const historyPages = (frame: OrganizerFrame) => ({
  history(organizer: Organizer, letter: string, title: string, revisions: Revision[], older: number | null): string {
    return historyPage({
      ...frame(organizer, { title: `History: ${title}` }),
      heading: title,
      backPath: paths.organizeLetter(letter),
      revisions: revisions.map((revision) => ({
        ...revisionView(revision),
        ...{ number: revision.number, path: paths.revision(letter, String(revision.number)) },
      })),
      older: older === null ? null : `${paths.history(letter)}?before=${older}`,
    });
  },
  revision(
    organizer: Organizer,
    letter: string,
    revision: Revision & { content: Content; before: Content | null },
    stands: boolean,
  ): string {
    const { content, before, number } = revision;
    return revisionPage({
      ...frame(organizer, { title: `State ${number}: ${content.texts.title}` }),
      ...revisionView(revision),
      ...{ heading: content.texts.title || 'A new letter', number, stands },
      historyPath: paths.history(letter),
      differences: differencesOf(before ?? emptyContent(), content).map(({ at, place, pieces }) => ({
        where: placeWords(place && place.after === null && before ? before : content, at),
        moved: movedWords(place),
        pieces: piecesView(pieces),
      })),
      restoreAction: paths.restoreRevision(letter, String(number)),
    });
  },
});

const revisionView = ({ by, at, aside }: Revision): RevisionView => ({
  ...{ by, aside, iso: new Date(at).toISOString(), when: dateTime('en', at) },
});

function movedWords(place: { before: number | null; after: number | null } | null): string | null {
  if (!place || place.before === place.after) return null;
  if (place.before === null) return 'added';
  return place.after === null ? 'removed' : `moved from ${place.before} to ${place.after}`;
}
