import { paths } from '../../../paths.ts';
import { page } from '../../../web/render.ts';
import type { Words } from '../../../web/words.ts';
import type { OrganizeFrame, OrganizerFrame } from '../../accounts/organizer-frame.ts';
import type { Organizer } from '../../accounts/organizer.ts';
import { type ChoiceField, type Content, choiceFields, emptyContent } from '../content.ts';
import { differencesOf } from '../difference.ts';
import { placeWords } from '../advice-view.ts';
import { statusWords } from '../form-fields.ts';
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
  /** It is published, so that nothing can be restored. */
  isOver: boolean;
}

const historyPage = page<HistoryPage>('organizing/history');
const revisionPage = page<RevisionPage>('organizing/revision');

export const historyPages = (frame: OrganizerFrame) => ({
  history(organizer: Organizer, letter: string, given: string, revisions: Revision[], older: number | null): string {
    const title = given || frame.words.say('drafting.untitled');
    return historyPage({
      ...frame(organizer, { title: frame.words.say('drafting.title.history', { title }) }),
      heading: title,
      backPath: paths.organizeLetter(letter),
      revisions: revisions.map((revision) => ({
        ...revisionView(frame.words, revision),
        ...{ number: revision.number, path: paths.revision(letter, String(revision.number)) },
      })),
      older: older === null ? null : `${paths.history(letter)}?before=${older}`,
    });
  },
  revision(
    organizer: Organizer,
    letter: string,
    revision: Revision & { content: Content; before: Content | null },
    is: { stands: boolean; isOver: boolean },
  ): string {
    const { content, before, number } = revision;
    const { words } = frame;
    const { title } = content.texts;
    return revisionPage({
      ...frame(organizer, { title: words.say('drafting.title.revision', { number, title }) }),
      ...revisionView(words, revision),
      ...{ heading: title || words.say('drafting.untitled'), number, ...is },
      historyPath: paths.history(letter),
      differences: differencesOf(before ?? emptyContent(), content, shownAs(words)).map(({ at, place, pieces }) => ({
        where: placeWords(words, place && place.after === null && before ? before : content, at),
        moved: movedWords(words, place),
        pieces: piecesView(pieces),
      })),
      restoreAction: paths.restoreRevision(letter, String(number)),
    });
  },
});

const revisionView = (words: Words, { by, at, aside }: Revision): RevisionView => ({
  ...{ by, aside, iso: new Date(at).toISOString(), when: words.dateTime(at) },
});

const isChoice = (at: string): boolean => choiceFields.includes(at as ChoiceField);

/** What was chosen is told in the reader’s words. */
const shownAs =
  (words: Words) =>
  (at: string, text: string): string => {
    if (isChoice(at)) return words.say(text === 'yes' ? 'drafting.choice.yes' : 'drafting.choice.no');
    const isStatus = /^demands\.\w+\.status$/.test(at) && Object.hasOwn(statusWords, text);
    return isStatus ? words.say(statusWords[text]!) : text;
  };

function movedWords(words: Words, place: { before: number | null; after: number | null } | null): string | null {
  if (!place || place.before === place.after) return null;
  if (place.before === null) return words.say('drafting.revision.added');
  if (place.after === null) return words.say('drafting.revision.removed');
  return words.say('drafting.revision.moved', { from: place.before, to: place.after });
}
