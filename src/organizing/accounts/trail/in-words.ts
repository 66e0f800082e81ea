import type { Words } from '../../../web/words.ts';
import type { Act, What } from './act.ts';

/** Every act as the page of the trail says it; the files to keep have it in English, as it is stored. */
const ACTS: Record<What, string> = {
  attempted: 'accounts.act.attempted',
  began: 'accounts.act.began',
  imported: 'accounts.act.imported',
  'brought in a letter file': 'accounts.act.brought-in',
  restored: 'accounts.act.restored',
  joined: 'accounts.act.joined',
  invited: 'accounts.act.invited',
  'withdrew an invitation': 'accounts.act.withdrew-invitation',
  'changed a role': 'accounts.act.changed-role',
  'removed a member': 'accounts.act.removed-member',
  left: 'accounts.act.left',
  'made keeper by the operator': 'accounts.act.made-keeper',
  'asked for': 'accounts.act.asked',
  confirmed: 'accounts.act.confirmed',
  declined: 'accounts.act.declined',
  withdrawn: 'accounts.act.withdrawn',
  did: 'accounts.act.did',
  approved: 'accounts.act.approved',
  hid: 'accounts.act.hid',
  'set what waits': 'accounts.act.set-rule',
  'mailed the packet': 'accounts.act.mailed-packet',
  'recorded a response': 'accounts.act.recorded-response',
  'kept a copy': 'accounts.act.kept-copy',
  'marked a demand': 'accounts.act.marked-demand',
  'posted an update': 'accounts.act.posted-update',
  corrected: 'accounts.act.corrected',
  'opened to colleagues': 'accounts.act.opened',
  'closed to colleagues': 'accounts.act.closed',
  commented: 'accounts.act.commented',
  suggested: 'accounts.act.suggested',
  'answered a remark': 'accounts.act.answered-remark',
  'resolved a remark': 'accounts.act.resolved-remark',
  'reopened a remark': 'accounts.act.reopened-remark',
  'accepted a suggestion': 'accounts.act.accepted-suggestion',
  'declined a suggestion': 'accounts.act.declined-suggestion',
  'took a remark back': 'accounts.act.took-back',
  'chose a first signatory, who agreed': 'accounts.act.chose-first',
  'moved a first signatory': 'accounts.act.moved-first',
  'took out a first signatory': 'accounts.act.took-out-first',
  'let search engines list names': 'accounts.act.lets-list',
  'asked search engines not to list names': 'accounts.act.asks-not-to-list',
  'wrote a translation': 'translations.act.wrote',
  'published a translation': 'translations.act.published',
  'took a translation away': 'translations.act.removed',
};

const DETAILS: Record<string, string> = {
  act: 'accounts.detail.act',
  role: 'accounts.detail.role',
  member: 'accounts.detail.member',
  deed: 'accounts.detail.deed',
  status: 'accounts.detail.status',
  revision: 'accounts.detail.revision',
  same: 'accounts.detail.same',
  day: 'accounts.detail.day',
  to: 'accounts.detail.to',
  how: 'accounts.detail.how',
  note: 'accounts.detail.note',
  from: 'accounts.detail.from',
  hash: 'accounts.detail.hash',
  demand: 'accounts.detail.demand',
  title: 'accounts.detail.title',
  part: 'accounts.detail.part',
  reason: 'accounts.detail.reason',
  comments: 'accounts.detail.comments',
  words: 'accounts.detail.words',
  state: 'accounts.detail.state',
  remark: 'accounts.detail.remark',
  where: 'accounts.detail.where',
  entry: 'accounts.detail.entry',
  place: 'accounts.detail.place',
  language: 'translations.detail.language',
  version: 'translations.detail.version',
};

/** What can stand in a detail and is a word of ours. Everything else is a number, or somebody wrote it. */
const VALUES: Record<string, Record<string, string>> = {
  act: ACTS,
  role: { writer: 'accounts.role.writer', keeper: 'accounts.role.keeper' },
  deed: {
    publish: 'accounts.deed.publish',
    open: 'accounts.deed.open',
    amend: 'accounts.deed.amend',
    deliver: 'accounts.deed.deliver',
    close: 'accounts.deed.close',
    remove: 'accounts.deed.remove',
    promote: 'accounts.deed.promote',
    demote: 'accounts.deed.demote',
    expel: 'accounts.deed.expel',
  },
  status: {
    gathering: 'accounts.stage.gathering',
    open: 'accounts.stage.open',
    met: 'accounts.stage.met',
    'partly met': 'accounts.stage.partly',
    refused: 'accounts.stage.refused',
  },
  part: { name: 'accounts.part.name', role: 'accounts.part.role', comment: 'accounts.part.comment' },
  reason: {
    insult: 'accounts.reason.insult',
    'names somebody who did not agree': 'accounts.reason.names',
    'personal data': 'accounts.reason.personal',
    'not about the letter': 'accounts.reason.off-topic',
    illegal: 'accounts.reason.illegal',
  },
  comments: { wait: 'accounts.rule.wait', 'at once': 'accounts.rule.at-once' },
};

/** What a remark can be about. Earlier rows have the place in English words, which stay as they are. */
const PLACES: Record<string, string> = {
  title: 'drafting.field.title',
  salutation: 'drafting.field.salutation',
  body: 'drafting.place.paragraph',
  demands: 'drafting.demands.item',
  closing: 'drafting.field.closing',
  from: 'drafting.field.from',
  pledges: 'drafting.pledges.item',
};

export const actIn = (words: Words, what: What): string => words.say(ACTS[what]);

/** Each detail with its name. */
export const detailsIn = (words: Words, detail: Act['detail']): string[] =>
  Object.entries(detail).map(([name, value]) => {
    const shown = name === 'where' ? placeIn(words, String(value)) : valueIn(words, name, value);
    const saying = own(DETAILS, name);
    return saying === undefined ? `${name}: ${shown}` : words.say(saying, { value: shown });
  });

function valueIn(words: Words, name: string, value: string | number): string | number {
  const word = own(own(VALUES, name) ?? {}, String(value));
  return word === undefined ? value : words.say(word);
}

/** `title` or `demands.2`, in words. */
function placeIn(words: Words, value: string): string {
  const [, piece = '', number = ''] = /^([a-z]+)(?:\.(\d+))?$/.exec(value) ?? [];
  const saying = own(PLACES, piece);
  return saying === undefined ? value : words.say(saying, { number });
}

/** Not what every object has. */
const own = <Value>(of: Record<string, Value>, name: string): Value | undefined =>
  Object.hasOwn(of, name) ? of[name] : undefined;
