import { questionsOf } from '../../letters/answers/same-demand.ts';
import type { Letter } from '../../letters/letter.ts';
import type { Content } from '../drafting/content.ts';
import { draftOf } from '../drafting/letter-of.ts';
import type { Writing } from '../drafting/store.ts';
import type { Changed } from './changed-view.ts';
import { type Proposal, isOfText } from './proposal.ts';

/** A proposal that waits, with what became of its text since it was asked for; null where it is the same. */
export interface Waiting {
  proposal: Proposal;
  changed: (Changed & { now: TextNow | null }) | null;
}

/** The text as it stands. */
interface TextNow {
  content: Content;
  revision: number;
  /** Whether nothing is missing in it. */
  isWhole: boolean;
  /** Whether it has demands of which is asked whether they are earlier ones. */
  asks: boolean;
}

/** The letter as it is published or stored, what is under work of it, and whether nothing is missing there. */
export interface UnderWork {
  letter: Letter | undefined;
  writing: Writing | undefined;
  isWhole: boolean;
}

/** Whether a proposal goes for another text than the one that stands. */
export const isOutdated = ({ deed, detail }: Proposal, { writing }: UnderWork): boolean =>
  isOfText(deed) && String(writing?.revision) !== detail['revision'];

/** What is under work now; null where nothing is. */
export function textNow({ letter, writing, isWhole }: UnderWork): TextNow | null {
  if (!writing) return null;
  const { content, revision } = writing;
  const read = draftOf(content);
  const texts = (demands: { text: string }[]) => demands.map(({ text }) => text);
  const isAmended = letter !== undefined && letter.status !== 'draft' && 'draft' in read;
  const asks = isAmended && questionsOf(texts(letter.demands), texts(read.draft.demands)).asked.length > 0;
  return { content, revision, isWhole, asks };
}
