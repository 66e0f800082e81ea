import { type FileFault, faultWords } from '../letters/letter-file.ts';
import { wordsIn } from '../web/speak.ts';

/** What the user asked for and cannot have; the message says why. Exit status 1. */
export class Refusal extends Error {}

/** What a file says, or every fault in it. */
export function usable<Read extends object>(file: string, read: Read | { faults: FileFault[] }): Read {
  const english = wordsIn('en');
  if ('faults' in read)
    throw new Refusal(read.faults.map((fault) => `${file}: ${faultWords(english, fault)}`).join('\n'));
  return read;
}
