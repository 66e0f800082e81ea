import { accountViews } from '../../organizing/accounts/account/pages.ts';
import { organizerErrorPage } from '../../organizing/accounts/error-pages.ts';
import { invitationPages } from '../../organizing/accounts/invitations/pages.ts';
import { memberPages } from '../../organizing/accounts/members/pages.ts';
import type { Member } from '../../organizing/accounts/members/store.ts';
import type { Organizer } from '../../organizing/accounts/organizer.ts';
import { accountPages, lostSessionPage } from '../../organizing/accounts/pages.ts';
import { trailPages } from '../../organizing/accounts/trail/pages.ts';
import { answeringPages } from '../../organizing/answering/pages.ts';
import { decisionPages } from '../../organizing/deciding/pages.ts';
import type { Deed, Proposal } from '../../organizing/deciding/proposal.ts';
import { moderationPages } from '../../organizing/moderating/pages.ts';
import { withText } from '../../organizing/drafting/content.ts';
import { contentOf } from '../../organizing/drafting/letter-of.ts';
import { toHex } from '../../protocol/bytes.ts';
import type { Judged } from '../../signing/hiding/store.ts';
import { invent, large } from './letters.ts';
import { everyAnswer, noAnswers } from './answers.ts';
import { DAY, HOUR, type Items, NOW, type Stage, missing } from './stage.ts';

export const ADA: Organizer = {
  id: new Uint8Array(16).fill(1),
  email: 'ada@undersigned.example',
  name: 'ada',
  language: 'en',
};
export const BEA: Organizer = {
  id: new Uint8Array(16).fill(2),
  email: 'bea@undersigned.example',
  name: 'bea',
  language: 'en',
};

const members: Member[] = [
  { ...ADA, role: 'keeper' },
  { ...BEA, role: 'writer' },
];
const keepers: Member[] = members.map((member) => ({ ...member, role: 'keeper' }));
const LINK = 'https://letters.example/organize/invitations/token';
const letter = invent();
const ID = toHex(letter.id);
export const keeper = { organizer: ADA, letter: letter.id, role: 'keeper' as const };

const accounts = ({ organizers }: Stage) => accountPages(organizers, { devMail: false, noMail: false });
const account = ({ organizers }: Stage) => accountViews(organizers);
const answering = ({ organizers }: Stage) => answeringPages(organizers);

const code = { email: ADA.email, next: '', ticket: 'ticket', code: '', recovery: '', invitation: '', name: '' };
const invitation = {
  ...{ hash: new Uint8Array(32).fill(5), letter: letter.id, role: 'writer' as const, by: ADA.id },
  expiresAt: NOW + 3 * DAY,
};
const invited = {
  token: 'token',
  letterTitle: letter.title,
  by: 'ada',
  role: 'writer' as const,
  waits: false,
  email: '',
  name: '',
};
const session = { hash: new Uint8Array(32), organizer: ADA.id, beganAt: NOW - DAY, seenAt: NOW - HOUR };
const passkey = {
  ...{ id: new Uint8Array(16), organizer: ADA.id, name: 'Telephone', addedAt: NOW - DAY },
  ...{ publicKey: new Uint8Array(32), counter: 0, transports: ['internal'] },
};
const entry = {
  ...{ title: letter.title, role: 'keeper' as const, stage: 'open' as const, path: `/organize/letters/${ID}` },
  ...{ decisionsPath: `/organize/letters/${ID}/decisions`, membersPath: `/organize/letters/${ID}/members` },
  ...{ moderationPath: null, firstPath: null, translationsPath: null, trailPath: null, answersPath: null },
};

const proposal = (deed: Deed, by: Organizer, detail: Record<string, string> = {}): Proposal => ({
  ...{ id: new Uint8Array(16).fill(8), letter: letter.id, deed, detail, by: by.id, at: NOW - HOUR, outcome: null },
});

function decisions(stage: Stage, status: 'draft' | 'gathering' | 'open' | 'closed', asked: Proposal[] = []): string {
  const writing = {
    letter: letter.id,
    revision: 3,
    content: contentOf({ ...letter, status: 'open' }, () => 'i1'),
    amends: null,
  };
  const before = withText(writing.content, 'title', 'Answer us');
  const now = { ...writing, isWhole: true, asks: false };
  const proposals = asked.map((one) => ({
    proposal: one,
    changed: one.detail['revision'] === '2' ? { before, now } : null,
  }));
  const stand = {
    ...{ keeper, proposals, letter: status === 'draft' ? undefined : invent({ status }), reached: null },
    baseUrl: stage.baseUrl,
    writing: status === 'draft' ? writing : undefined,
    missing: status === 'draft' ? [{ at: 'title', message: 'site.typed.missing' }] : [],
    members: members.map((member) => ({ ...member, role: 'keeper' as const })),
  };
  return decisionPages(stage.organizers)(stand, {});
}

/** The next version, with its first demand in other words. */
function amending(stage: Stage, asked: Proposal[] = []): string {
  const proposals = asked.map((one) => ({ proposal: one, changed: null }));
  const published = invent({ status: 'open' });
  const [first, ...others] = published.demands;
  const demands = [{ ...first!, text: `${first!.text} By the end of May.` }, ...others];
  const content = contentOf({ ...published, status: 'draft', demands }, ids());
  const stand = {
    ...{ keeper, proposals, letter: published, reached: null, missing: [], baseUrl: stage.baseUrl },
    writing: { letter: letter.id, revision: 3, content, amends: 1 },
    members: members.map((member) => ({ ...member, role: 'keeper' as const })),
  };
  return decisionPages(stage.organizers)(stand, {});
}

function ids(): () => string {
  let last = 0;
  return () => `i${(last += 1)}`;
}

