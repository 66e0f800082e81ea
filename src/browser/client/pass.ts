import { type Ed25519, isPassOf } from '../../protocol/client.ts';
import { type Pass, readPass } from '../../protocol/pass.ts';
import type { CheckedLetter } from './letter.ts';

/** The pass in a form, or the words for why this letter does not take it. Nothing is asked of the server. */
export async function passIn(form: FormData, letter: CheckedLetter, ed25519: Ed25519): Promise<Pass | string> {
  const pass = await readPass(form.get('pass') as string);
  if (!pass) return 'This is not a whole pass. Please paste all of it, from pass1_ to its last character.';
  if (await isPassOf(letter, pass, ed25519)) return pass;
  return 'This pass belongs to another letter. Each letter has passes of its own.';
}
