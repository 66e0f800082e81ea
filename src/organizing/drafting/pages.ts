import { addresseeLine } from '../../letters/canonical-text.ts';
import type { DemandStatus } from '../../letters/letter.ts';
import { renderBody } from '../../letters/markdown.ts';
import { paths } from '../../paths.ts';
import { page } from '../../web/render.ts';
import type { SafeHtml } from '../../web/safe-html.ts';
import type { OrganizeFrame, OrganizerFrame } from '../accounts/organizer-frame.ts';
import type { Organizer } from '../accounts/organizer.ts';
import type { Content } from './content.ts';
import { type ConflictView, conflictView } from './conflict-view.ts';
import { type AdviceView, adviceView, faultView } from './advice-view.ts';
import { type SectionView, sectionsOf } from './form-view.ts';
import { guardWords } from './guard/explained.ts';
import { advise, guardRules } from './guard/guard.ts';
import { type PlaceFault, draftOf } from './letter-of.ts';
import type { Conflict } from './merge.ts';

interface LetterForm extends OrganizeFrame {
  heading: string;
  letter: string;
  action: string;
  autosave: string;
  preview: string;
  base: string;
  /** The number of the version that this becomes; null for a draft. */
  next: string | null;
  sections: SectionView[];
  advice: AdviceView[];
  faults: { where: string; message: string; href: string }[];
  conflicts: ConflictView[];
  historyPath: string;
  decisionsPath: string;
  exportPath: string;
  membersPath: string;
  guardPath: string;
}

interface Preview extends OrganizeFrame {
  letterLanguage: string;
  letterTitle: string;
  addressees: string[];
  salutation: string;
  body: SafeHtml;
  closing: string;
  from: string;
  advice: AdviceView[];
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
  conflicts?: Conflict[];
  faults?: PlaceFault[];
}

export type DraftingPages = ReturnType<typeof draftingPages>;

export const draftingPages = (frame: OrganizerFrame) => ({
  letter(organizer: Organizer, { letter, revision, amends, content, conflicts = [], faults }: LetterAsked): string {
    const found = faults ?? faultsIn(content);
    const heading = content.texts.title.trim() || 'A new letter';
    return letterPage({
      ...frame(organizer, {
        title: `${conflicts.length > 0 ? 'Written at once: ' : ''}${heading}`,
        islands: ['draft.js'],
      }),
      ...{ heading, letter, base: String(revision) },
      next: amends === null ? null : String(amends + 1),
      ...{ action: paths.organizeLetter(letter), autosave: paths.autosaveLetter(letter) },
      preview: paths.previewLetter(letter),
      sections: sectionsOf(letter, content, found),
      advice: adviceView(content, advise(content)),
      faults: faultView(content, found),
      conflicts: conflicts.map((conflict, number) => conflictView(content, conflict, number)),
      historyPath: paths.history(letter),
      decisionsPath: paths.decisions(letter),
      exportPath: paths.exportLetter(letter),
      membersPath: paths.members(letter),
      guardPath: paths.guardHelp(),
    });
  },
  preview(organizer: Organizer, letter: string, content: Content): string {
    const { texts, lists } = content;
    const demands = lists.demands.map(({ fields }) => ({
      text: fields['text'] ?? '',
      status: (fields['status'] || 'open') as DemandStatus,
    }));
    return previewPage({
      ...frame(organizer, { title: `Preview: ${texts.title}` }),
      ...{ letterLanguage: /^[a-zA-Z-]{2,20}$/.test(texts.language) ? texts.language : 'en' },
      letterTitle: texts.title,
      addressees: lists.to
        .map(({ fields: { name = '', role = '', organization = '' } }) => addresseeLine({ name, role, organization }))
        .filter(Boolean),
      ...{ salutation: texts.salutation, closing: texts.closing, from: texts.from },
      body: renderBody(texts.body, demands),
      advice: adviceView(content, advise(content)),
      backPath: paths.organizeLetter(letter),
    });
  },
  newLetter(organizer: Organizer, given: { letterTitle: string; source: string; faults: NewLetter['faults'] }): string {
    return newPage({
      ...frame(organizer, { title: `${given.faults.length > 0 ? 'Error: ' : ''}Write a letter` }),
      ...{ action: paths.newLetter(), importAction: paths.importLetter() },
      ...given,
    });
  },
  guardHelp(organizer: Organizer): string {
    return helpPage({
      ...frame(organizer, { title: 'What the guard looks for' }),
      rules: guardRules.map((rule) => ({ rule, title: guardWords[rule].title, explained: guardWords[rule].explained })),
    });
  },
});

/** Every fault that stands between a content and its letter. */
export function faultsIn(content: Content): PlaceFault[] {
  const read = draftOf(content);
  return 'draft' in read ? [] : read.faults;
}
