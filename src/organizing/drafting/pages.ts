import { wholeEffort } from '../../letters/difference.ts';
import { paths } from '../../paths.ts';
import { page } from '../../web/render.ts';
import { wordsIn } from '../../web/speak.ts';
import { type Words, said } from '../../web/words.ts';
import type { OrganizeFrame, OrganizerFrame } from '../accounts/organizer-frame.ts';
import type { Organizer } from '../accounts/organizer.ts';
import type { Content, Item } from './content.ts';
import { type DraftText, draftText } from './draft-text.ts';
import { type ConflictView, conflictView } from './conflict-view.ts';
import { type AdviceView, adviceView, faultView } from './advice-view.ts';
import { type SectionView, sectionsOf } from './form-view.ts';
import { itemWords } from './form-fields.ts';
import type { Uploads } from './evidence/vouched.ts';
import { guardWords } from './guard/explained.ts';
import { advise, guardRules, isEnglish } from './guard/guard.ts';
import { type PlaceFault, draftOf } from './letter-of.ts';
import type { Conflict } from './merge.ts';

interface LetterForm extends OrganizeFrame {
  heading: string;
  letter: string;
  action: string;
  autosave: string;
  preview: string;
  base: string;
  opened: string;
  /** The number of the version that this becomes; null for a draft. */
  next: string | null;
  /** Whether most of the guard’s rules can say something about the letter’s language. */
  isEnglish: boolean;
  sections: SectionView[];
  advice: AdviceView[];
  faults: { where: string; message: string; href: string }[];
  unknown: { field: string; message: string }[];
  conflicts: ConflictView[];
  /** Whether the page shows what was sent and stands nowhere but in it. */
  unsaved: boolean;
  historyPath: string;
  remarksPath: string;
  /** How many are open; null for none. */
  openRemarks: string | null;
  colleaguesPath: string;
  decisionsPath: string;
  exportPath: string;
  importPath: string;
  membersPath: string;
  guardPath: string;
}

interface Preview extends OrganizeFrame, DraftText {
  letterTitle: string;
  advice: AdviceView[];
  isEnglish: boolean;
  backPath: string;
}

interface NewLetter extends OrganizeFrame {
  action: string;
  importAction: string;
  letterTitle: string;
  source: string;
  faults: { field: string; message: string }[];
}

interface GuardHelp extends OrganizeFrame {
  /** In sayings. */
  rules: { rule: string; title: string; explained: string[] }[];
}

const letterPage = page<LetterForm>('organizing/letter');
const previewPage = page<Preview>('organizing/preview');
const newPage = page<NewLetter>('organizing/new-letter');
const helpPage = page<GuardHelp>('organizing/guard-help');

export interface LetterAsked {
  /** Its id in addresses. */
  letter: string;
  revision: number;
  amends: number | null;
  content: Content;
  /** What the form says of the state that it is opened with, see `openedAs`; of a conflict, of what stands. */
  opened: string;
  conflicts?: Conflict[];
  faults?: PlaceFault[];
  openRemarks: number;
  uploads: Uploads;
  /** Evidence that named a copy of which nothing is known here. */
  unknown?: Item[];
}

export const draftingPages = (frame: OrganizerFrame) => ({
  letter(organizer: Organizer, asked: LetterAsked): string {
    const { letter, revision, amends, content, conflicts = [], faults, openRemarks, uploads, unknown = [] } = asked;
    const found = faults ?? faultsIn(content);
    const { words } = frame;
    const effort = wholeEffort();
    const heading = content.texts.title.trim() || words.say('drafting.untitled');
    return letterPage({
      ...frame(organizer, {
        title: titleOf(words, heading, { conflicts: conflicts.length > 0, unknown: unknown.length > 0 }),
        islands: ['draft.js'],
      }),
      ...{ heading, letter, base: String(revision), opened: asked.opened },
      next: amends === null ? null : String(amends + 1),
      ...{ action: paths.organizeLetter(letter), autosave: paths.autosaveLetter(letter) },
      preview: paths.previewLetter(letter),
      sections: sectionsOf({ words, letter, content, faults: found, uploads }),
      ...guarded(words, content),
      unknown: unknown.map((item) => unknownView(words, content, item)),
      ...{ faults: faultView(words, content, found), unsaved: conflicts.length > 0 || unknown.length > 0 },
      conflicts: conflicts.map((conflict, number) => conflictView(words, content, conflict, { number, effort })),
      historyPath: paths.history(letter),
      ...{ remarksPath: paths.remarks(letter), openRemarks: openRemarks === 0 ? null : String(openRemarks) },
      colleaguesPath: paths.colleagues(letter),
      decisionsPath: paths.decisions(letter),
      ...{ exportPath: paths.exportLetter(letter), importPath: paths.importInto(letter) },
      membersPath: paths.members(letter),
      guardPath: paths.guardHelp(),
    });
  },
  preview(organizer: Organizer, letter: string, content: Content): string {
    return previewPage({
      ...frame(organizer, { title: frame.words.say('drafting.title.preview', { title: content.texts.title }) }),
      ...{ letterTitle: content.texts.title, ...draftText(content, wordsIn(content.texts.language)) },
      ...guarded(frame.words, content),
      backPath: paths.organizeLetter(letter),
    });
  },
  newLetter(organizer: Organizer, given: { letterTitle: string; source: string; faults: NewLetter['faults'] }): string {
    const { words } = frame;
    const title = words.say('drafting.new.heading');
    return newPage({
      ...frame(organizer, { title: given.faults.length > 0 ? words.say('site.error.prefix', { title }) : title }),
      ...{ action: paths.newLetter(), importAction: paths.importLetter() },
      ...given,
    });
  },
  guardHelp(organizer: Organizer): string {
    return helpPage({
      ...frame(organizer, { title: frame.words.say('drafting.nav.guard') }),
      rules: guardRules.map((rule) => ({ rule, ...guardWords[rule] })),
    });
  },
});

const LONGEST_HASH = 64;

const unknownView = (words: Words, content: Content, { id, fields }: Item) => ({
  field: `evidence.${id}`,
  message: said('drafting.copy.unknown', {
    where: itemWords(words, 'evidence', content.lists.evidence.findIndex((item) => item.id === id) + 1),
    hash: (fields['copy'] ?? '').slice(0, LONGEST_HASH),
  }),
});

const guarded = (words: Words, content: Content): Pick<Preview, 'advice' | 'isEnglish'> => ({
  ...{ advice: adviceView(words, content, advise(content)), isEnglish: isEnglish(content) },
});

function titleOf(words: Words, title: string, is: { conflicts: boolean; unknown: boolean }): string {
  if (is.unknown) return words.say('site.error.prefix', { title });
  return is.conflicts ? words.say('drafting.title.conflict', { title }) : title;
}

/** Every fault that stands between a content and its letter. */
function faultsIn(content: Content): PlaceFault[] {
  const read = draftOf(content);
  return 'draft' in read ? [] : read.faults;
}
