import type { PublishedLetter } from './letter.ts';

/** When a signature to this letter will be counted. */
export function countedWords({ release, sealUntil }: PublishedLetter): string {
  const why = 'if the number moved with each signature, the time would tell who had just signed.';
  if (sealUntil !== null)
    return `The letter is sealed: signatures appear together when ${sealUntil} people have signed.`;
  if (release.min === 1) return 'It is counted at once.';
  return `It is counted together with those of at least ${release.min - 1} others: ${why}`;
}
