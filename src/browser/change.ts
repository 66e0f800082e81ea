import { canonicalJson } from '../protocol/canonical-json.ts';
import { askStanding } from '../protocol/client.ts';
import type { Pass } from '../protocol/pass.ts';
import { post } from './client/ask.ts';
import { type ClientFields, readFields } from './client/fields.ts';
import { fillFields } from './client/fill.ts';
import { showReceipt, signedPost } from './client/finish.ts';
import { passIn } from './client/pass.ts';
import { start } from './client/start.ts';

/** Where a signature stands, as the board tells whoever proves that they hold its pass. */
interface Standing {
  standing: { seq: number; fields: ClientFields | null; published: boolean; current: boolean } | null;
  open: boolean;
}

interface Addresses {
  standing: string;
  post: string;
}

/** Protocol step 5: this browser reads the pass and signs the change or the withdrawal. The pass stays here. */
void start('[data-change]', (screens, letter, ed25519, { standing: ask, post: signatures }: Addresses) => {
  let pass: Pass;

  /** Asked anew before each step: an answer that got lost may have been one that was taken. */
  const look = async () => post<Standing>(ask, await askStanding(pass, letter.letterId, ed25519));

  const send = async (fields: ClientFields | undefined, done: string): Promise<string> => {
    const answer = await look();
    if ('fault' in answer) return answer.fault;
    const { seq, fields: before, current } = answer.body.standing!;
    const same = fields ? current && canonicalJson(before) === canonicalJson(fields) : !before;
    const next = same ? seq : seq + 1;
    const kind = fields ? (next ? 'edit' : 'sign') : 'withdraw';
    const signed = await signedPost(letter, pass, next, kind, fields, ed25519);
    const taken = await post<object>(signatures, done === 'now' ? { ...signed, at_once: true } : signed);
    if ('fault' in taken) return taken.fault;
    showReceipt(screens, taken.body);
    screens.part(done).hidden = false;
    screens.show('done');
    return '';
  };

  screens.onSend('pass', async (form) => {
    const read = await passIn(form, letter, ed25519);
    if (typeof read === 'string') return read;
    pass = read;
    const answer = await look();
    if ('fault' in answer) return answer.fault;
    const { standing, open } = answer.body;
    if (!standing) return 'faultUnsigned';
    if (!standing.fields) return 'faultWithdrawn';
    screens.part(standing.published ? 'published' : 'waits').hidden = false;
    screens.part('earlier').hidden = standing.current;
    screens.part('when').hidden = !standing.published || !open;
    screens.part('closed').hidden = open;
    screens.part('back').hidden = !open;
    fillFields(change, standing.fields);
    screens.show(open ? 'change' : 'withdraw');
    return '';
  });

  const change = screens.onSend('change', async (form) => {
    const read = readFields(form);
    return typeof read === 'string' ? read : send(read, 'changed');
  });

  screens.onSend('withdraw', (form) => send(undefined, form.get('when') === 'now' ? 'now' : 'withdrawn'));

  screens.part('leave').addEventListener('click', () => screens.show('withdraw'));
  screens.part('back').addEventListener('click', () => screens.show('change'));
  screens.show('pass');
});
