import { domainsOf } from '../../letters/host.ts';
import type { MailStatus } from '../../mail/code-queue.ts';
import { paths } from '../../paths.ts';
import type { MakeFrame } from '../../web/frame.ts';
import { page } from '../../web/render.ts';
import { wordsIn } from '../../web/speak.ts';
import type { FieldFault } from '../../web/typed.ts';
import { titled } from '../../web/titled.ts';
import type { Content } from '../drafting/content.ts';
import { type DraftText, draftText, titleOf } from '../drafting/draft-text.ts';
import { type OpenedDraft, readDescriptor } from './opened-draft.ts';
import { fieldOf, rankable, setOf } from './ranking.ts';
import { LONGEST_COMMENT } from './words.ts';

/** A draft that is open, with its text as it is now. */
export interface Shown {
  draft: OpenedDraft;
  content: Content;
}

interface Step {
  letterTitle: string;
  draftPath: string;
  faults: FieldFault[];
}

interface ReadPage extends DraftText, Step {
  action: string;
  wordsPath: string;
  domains: string;
  typed: string;
  typedFault: string | null;
  devMail: string | null;
  min: number;
}

interface CodePage extends Step {
  action: string;
  statusAction: string;
  ticket: string;
  code: string;
  codeFault: string | null;
  /** A saying. */
  status: string | null;
  devMail: string | null;
}

interface WordsForm {
  action: string;
  pass: string;
  keepsPass: boolean;
  passFault: string | null;
  comment: string;
  commentFault: string | null;
  most: number;
  set: string;
  rankingFault: string | null;
  /** Empty where there is nothing to put in order. */
  demands: { field: string; number: number; text: string; places: { place: number; chosen: boolean }[] }[];
}

interface WordsPage extends Step, WordsForm {}

interface PassPage extends Step, WordsForm {
  download: string;
  fileName: string;
}

interface DonePage extends Step {
  wordsPath: string;
  min: number;
  minutes: number;
  repeated: boolean;
  tookBack: boolean;
}

const readPage = page<ReadPage>('organizing/draft-read');
const codePage = page<CodePage>('organizing/draft-code');
const passPage = page<PassPage>('organizing/draft-pass');
const wordsPage = page<WordsPage>('organizing/draft-words');
const donePage = page<DonePage>('organizing/draft-done');

/** What somebody typed in the form of words, as it comes back. */
export interface Typed {
  form: Record<string, unknown>;
  faults: FieldFault[];
  /** Whether the pass goes along unseen, because it has just been shown. */
  keepsPass: boolean;
}

/** The pages of colleagues: the draft, the way to a pass, and the form for comment and order. */
export const readingPages = (frame: MakeFrame, devMail: string | null) => {
  const { words } = frame;
  const stepOf = ({ draft, content }: Shown, faults: FieldFault[] = []): Step => ({
    letterTitle: titleOf(content) ?? words.say('accounts.new-letter'),
    draftPath: paths.readDraft(draft.address),
    faults,
  });

  return {
    read(shown: Shown, typed = '', fault: string | null = null): string {
      const { draft, content } = shown;
      const step = stepOf(shown, fault === null ? [] : [{ field: 'mailbox', message: fault }]);
      const title = titled(words, 'colleagues.read.title', fault, { letter: step.letterTitle });
      return readPage({
        ...{ ...frame({ title, at: step.draftPath }), ...step, ...asRead(content) },
        ...{ action: paths.askDraftCode(draft.address), wordsPath: paths.draftWords(draft.address) },
        ...{ domains: domainsOf(readDescriptor(draft).employers), typed, typedFault: fault, devMail, min: draft.min },
      });
    },
    code(shown: Shown, ticket: string, given: { code?: string; fault?: string; status?: MailStatus } = {}): string {
      const { code = '', fault = null, status } = given;
      return codePage({
        ...frame({ title: titled(words, 'colleagues.code.title', fault) }),
        ...stepOf(shown, fault === null ? [] : [{ field: 'code', message: fault }]),
        action: paths.collectDraftPass(shown.draft.address),
        statusAction: paths.draftMailStatus(shown.draft.address),
        ...{ ticket, code, codeFault: fault, devMail },
        status: status ? STATUSES[status] : null,
      });
    },
    pass: (shown: Shown, pass: string): string =>
      passPage({
        ...frame({ title: words.say('colleagues.pass.title') }),
        ...stepOf(shown),
        ...wordsForm(shown, { form: { pass }, faults: [], keepsPass: true }),
        download: `data:text/plain;charset=utf-8,${encodeURIComponent(`${pass}\n`)}`,
        fileName: 'pass-draft.txt',
      }),
    words(shown: Shown, typed: Typed): string {
      const title = titled(words, 'colleagues.words.title', typed.faults[0]);
      return wordsPage({
        ...frame({ title, at: paths.draftWords(shown.draft.address) }),
        ...stepOf(shown, typed.faults),
        ...wordsForm(shown, typed),
      });
    },
    done: (shown: Shown, came: { repeated: boolean; tookBack: boolean }): string =>
      donePage({
        ...frame({ title: words.say('colleagues.done.title') }),
        ...stepOf(shown),
        ...came,
        wordsPath: paths.draftWords(shown.draft.address),
        ...{ min: shown.draft.min, minutes: Math.ceil(shown.draft.every / 60) },
      }),
  };
};

/** The text with what stands before each addressee, in the language of the draft. */
function asRead(content: Content): DraftText {
  const words = wordsIn(content.texts.language);
  const text = draftText(content, words);
  return { ...text, addressees: text.addressees.map((addressee) => words.say('colleagues.read.to', { addressee })) };
}

const STATUSES: Record<MailStatus, string> = {
  waiting: 'colleagues.code.waiting',
  'not sent': 'colleagues.code.not-sent',
  sent: 'colleagues.code.sent',
};

function wordsForm({ draft, content }: Shown, { form, faults, keepsPass }: Typed): WordsForm {
  const faultOf = (field: string) => faults.find((fault) => fault.field === field)?.message ?? null;
  const textOf = (field: string) => (typeof form[field] === 'string' ? form[field] : '');
  const demands = rankable(content);
  const placesOf = (field: string) =>
    demands.map((_text, i) => ({ place: i + 1, chosen: textOf(field) === String(i + 1) }));
  const passFault = faultOf('pass');
  return {
    action: paths.draftWords(draft.address),
    ...{ pass: textOf('pass'), keepsPass: keepsPass && passFault === null, passFault },
    ...{ comment: textOf('comment'), commentFault: faultOf('comment'), most: LONGEST_COMMENT },
    ...{ set: setOf(demands), rankingFault: faultOf('ranking') },
    demands:
      demands.length < 2
        ? []
        : demands.map((text, i) => ({ field: fieldOf(text), number: i + 1, text, places: placesOf(fieldOf(text)) })),
  };
}
