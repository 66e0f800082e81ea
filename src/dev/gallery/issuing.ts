import { invitingPages } from '../../issuing/inviting/pages.ts';
import { issuingPages } from '../../issuing/pages.ts';
import { codeSheet } from '../../issuing/roll-call/sheet.ts';
import { toolPages } from '../../issuing/tool-pages.ts';
import { tallyOf } from '../../letters/tally.ts';
import { invent, large } from './letters.ts';
import { type Items, PASS, type Stage, missing } from './stage.ts';

const INVITATION = `invitation1_${'k3Rw8Lm5'.repeat(56)}`;
const TICKET = 'ticket';

const issuing = ({ frame, assets }: Stage) => issuingPages(frame, assets, { devMail: false, onionUrl: undefined });
const inviting = ({ frame, assets, baseUrl }: Stage) => invitingPages(frame, assets, baseUrl);
const tool = ({ frame, baseUrl }: Stage) => toolPages(frame, baseUrl);

const open = { fromEmployer: false };
const vouched = () => tallyOf(large(), 'vouched')!;

export const issuingItems: Items = {
  'asking for a code': (stage) => issuing(stage).ask(large(), open),
  'asking for a code, with a fault': (stage) =>
    issuing(stage).ask(large(), { ...open, typed: 'theo@elsewhere.example', fault: 'site.typed.missing' }),
  'asking from a network of the employer': (stage) => issuing(stage).ask(invent(), { fromEmployer: true }),
  'asking for a code, from outside': (stage) => issuing(stage).ask(tallyOf(large(), 'supporters')!, open),
  'asking with a code of the roll-call': (stage) =>
    issuing(stage).ask(invent({ rollCall: true }), { ...open, ticket: TICKET }),
  'asking with an invitation': (stage) => issuing(stage).ask(vouched(), { ...open, ticket: TICKET }),
  code: (stage) => issuing(stage).code(invent(), TICKET),
  'code, mail waits': (stage) => issuing(stage).code(invent(), TICKET, { status: 'waiting' }),
  'code, mail was not sent': (stage) => issuing(stage).code(invent(), TICKET, { status: 'not sent' }),
  'code, with a fault': (stage) => issuing(stage).code(invent(), TICKET, { code: 'AAAAA', fault: missing('code') }),
  pass: (stage) => issuing(stage).pass(large(), PASS),
  'signing with the tool': (stage) => tool(stage).tool(invent(), { typed: '', blinded: '' }, []),
  'signing with the tool, with faults': (stage) =>
    tool(stage).tool(invent(), { typed: 'theo', blinded: 'x' }, [missing('mailbox'), missing('blinded')]),
  'signing with the tool, the answer': (stage) => tool(stage).answer(invent(), new Uint8Array(384).fill(9)),
  inviting: (stage) => inviting(stage).invite(large(), vouched(), {}),
  'inviting, with faults': (stage) =>
    inviting(stage).invite(large(), vouched(), { pass: 'x', n: undefined, faults: [missing('pass'), missing('n')] }),
  invitation: (stage) => inviting(stage).made(large(), vouched(), INVITATION),
  'roll-call, codes on paper': ({ frame, baseUrl }) =>
    codeSheet(['ABCDEFGHJK', 'MNPQRSTVWX'], `${baseUrl}/letters/tracking-tool/sign`, frame.words),
};