const judged = (part: Judged['part'], state: Judged['state']) => ({
  sealed: 'sealed',
  judged: {
    ...{
      letter: letter.publicId,
      pk: new Uint8Array(32),
      part,
      state,
      text: 'We asked before.',
      shown: 'named' as const,
    },
    ...{ name: 'Leila Hadid', role: null, employer: 0, releasedAt: NOW - HOUR },
  },
});

function moderation(stage: Stage, full: boolean): string {
  const queue = {
    waiting: full ? [judged('comment', 'waits')] : [],
    hidden: full ? [judged('name', 'insult')] : [],
    found: full ? [judged('comment', 'shown')] : [],
    figures: full ? { waiting: 4, hidden: 1, since: NOW - DAY } : { waiting: 0, hidden: 0, since: null },
  };
  const rule = { comments: full ? ('wait' as const) : ('at once' as const), words: full ? ['lorry'] : [] };
  const holder = full ? { organizer: BEA.id, name: 'bea', until: NOW + 200_000 } : undefined;
  const shown = { keeper, letter: large(), queue, rule, holder, query: full ? 'asked' : '', now: NOW };
  return moderationPages(stage.organizers)(shown, undefined, undefined);
}

const stand = (answered: boolean) => ({
  ...{ keeper, letter: invent({ status: answered ? 'delivered' : 'open' }), second: false },
  answers: answered ? everyAnswer : noAnswers,
});

export const organizingItems: Items = {
  'signing in': (stage) => accounts(stage).signIn({ email: '', next: '' }, {}, null),
  'signing in, with a fault': (stage) => accounts(stage).signIn({ email: 'x', next: '' }, {}, missing('email')),
  'signing in, the code': (stage) => accounts(stage).code(code, null),
  'signing in, the code, with a fault': (stage) => accounts(stage).code(code, missing('code')),
  'signed out': ({ organizers }) => lostSessionPage(organizers)('/organize/letters', { title: letter.title }),
  'your letters, empty': (stage) => accounts(stage).home(ADA, [], []),
  'your letters': (stage) => accounts(stage).home(ADA, [entry], []),
  'nothing here, signed in': ({ organizers }) =>
    organizerErrorPage(organizers)(ADA, {
      heading: organizers.words.say('site.not-found.title'),
      detail: organizers.words.say('site.not-found.detail'),
      ...{ reference: null, again: null },
    }),
  account: (stage) =>
    account(stage).account(
      ADA,
      {
        ...{ warnings: [], unusedCodes: 7, sessions: [{ ...session, isThis: true }], registerOptions: {} },
        passkeys: [passkey],
      },
      {},
    ),
  'recovery codes': (stage) => account(stage).recoveryCodes(ADA, ['ABCDE-FGHJK', 'MNPQR-STVWX'], ''),
  'who writes': ({ organizers }) =>
    memberPages(organizers).members({ letter, me: ADA, role: 'keeper', members, invitations: [invitation] }, null),
  'who writes, two keepers': ({ organizers }) =>
    memberPages(organizers).members({ letter, me: ADA, role: 'keeper', members: keepers, invitations: [] }, null),
  'invitation for an organizer, made': ({ organizers }) =>
    memberPages(organizers).invited(ADA, letter, { ...invitation, waits: false }, LINK),
  'invitation for another keeper, made': ({ organizers }) =>
    memberPages(organizers).invited(ADA, letter, { ...invitation, role: 'keeper', waits: true }, LINK),
  'invitation for another keeper, opened': ({ organizers }) =>
    invitationPages(organizers)(undefined, { ...invited, role: 'keeper', waits: true }, null),
  'invitation for an organizer, opened': ({ organizers }) => invitationPages(organizers)(undefined, invited, null),
  'what organizers did': ({ organizers }) =>
    trailPages(organizers)(
      ADA,
      { id: ID, title: letter.title },
      [
        { number: 2, at: NOW - HOUR, by: BEA, what: 'joined', detail: { role: 'writer' } },
        { number: 1, at: NOW - DAY, by: null, what: 'made keeper by the operator', detail: {} },
      ],
      true,
    ),
  'decisions, draft': (stage) => decisions(stage, 'draft'),
  'decisions, of a text that changed': (stage) =>
    decisions(stage, 'draft', [proposal('publish', BEA, { revision: '2', status: 'open' })]),
  'decisions, gathering': (stage) => decisions(stage, 'gathering'),
  'decisions, open': (stage) =>
    decisions(stage, 'open', [proposal('close', ADA), proposal('remove', BEA, { note: 'Done.' })]),
  'decisions, who keeps it': (stage) => {
    const [ada, bea] = [ADA, BEA].map(({ id, name }) => ({ who: toHex(id), member: name }));
    const asked = [proposal('promote', BEA, bea), proposal('demote', BEA, ada), proposal('expel', ADA, bea)];
    return decisions(stage, 'open', asked);
  },
  'decisions, amending': (stage) => amending(stage),
  'decisions, amendment asked for': (stage) => amending(stage, [proposal('amend', BEA, { same: '1=1' })]),
  'decisions, closed': (stage) => decisions(stage, 'closed'),
  'what people wrote, empty': (stage) => moderation(stage, false),
  'what people wrote': (stage) => moderation(stage, true),
  'delivery and answers, empty': (stage) => answering(stage).answers(stand(false), NOW),
  'delivery and answers': (stage) => answering(stage).answers(stand(true), NOW),
  'delivery and answers, with a fault': (stage) =>
    answering(stage).answers(stand(true), NOW, {
      faults: [missing('response-text')],
      typed: { 'response-from': 'Pat' },
    }),
  'update before it is posted': (stage) =>
    answering(stage).preview(stand(true), { title: 'We met them', body: 'It was *good*.' }),
};
