import * as z from 'zod';
import { type FileFault, readLetterFile, writeLetterFile } from '../letters/letter-file.ts';
import type { Draft, PublishedLetter } from '../letters/letter.ts';

/** A letter as its issuer published it, for the board to import. */
export interface PublishedFile {
  draft: Draft;
  /** Canonical JSON, byte for byte as hashed. */
  descriptor: string;
  /** The one of its time of gathering, where it gathers or gathered; that goes on working. */
  address: string;
}

/** Only the command-line tool reads these files, and it speaks English. */
const NOT_EXPORTED = 'this is no file that an issuer exported, or not the whole of it';
const FORMAT = 'undersigned/published/v1';

const file = z.strictObject({
  format: z.literal(FORMAT),
  address: z.string(),
  descriptor: z.string(),
  letter: z.string(),
});

/** One JSON file. All of it is public, but for the address of a letter that gathers. */
export function writePublishedFile(letter: PublishedLetter): string {
  const status = letter.status === 'gathering' ? 'gathering' : 'open';
  const content: z.input<typeof file> = {
    format: FORMAT,
    address: letter.privateAddress ?? letter.address,
    descriptor: letter.descriptor,
    letter: writeLetterFile({ ...letter, status }),
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

/** A letter file begins with its line `---`, and never so. */
export const isPublishedFile = (source: string): boolean => source.trimStart().startsWith('{');

export function readPublishedFile(source: string): PublishedFile | { faults: FileFault[] } {
  const given = file.safeParse(parsed(source));
  if (!given.success) return { faults: [{ line: null, field: null, message: NOT_EXPORTED }] };
  const { letter, address, descriptor } = given.data;
  const read = readLetterFile(letter);
  return 'faults' in read ? read : { draft: read.draft, descriptor, address };
}

function parsed(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    // text that is no JSON is refused like JSON that is no such file
    return undefined;
  }
}
