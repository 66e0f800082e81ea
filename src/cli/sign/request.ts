import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { nodeEd25519 } from '../../ed25519.ts';
import { type Bytes, type Random, fromBase64url, readBase64url, toBase64url } from '../../protocol/bytes.ts';
import { type PassRequest, requestPass } from '../../protocol/client.ts';
import type { Descriptor } from '../../protocol/descriptor.ts';
import { writePass } from '../../protocol/pass.ts';
import type { Tally } from '../../protocol/tally.ts';
import { Refusal } from '../refusal.ts';
import { type CheckedLetter, checkLetter } from './letter.ts';

/** An unfinished request as its file holds it: the random bytes in the order of their use, with which it is made again. */
interface Unfinished {
  format: 'undersigned/request/v1';
  descriptor: Descriptor;
  /** Left out where the pass is one of employees. */
  tally?: Tally;
  random: string[];
}

const drawn: Random = (size) => new Uint8Array(randomBytes(size));

/** Makes the secret and blinds it. Nothing of it is stored. */
export const newRequest = (letter: CheckedLetter): Promise<PassRequest> => requestPass(letter, drawn, nodeEd25519);

/** Makes a request and keeps it in a new file that only this user may read, so that another run finishes it. */
export async function keepRequest(letter: CheckedLetter, file: string): Promise<PassRequest> {
  const random: string[] = [];
  const recorded: Random = (size) => {
    const bytes = drawn(size);
    random.push(toBase64url(bytes));
    return bytes;
  };
  const request = await requestPass(letter, recorded, nodeEd25519);
  const { first: descriptor, tally } = letter;
  const other = tally === 'employees' ? {} : { tally };
  const unfinished: Unfinished = { format: 'undersigned/request/v1', descriptor, ...other, random };
  await writeFile(file, JSON.stringify(unfinished), { mode: 0o600, flag: 'wx' }).catch(
    (fault: NodeJS.ErrnoException) => {
      throw new Refusal(
        fault.code === 'EEXIST'
          ? `${file}: is there already. Finish it, or choose another name.`
          : `${file}: cannot be written`,
      );
    },
  );
  return request;
}

/** The request that `keepRequest` kept: the same bytes again. */
export async function keptRequest(file: string): Promise<PassRequest> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Refusal(`${file}: cannot be read`);
  });
  const { descriptor, tally, random } = readUnfinished(text, file);
  const left = random.values();
  const again: Random = () => fromBase64url(left.next().value ?? '');
  return requestPass(checkLetter(descriptor, { tally }), again, nodeEd25519);
}

function readUnfinished(text: string, file: string): Unfinished {
  try {
    const read = JSON.parse(text) as Unfinished;
    if (read.format === 'undersigned/request/v1' && Array.isArray(read.random)) return read;
  } catch {
    // a file of another kind has the same answer
  }
  throw new Refusal(`${file}: is no request of this tool`);
}

/** The server's answer, once it is as long as the letter's signatures are. */
export const isBlindSignature = (text: string): boolean => blindSignatureIn(text) !== undefined;

/** The pass as text; refused where the answer is no signature on what was asked. */
export async function finishRequest(request: PassRequest, answer: string): Promise<string> {
  const signature = blindSignatureIn(answer);
  if (!signature) throw new Refusal('This is not a whole answer. Paste all of the text that the page shows.');
  const pass = await request.finish(signature).catch((fault: unknown) => {
    if (!(fault instanceof RangeError)) throw fault;
    throw new Refusal(
      'The answer is no valid signature for this request. It belongs to another, or the server is wrong.',
    );
  });
  return writePass(pass);
}

function blindSignatureIn(text: string): Bytes | undefined {
  const bytes = readBase64url(text.replace(/\s/g, ''));
  return bytes?.length === 384 ? bytes : undefined;
}
