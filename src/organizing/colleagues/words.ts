import { isVisible } from '../../protocol/visible.ts';
import { type FieldFault, faultsOf, typedText } from '../../web/typed.ts';
import { canonicalJson } from '../../protocol/canonical-json.ts';
import { type Ranking, readRanking } from './ranking.ts';

/** What one colleague says about a draft; the text that a pass signs. */
export interface Words {
  comment: string | null;
  ranking: Ranking | null;
}

export const LONGEST_COMMENT = 2_000;

export const bodyOf = ({ comment, ranking }: Words): string => canonicalJson({ comment, ranking } satisfies Words);

export const wordsIn = (body: string): Words => JSON.parse(body) as Words;

export const saysNothing = ({ comment, ranking }: Words): boolean => comment === null && ranking === null;

const commentShape = typedText(LONGEST_COMMENT).transform((text) => (isVisible(text) ? text : null));

/** Reads a form about these demands. */
export function readWords(
  demands: string[],
  form: Record<string, unknown>,
): { words: Words } | { faults: FieldFault[] } {
  const comment = commentShape.safeParse(form['comment'] ?? '');
  const read = readRanking(demands, form);
  const faults = [
    ...(comment.success ? [] : faultsOf(comment.error).map(({ message }) => ({ field: 'comment', message }))),
    ...('fault' in read ? [read.fault] : []),
  ];
  if (faults.length > 0 || !comment.success || 'fault' in read) return { faults };
  return { words: { comment: comment.data, ranking: read.ranking } };
}
