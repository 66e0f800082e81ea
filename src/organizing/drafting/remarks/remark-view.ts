import { type PieceView, difference, piecesView, wholeEffort } from '../../../letters/difference.ts';
import { paths } from '../../../paths.ts';
import type { FieldFault } from '../../../web/typed.ts';
import { type Words, said } from '../../../web/words.ts';
import type { Role } from '../../accounts/organizer.ts';
import { type FieldView, fieldsFor } from '../../answering/fields.ts';
import { placeWords } from '../advice-view.ts';
import type { Content } from '../content.ts';
import type { Opened } from '../desk.ts';
import type { Looked } from './desk.ts';
import type { Piece, Standing } from './piece.ts';
import { type OtherRemarks, type Remark, type Step, type Typed, stepsOf } from './remark.ts';

export interface RemarkView {
  id: string;
  /** Null for a colleague. */
  author: string | null;
  when: { iso: string; words: string } | null;
  where: string;
  /** What the buttons are about, for whoever does not see where they stand. */
  about: string;
  says: string;
  suggestion: PieceView[] | null;
  /** The piece as it read, where it reads otherwise now. */
  was: string | null;
  /** A saying. */
  outcome: string | null;
  answers: { name: string; iso: string; when: string; says: string }[];
  action: string;
  /** Each label a saying. */
  buttons: { value: Step; label: string; isFirst: boolean }[];
  answer: { page: string; open: boolean; field: FieldView } | null;
}

/** What is told beside the remarks: a form that is open, what was wrong with it, a suggestion that cannot be accepted. */
export interface Told {
  /** The key of the piece that something is being said about. */
  on?: string;
  typed?: Partial<Typed>;
  /** The remark that is being answered. */
  answering?: string;
  faults?: FieldFault[];
  lost?: Typed;
  refused?: { remark: Remark; standing: Standing };
}

export interface RemarksAsked {
  opened: Opened;
  role: Role;
  looked: Looked;
  others: OtherRemarks;
  /** A name for this page, so that a form of it that is sent twice is told from two forms. */
  page: string;
}

/** What a piece is called: “Paragraph 3”, “Demand 2”. */
export const whereOf = (words: Words, content: Content, { at, paragraph }: Piece): string =>
  paragraph === null
    ? placeWords(words, content, at.replace(/\.text$/, ''))
    : words.say('drafting.place.paragraph', { number: paragraph });

const labels: Record<Step, string> = {
  accept: 'drafting.remark.accept',
  decline: 'drafting.remark.decline',
  resolve: 'drafting.remark.resolve',
  reopen: 'drafting.remark.reopen',
  withdraw: 'drafting.remark.withdraw',
};

/** Makes the views of remarks; `now` is how the piece of one reads, null where it is gone. */
export function remarkViews(words: Words, { opened, role, others, page: pageName }: RemarksAsked, told: Told) {
  const { letter, writing, organizer } = opened;
  const effort = wholeEffort();
  return (remark: Remark, now: string | null): RemarkView => {
    const { name, about, author, instead, state } = remark;
    const isOwn = author.by === 'organizer';
    const where = whereOf(words, writing.content, about);
    return {
      ...{ id: `remark-${name}`, says: remark.says, where, about: aboutWords(words, where, author) },
      ...authorView(words, author),
      suggestion: instead === null ? null : piecesView(difference(about.text, instead, effort)),
      was: now === about.text && state === 'open' ? null : about.text,
      outcome: outcomeOf(remark),
      answers: remark.answers.map((answer) => ({ ...answer, ...timeView(words, answer.said) })),
      action: isOwn ? paths.remark(letter, name) : others.action(letter, name),
      buttons: stepsOf(remark, { id: organizer.id, role })
        .filter((step) => step !== 'accept' || now === about.text || (now ?? '') === instead)
        .map((value) => ({ value, label: labels[value], isFirst: value === 'accept' })),
      answer: isOwn && state === 'open' ? answerView(name, pageName, told) : null,
    };
  };
}

const timeView = (words: Words, at: number) => ({ iso: new Date(at).toISOString(), when: words.dateTime(at) });

const aboutWords = (words: Words, where: string, author: Remark['author']): string =>
  author.by === 'colleague' ? where : words.say('drafting.remark.about', { where, author: author.name });

function authorView(words: Words, author: Remark['author']): Pick<RemarkView, 'author' | 'when'> {
  if (author.by === 'colleague') return { author: null, when: null };
  const { iso, when } = timeView(words, author.said);
  return { author: author.name, when: { iso, words: when } };
}

type Settled = Exclude<Remark['state'], 'open' | 'withdrawn'>;

const outcomes: Record<Settled, string> = {
  accepted: 'drafting.remark.accepted',
  declined: 'drafting.remark.declined',
  resolved: 'drafting.remark.resolved',
};

const outcomesBy: Record<Settled, string> = {
  accepted: 'drafting.remark.accepted-by',
  declined: 'drafting.remark.declined-by',
  resolved: 'drafting.remark.resolved-by',
};

function outcomeOf({ state, settledBy }: Remark): string | null {
  if (state === 'open') return null;
  if (state === 'withdrawn') return 'drafting.remark.withdrawn';
  return settledBy === null ? outcomes[state] : said(outcomesBy[state], { name: settledBy });
}

function answerView(name: string, pageName: string, told: Told): RemarkView['answer'] {
  const open = told.answering === name;
  const id = `answer-${name}`;
  const field = fieldsFor(open ? { [id]: told.typed?.says ?? '' } : {}, told.faults ?? []);
  return { page: pageName, open, field: field(id, 'drafting.remark.your-answer', { rows: 2 }) };
}
