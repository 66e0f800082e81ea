import { fromBase64url } from '../protocol/bytes.ts';
import { type Ed25519, type PassRequest, requestPass } from '../protocol/client.ts';
import { post } from './client/ask.ts';
import { webEd25519 } from './client/ed25519.ts';
import { type ClientFields, readFields } from './client/fields.ts';
import { postSignature, showPass } from './client/finish.ts';
import { type CheckedLetter, checkLetter } from './client/letter.ts';
import { screensOf } from './client/screens.ts';

/**
 * Tier A of the protocol: this browser makes the key, blinds, unblinds, verifies and signs. The server sees the
 * mailbox and a blinded message, then a signature, and nothing that connects the two. Nothing is stored here.
 */
for (const root of document.querySelectorAll<HTMLElement>('[data-sign]')) void start(root);

async function start(root: HTMLElement): Promise<void> {
  // without WebCrypto the forms of the page work, and say what they cannot promise
  if (!crypto.subtle) return;
  const ed25519 = (await webEd25519()) ?? (await libraryEd25519(root.dataset));
  const letter = await checkLetter(root.dataset, location.hash).catch(() => undefined);
  for (const forms of document.querySelectorAll<HTMLElement>('[data-without-script]')) forms.hidden = true;
  root.hidden = false;
  if (letter) sign(root, letter, ed25519);
  else screensOf(root).show('altered');
}

function sign(root: HTMLElement, letter: CheckedLetter, ed25519: Ed25519): void {
  const screens = screensOf(root);
  const { ask = '', collect = '', post: signatures = '' } = root.dataset;
  let fields: ClientFields;
  let ticket: string;
  let later: boolean;
  let request: PassRequest | undefined;

  screens.onSend('write', async (form) => {
    const read = readFields(form);
    if (typeof read === 'string') return read;
    fields = read;
    later = form.get('when') === 'later';
    screens.part('preview').textContent = [read.name, read.role].filter(Boolean).join(', ') || read.shown;
    screens.show('mailbox');
    return '';
  });

  screens.onSend('mailbox', async (form) => {
    // once, and before anything is sent: a wrong key stops here, and where an answer got lost, even for good, the
    // same blinded message under another code gives the same pass
    request ??= await requestPass(letter, (size) => crypto.getRandomValues(new Uint8Array(size)), ed25519);
    const answer = await post<{ ticket: string }>(ask, { mailbox: form.get('mailbox') });
    if ('fault' in answer) return answer.fault;
    ticket = answer.body.ticket;
    screens.show('code');
    return '';
  });

  screens.part('back').addEventListener('click', () => screens.show('mailbox'));

  screens.onSend('code', async (form) => {
    const { blinded } = request!;
    const answer = await post<{ signature: string }>(collect, { ticket, code: form.get('code'), blinded });
    if ('fault' in answer) return answer.fault;
    const pass = await request!.finish(fromBase64url(answer.body.signature));
    await showPass(screens, pass);
    screens.part(later ? 'collected' : 'signing').hidden = false;
    screens.show('done');
    if (!later) await postSignature(screens, signatures, letter, pass, fields, ed25519);
    return '';
  });

  screens.show('write');
}

/** Where WebCrypto lacks Ed25519, a library is loaded, after its bytes were checked. */
async function libraryEd25519({ fallback = '', fallbackIntegrity = '' }: DOMStringMap): Promise<Ed25519> {
  await fetch(fallback, { integrity: fallbackIntegrity });
  return ((await import(fallback)) as { nobleEd25519: Ed25519 }).nobleEd25519;
}
