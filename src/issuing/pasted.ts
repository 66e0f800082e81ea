import type { PublishedLetter } from '../letters/letter.ts';
import type { Bytes } from '../protocol/bytes.ts';
import { readRequest } from '../protocol/request-text.ts';
import type { FieldFault } from '../web/typed.ts';

/** What the tool wrote for this letter (`size` bytes, as long as its key), or what to do about what was pasted instead. */
export function readPasted(letter: PublishedLetter, text: string, size: number): Bytes | FieldFault {
  const read = readRequest(text, letter.publicId, size);
  return typeof read === 'string' ? { field: 'blinded', message: explained[read] } : read;
}

const explained: Record<Extract<ReturnType<typeof readRequest>, string>, string> = {
  'not a request': 'issuing.pasted.not-a-request',
  'another letter': 'issuing.pasted.another-letter',
  'not whole': 'issuing.pasted.not-whole',
};

/** As long as it should be, and still no number that the letter's key could have blinded. */
export const NOT_BLINDED: FieldFault = { field: 'blinded', message: explained['not whole'] };

/** The faults of a form on which something was typed and the tool's text pasted, in the order of its fields. */
export const faultsOfTool = (field: string, message: string, pasted: Bytes | FieldFault): FieldFault[] => [
  ...('message' in pasted ? [pasted] : []),
  ...(message === '' ? [] : [{ field, message }]),
];
