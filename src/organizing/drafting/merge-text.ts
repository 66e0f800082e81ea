import type { IUnstableRegion } from 'node-diff3';
import { type Effort, newEffort, regionsOf } from './merge-tokens.ts';

/** What two writers made of the same words: the text holds both, one after the other, as `together`, from `start`. */
export interface TextConflict {
  start: number;
  base: string;
  mine: string;
  theirs: string;
  together: string;
}

export interface MergedText {
  text: string;
  conflicts: TextConflict[];
}

/**
 * What both made of a text of several lines: paragraph by paragraph, within one line by line, and word by word in the
 * lines that both changed. So a list or a table costs what was changed in it, and not what it holds. Where comparing
 * takes too long, the two texts are in conflict as a whole.
 */
export function mergeText(base: string, mine: string, theirs: string, effort: Effort = newEffort()): MergedText {
  return (
    settled(base, mine, theirs) ??
    mergeBy(paragraphs, [base, mine, theirs], effort, (parts) => mergeParagraphs(parts, effort)) ??
    inConflict(base, mine, theirs, '\n\n')
  );
}

/** What both made of one line: word by word; where that fails, it is one or the other. */
export const mergeLine = (base: string, mine: string, theirs: string, effort: Effort): MergedText =>
  settled(base, mine, theirs) ?? mergeWords([base, mine, theirs], effort) ?? mergeValue(base, mine, theirs);

/** What both made of what cannot be joined: where they differ, mine stands and theirs is told. */
export const mergeValue = (base: string, mine: string, theirs: string): MergedText =>
  settled(base, mine, theirs) ?? { text: mine, conflicts: [{ start: 0, base, mine, theirs, together: mine }] };

/** Where only one of the two changed something, or both the same. */
function settled(base: string, mine: string, theirs: string): MergedText | undefined {
  if (mine === theirs || theirs === base) return { text: mine, conflicts: [] };
  return mine === base ? { text: theirs, conflicts: [] } : undefined;
}

function mergeParagraphs([base, mine, theirs]: Three, effort: Effort): MergedText {
  return (
    settled(base, mine, theirs) ??
    mergeBy(lines, [base, mine, theirs], effort, (parts) => mergeWords(parts, effort)) ??
    inConflict(base, mine, theirs, mine.endsWith('\n\n') ? '' : '\n\n')
  );
}

const mergeWords = (parts: Three, effort: Effort): MergedText | undefined =>
  mergeBy(words, parts, effort, () => undefined);

function inConflict(base: string, mine: string, theirs: string, between: string): MergedText {
  if (mine === '' || theirs === '') between = '';
  const together = mine + between + theirs;
  return { text: together, conflicts: [{ start: 0, base, mine, theirs, together }] };
}

type Three = [base: string, mine: string, theirs: string];

/** Merges token by token; `settle` says what becomes of a region that both changed, undefined gives up the whole. */
function mergeBy(
  tokensOf: (text: string) => string[],
  texts: Three,
  effort: Effort,
  settle: (parts: Three) => MergedText | undefined,
): MergedText | undefined {
  const [base, mine, theirs] = texts.map(tokensOf) as [string[], string[], string[]];
  const regions = regionsOf(mine, base, theirs, effort);
  if (!regions) return undefined;
  const merged: MergedText = { text: '', conflicts: [] };
  for (const region of regions) {
    const part = region.stable ? { text: region.bufferContent.join(''), conflicts: [] } : settleRegion(region, settle);
    if (!part) return undefined;
    const before = merged.text.length;
    merged.conflicts.push(...part.conflicts.map((one) => ({ ...one, start: before + one.start })));
    merged.text += part.text;
  }
  return merged;
}

function settleRegion(
  { aContent, oContent, bContent }: IUnstableRegion<string>,
  settle: (parts: Three) => MergedText | undefined,
): MergedText | undefined {
  const [base, mine, theirs] = [oContent.join(''), aContent.join(''), bContent.join('')];
  return settled(base, mine, theirs) ?? settle([base, mine, theirs]);
}

/** Each with the blank lines behind it, so that nothing is lost between them. */
const paragraphs = (text: string): string[] => text.match(/[^\n]+(?:\n(?!\n)[^\n]*)*\n*|\n+/g) ?? [];

/** Each with the break behind it. */
const lines = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+/g) ?? [];

/** Each word with the space behind it. */
const words = (text: string): string[] => text.match(/\S+\s*|\s+/g) ?? [];
