import { createHash } from 'node:crypto';
import * as z from 'zod';
import { type Bytes, enc, equalBytes, normalText } from '../../../protocol/bytes.ts';
import { isVisible } from '../../../protocol/visible.ts';
import { type FieldFault, faultsOf, typedText } from '../../../web/typed.ts';
import { said } from '../../../web/words.ts';
import { type Role, mayActAs } from '../../accounts/organizer.ts';
import { type Piece, bare, hashOf, keyOf } from './piece.ts';

/** Who said it. Of a colleague nothing is known: no name, and no time either, here or anywhere. */
export type Author = { by: 'organizer'; name: string; id: Bytes; said: number } | { by: 'colleague' };

export type State = 'open' | 'resolved' | 'accepted' | 'declined' | 'withdrawn';

export interface Answer {
  name: string;
  said: number;
  says: string;
}

/** What somebody said about a piece of the draft: a comment, or another text for it. */
export interface Remark {
  /** Its name in addresses: letters, digits and hyphens. For a colleague's it must not tell an order. */
  name: string;
  /** The piece as it read when this was said. */
  about: Piece;
  author: Author;
  /** Empty where there is only a suggestion. */
  says: string;
  /** The text that is suggested for the piece, empty to leave it out; null for a comment. */
  instead: string | null;
  state: State;
  /** Which organizer settled it; null while it is open. */
  settledBy: string | null;
  answers: Answer[];
}

/** Remarks that come from elsewhere: those of colleagues, which `organizing/drafting` knows nothing of. */
export interface OtherRemarks {
  of(letter: Bytes): Promise<Remark[]>;
  /** Where `do=resolve` and `do=reopen` are sent. `letter` is its id in addresses. */
  action(letter: string, name: string): string;
}

/** What can be done with a remark. */
export const steps = ['accept', 'decline', 'resolve', 'reopen', 'withdraw'] as const;
export type Step = (typeof steps)[number];

/** What a remark becomes by a step. */
export const stateAfter: Record<Step, State> = {
  ...({ accept: 'accepted', decline: 'declined', resolve: 'resolved' } as const),
  ...({ reopen: 'open', withdraw: 'withdrawn' } as const),
};

/** The role that a step needs. */
export const roleFor = (step: Step, { instead }: Pick<Remark, 'instead'>): Role =>
  step === 'accept' || step === 'decline' || (step === 'reopen' && instead !== null) ? 'keeper' : 'writer';

/** What this organizer can do with a remark as it is. */
export const stepsOf = (remark: Remark, me: { id: Bytes; role: Role }): Step[] =>
  steps.filter((step) => fits(remark, step) && mayActAs(me.role, roleFor(step, remark)) && isTheirs(remark, step, me));

/** Whether a step leads on from the state that a remark is in. */
export function fits({ state, instead }: Pick<Remark, 'state' | 'instead'>, step: Step): boolean {
  if (step === 'reopen') return state === 'resolved' || state === 'declined';
  if (state !== 'open') return false;
  return step === 'withdraw' || (step === 'resolve') === (instead === null);
}

/** Only who said it takes it back. */
export const isTheirs = ({ author }: Remark, step: Step, { id }: { id: Bytes }): boolean =>
  step !== 'withdraw' || (author.by === 'organizer' && equalBytes(author.id, id));

/** The words of a form as they were typed. */
export interface Typed {
  says: string;
  instead: string;
}

const LONGEST_COMMENT = 2_000;
const LONGEST_TEXT = 20_000;

const comment = typedText(LONGEST_COMMENT);
const otherText = z
  .string()
  .transform(bare)
  .pipe(
    z
      .string()
      .max(LONGEST_TEXT, said('site.typed.too-long', { max: LONGEST_TEXT }))
      .regex(/^[\P{Cc}\n\t]*$/u, 'site.typed.control'),
  );

/** What was said about a piece: a comment, another text, or both. A text that is left as it was is no suggestion. */
export function readRemark(piece: Piece, typed: Typed): Pick<Remark, 'says' | 'instead'> | { faults: FieldFault[] } {
  const read = z.object({ says: comment, instead: otherText }).safeParse(typed);
  // a text that long may stand there already, and then nobody typed it
  const isLeft = normalText(typed.instead).trim() === piece.text.trim();
  if (!read.success && !(isLeft && comment.safeParse(typed.says).success)) return { faults: faultsOf(read.error) };
  const says = normalText(typed.says).trim();
  const instead = isLeft ? null : asItStands(piece, read.data!.instead);
  if (instead === piece.text || (instead === null && !isVisible(says)))
    return { faults: [{ field: 'says', message: 'drafting.remarks.nothing-said' }] };
  if (instead !== null && !isVisible(instead) && (instead !== '' || piece.at === 'title'))
    return { faults: [{ field: 'instead', message: 'site.typed.invisible' }] };
  return { says, instead };
}

export function readAnswer(says: string): { says: string } | { faults: FieldFault[] } {
  const read = z.object({ says: comment.refine(isVisible, 'site.typed.missing') }).safeParse({ says });
  return read.success ? read.data : { faults: faultsOf(read.error) };
}

/** What a form that is sent twice has in common: the page that it stood on, who sent it, and every word. */
export function formKey(page: string, by: Bytes, piece: Piece | string, ...words: (string | null)[]): Bytes {
  const about = typeof piece === 'string' ? [piece] : [keyOf(piece), hashOf(piece)];
  const whole = enc(page, by, ...about, ...words.map((text) => (text === null ? 'none' : `text ${text}`)));
  return new Uint8Array(createHash('sha256').update(whole).digest());
}

/** A line stays one. */
const asItStands = ({ at }: Piece, text: string): string =>
  at === 'body' || at.startsWith('demands.') ? text : text.replace(/\s+/g, ' ').trim();
