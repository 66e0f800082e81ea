import { fromBase64url, normalText, toBase64url } from '../protocol/bytes.ts';
import { type Ed25519, type PassRequest, requestPass, writePost } from '../protocol/client.ts';
import { canonicalJson, type Json } from '../protocol/canonical-json.ts';
import { type Pass, writePass } from '../protocol/pass.ts';
import { post } from './client/ask.ts';
import { webEd25519 } from './client/ed25519.ts';
import { type CheckedLetter, checkLetter } from './client/letter.ts';
import { screensOf } from './client/screens.ts';

/**
 * Tier A of the protocol: this browser makes the key, blinds, unblinds, verifies and signs. The server sees the
 * mailbox and a blinded message, then a signature, and nothing that connects the two. Nothing is stored here.
 */
const random = (size: number) => crypto.getRandomValues(new Uint8Array(size));

for (const root of document.querySelectorAll<HTMLElement>('[data-sign]')) void start(root);

async function start(root: HTMLElement): Promise<void> {
  const ed25519 = crypto.subtle && ((await webEd25519()) ?? (await lazyEd25519(root)));
  // without WebCrypto the forms below work, and say what they cannot promise
  if (!ed25519) return;
  const letter = await checkLetter(root.dataset, location.hash);
  for (const forms of document.querySelectorAll<HTMLElement>('[data-without-script]')) forms.hidden = true;
  root.hidden = false;
  if (letter) sign(root, letter, ed25519);
  else screensOf(root).show('altered');
}

function sign(root: HTMLElement, letter: CheckedLetter, ed25519: Ed25519): void {
  const screens = screensOf(root);
  const { ask = '', collect = '' } = root.dataset;
  let fields: Json = null;
  let ticket = '';
  let later = false;
  let request: PassRequest | undefined;

  screens.onSend('write', async (form) => {
    later = form.get('when') === 'later';
    fields = fieldsOf(form);
    screens.part('preview').textContent = Object.values(fieldsOf(form)).slice(1, 3).filter(Boolean).join(', ');
    screens.show('mailbox');
    return undefined;
  });

  screens.onSend('mailbox', async (form) => {
    const answer = await post<{ ticket: string }>(ask, { mailbox: form.get('mailbox') });
    if ('fault' in answer) return answer.fault;
    ticket = answer.body.ticket;
    // one request for one ticket: if an answer gets lost, the same blinded message is sent again
    request = await requestPass(letter, random, ed25519);
    screens.show('code');
    return undefined;
  });

  screens.onSend('code', async (form) => {
    if (!request) return undefined;
    const blinded = toBase64url(request.blinded);
    const answer = await post<{ signature: string }>(collect, { ticket, code: form.get('code'), blinded });
    if ('fault' in answer) return answer.fault;
    const pass = await request.finish(fromBase64url(answer.body.signature));
    await showPass(await writePass(pass));
    screens.show('done');
    if (!later) await sendPost(pass);
    return undefined;
  });

  screens.show('write');

  async function showPass(text: string): Promise<void> {
    const place = screens.part('pass') as HTMLTextAreaElement;
    place.value = text;
    (screens.part('save') as HTMLAnchorElement).href = `data:text/plain,${text}%0A`;
    place.dispatchEvent(new CustomEvent('pass', { detail: text, bubbles: true }));
    screens.part(later ? 'collected' : 'signing').hidden = false;
  }

  /** Posts, and posts the same bytes again if the answer got lost. */
  async function sendPost(pass: Pass): Promise<void> {
    const what = { ...letter, seq: 0, kind: 'sign' as const, body: canonicalJson(fields) };
    const { kind, seq, pk, prefix, sig, salt, commit, esig } = await writePost(pass, what, ed25519);
    const bytes = Object.entries({ pk, prefix, sig, salt, commit, esig });
    const encoded = Object.fromEntries(bytes.map(([name, value]) => [name, toBase64url(value)]));
    screens.onSend('done', async () => {
      const answer = await post<object>(root.dataset['post'] ?? '', { kind, seq, ...encoded, fields });
      screens.part('signing').hidden = true;
      screens.part('again').hidden = !('fault' in answer);
      if ('fault' in answer) return answer.fault;
      const receipt = JSON.stringify(answer.body, null, 2);
      screens.part('receipt').textContent = receipt;
      (screens.part('save-receipt') as HTMLAnchorElement).href = `data:application/json,${encodeURIComponent(receipt)}`;
      screens.part('signed').hidden = false;
      return undefined;
    });
    screens.part('again').closest('form')?.requestSubmit();
  }
}

/** What the form says, in the normal form that the commitment stands over. */
function fieldsOf(form: FormData): { [field: string]: Json } {
  const text = (name: string) => normalText(String(form.get(name) ?? '')).trim();
  const line = (name: string) => text(name).replace(/\s+/g, ' ') || null;
  const shown = text('shown');
  return {
    shown,
    name: shown === 'named' ? line('name') : null,
    role: shown === 'anonymous' ? null : line('role'),
    employer: Number(form.get('employer') ?? 0),
    comment: text('comment') || null,
    pledges: form.getAll('pledges').map(Number),
  };
}

/** Where WebCrypto lacks Ed25519, a library is loaded, after its bytes were checked. */
async function lazyEd25519({ dataset: { fallback = '', fallbackIntegrity = '' } }: HTMLElement): Promise<Ed25519> {
  await fetch(fallback, { integrity: fallbackIntegrity });
  return ((await import(fallback)) as { nobleEd25519: Ed25519 }).nobleEd25519;
}
