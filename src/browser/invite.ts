import { fromBase64url } from '../protocol/bytes.ts';
import type { Descriptor } from '../protocol/descriptor.ts';
import { requestInvitation, writeInvitation } from '../protocol/invitation.ts';
import { post } from './client/ask.ts';
import { passIn } from './client/pass.ts';
import { start } from './client/start.ts';

/** Makes an invitation with a pass. The pass stays in this browser, and the server does not see what it signs. */
void start('[data-invite]', (screens, letter, ed25519, { post: invite }: { post: string }) => {
  const message = screens.part<HTMLTextAreaElement>('message');

  screens.onSend('ask', async (form) => {
    const pass = await passIn(form, letter, ed25519);
    if (typeof pass === 'string') return pass;
    const vouched = { ...letter, descriptor: letter.descriptor as Descriptor };
    const request = await requestInvitation(vouched, pass, Number(form.get('n')), ed25519);
    const answer = await post<{ signature: string }>(invite, request.ask);
    if ('fault' in answer) return answer.fault;
    const text = await writeInvitation(await request.finish(fromBase64url(answer.body.signature)));
    message.value = message.defaultValue + text;
    document.dispatchEvent(new CustomEvent('pass', { detail: text }));
    screens.show('made');
    return '';
  });

  screens.part('next').addEventListener('click', () => screens.show('ask'));
  screens.show('ask');
});
