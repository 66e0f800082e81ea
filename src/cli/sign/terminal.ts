import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { type Pass, readPass } from '../../protocol/pass.ts';
import { Refusal } from '../refusal.ts';

/** Words for a person go to standard error, so that standard output holds what is to be pasted and nothing else. */
export const tell = (words: string): void => void process.stderr.write(`${words}\n`);

/** Written out whole when the promise is kept. */
export const give = (text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    process.stdout.write(`${text}\n`, (fault) => (fault ? reject(fault) : resolve()));
  });

/** What is pasted on standard input, line breaks forgiven: all of it, or as far as it is whole. */
export async function pasted(what: string, isWhole: (text: string) => boolean | Promise<boolean>): Promise<string> {
  if (process.stdin.isTTY) tell(`Paste ${what} here and press Enter (an empty line ends it):`);
  // what still holds standard input open after its end must not hold the program
  holdOpen(true);
  let text = '';
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    text += line.trim();
    if ((text !== '' && line.trim() === '') || (await isWhole(text))) break;
  }
  holdOpen(false);
  return text;
}

/** A file on standard input has no such functions, and needs none. */
function holdOpen(hold: boolean): void {
  const { stdin } = process as { stdin: Partial<Pick<typeof process.stdin, 'ref' | 'unref'>> };
  if (hold) stdin.ref?.();
  else stdin.unref?.();
}

/**
 * The pass, from a file or from standard input. Never from the command line, which the shell's history keeps and
 * other users of the machine can see.
 */
export async function takePass(file: string | undefined): Promise<Pass> {
  const text =
    file === undefined
      ? await pasted('your pass', async (soFar) => (await readPass(soFar)) !== undefined)
      : await readFile(file, 'utf8').catch(() => {
          throw new Refusal(`${file}: cannot be read`);
        });
  const pass = await readPass(text);
  if (pass) return pass;
  throw new Refusal('This is not a whole pass. Give all of it, from pass1_ to its last character.');
}
