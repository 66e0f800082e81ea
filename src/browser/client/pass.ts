import { type Ed25519, isPassOf } from '../../protocol/client.ts';
import { type Pass, readPass } from '../../protocol/pass.ts';
import type { CheckedLetter } from './letter.ts';

/** The pass in a form, or the name of the words for why this letter does not take it. Nothing is asked of the server. */
export async function passIn(form: FormData, letter: CheckedLetter, ed25519: Ed25519): Promise<Pass | string> {
  const pass = await readPass(form.get('pass') as string);
  if (!pass) return 'faultPass';
  return (await isPassOf(letter, pass, ed25519)) ? pass : 'faultLetter';
}
