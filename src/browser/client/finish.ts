import { canonicalJson } from '../../protocol/canonical-json.ts';
import { type Ed25519, writePost } from '../../protocol/client.ts';
import type { PostKind } from '../../protocol/messages.ts';
import { type Pass, writePass } from '../../protocol/pass.ts';
import { post } from './ask.ts';
import type { ClientFields } from './fields.ts';
import type { CheckedLetter } from './letter.ts';
import type { Screens } from './screens.ts';

/** Shows the pass: as text, as a file, and to whoever draws it as a QR code. */
export async function showPass(screens: Screens, pass: Pass): Promise<void> {
  const text = await writePass(pass);
  screens.part<HTMLTextAreaElement>('pass').value = text;
  screens.part<HTMLAnchorElement>('save').href = `data:text/plain,${text}%0A`;
  document.dispatchEvent(new CustomEvent('pass', { detail: text }));
}

/** Protocol step 3. If an answer gets lost, the same bytes are posted again. */
export async function postSignature(
  screens: Screens,
  url: string,
  letter: CheckedLetter,
  pass: Pass,
  fields: ClientFields,
  ed25519: Ed25519,
): Promise<void> {
  const written = await signedPost(letter, pass, 0, 'sign', fields, ed25519);
  const form = screens.onSend('done', async () => {
    const answer = await post<object>(url, written);
    const failed = 'fault' in answer;
    screens.part('signing').hidden = true;
    screens.part('again').hidden = !failed;
    if (failed) return answer.fault;
    showReceipt(screens, answer.body);
    screens.part('signed').hidden = false;
    return '';
  });
  form.requestSubmit();
}

/** Protocol steps 3 and 5, as the board reads them; without fields a withdrawal. The pass is not in it. */
export const signedPost = async (
  letter: CheckedLetter,
  pass: Pass,
  seq: number,
  kind: PostKind,
  fields: ClientFields | undefined,
  ed25519: Ed25519,
): Promise<object> => ({
  ...(await writePost(pass, { ...letter, seq, kind, body: fields ? canonicalJson(fields) : '' }, ed25519)),
  // which letter and which text the server knows from the address; JSON leaves out what is undefined
  letterId: undefined,
  versionHash: undefined,
  fields,
});

export function showReceipt(screens: Screens, body: object): void {
  const receipt = JSON.stringify(body, null, 2);
  screens.part('receipt').textContent = receipt;
  screens.part<HTMLAnchorElement>('save-receipt').href = `data:application/json,${encodeURIComponent(receipt)}`;
}
