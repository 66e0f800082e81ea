import { smallestRelease } from '../../letters/letter.ts';
import type { Content } from './content.ts';
import { wholeIn } from './letter-of.ts';

/** The lowest seal that a letter under work can have, however unfinished it is: as many as are published together. */
export function leastSeal({ texts, choices, lists }: Content): number {
  const { named, byRole, anonymous } = choices;
  const ways = [named && 'named', byRole && 'by role', anonymous && 'anonymous'] as const;
  const shown = ways.filter((way) => way !== false);
  const employers = lists.employers.map(({ fields }) => ({ headcount: wholeIn(fields['headcount']) }));
  const least = smallestRelease({ employers: employers.length > 0 ? employers : [UNKNOWN], shown });
  return Math.max(least, wholeIn(texts.releaseMin) ?? 0);
}

/** The seal that was typed, where it is too low; undefined where it is not, or is no number of signatures. */
export function lowSealIn(content: Content): number | undefined {
  const typed = wholeIn(content.texts.sealUntil);
  return typed !== null && typed >= SMALLEST && typed < leastSeal(content) ? typed : undefined;
}

const UNKNOWN = { headcount: null };
/** Fewer are a fault, which is told as one. */
const SMALLEST = 2;
