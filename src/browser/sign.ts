import { fromBase64url } from '../protocol/bytes.ts';
import { type PassRequest, requestPass } from '../protocol/client.ts';
import { post } from './client/ask.ts';
import { type ClientFields, readFields } from './client/fields.ts';
import { postSignature, showPass } from './client/finish.ts';
import { start } from './client/start.ts';

interface Addresses {
  ask: string;
  collect: string;
  post: string;
  /** What is shown of somebody of whom nothing is. */
  anonymous: string;
}

/**
 * Tier A of the protocol: this browser makes the key, blinds, unblinds, verifies and signs. The server sees the
 * mailbox and a blinded message, then a signature, and nothing that connects the two. Nothing is stored here.
 */
void start('[data-sign]', (screens, letter, ed25519, { ask, collect, post: signatures, anonymous }: Addresses) => {
  let fields: ClientFields;
  let ticket: string;
  let later: boolean;
  let request: PassRequest | undefined;

  screens.onSend('write', async (form) => {
    const read = readFields(form);
    if (typeof read === 'string') return read;
    fields = read;
    later = form.get('when') === 'later';
    screens.part('preview').textContent = [read.name, read.role].filter(Boolean).join(', ') || anonymous;
    // once, and before anything is sent: a wrong key stops here, and where an answer got lost, even for good, the
    // same blinded message under another code gives the same pass
    request ??= await requestPass(letter, (size) => crypto.getRandomValues(new Uint8Array(size)), ed25519);
    // where the organizers gave out the codes, no mailbox is asked for
    screens.show(ask ? 'mailbox' : 'code');
    return '';
  });

  screens.onSend('mailbox', async (form) => {
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
});
