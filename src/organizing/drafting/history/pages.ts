import { paths } from '../../../paths.ts';
import { page } from '../../../web/render.ts';
import type { Words } from '../../../web/words.ts';
import type { OrganizeFrame, OrganizerFrame } from '../../accounts/organizer-frame.ts';
import type { Organizer } from '../../accounts/organizer.ts';
import { type Content, emptyContent } from '../content.ts';
import type { Revision } from '../store.ts';
import { type DifferenceView, differencesView } from './differences-view.ts';

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
  differences: DifferenceView[];
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
      differences: differencesView(words, before ?? emptyContent(), content),
      restoreAction: paths.restoreRevision(letter, String(number)),
    });
  },
});

const revisionView = (words: Words, { by, at, aside }: Revision): RevisionView => ({
  ...{ by, aside, iso: new Date(at).toISOString(), when: words.dateTime(at) },
});
