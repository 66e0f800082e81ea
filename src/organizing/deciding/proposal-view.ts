import { paths } from '../../paths.ts';
import { equalBytes, toHex } from '../../protocol/bytes.ts';
import { type Words, said } from '../../web/words.ts';
import type { Member } from '../accounts/members/store.ts';
import type { Membership } from '../accounts/signed-in.ts';
import { type ChangedView, changedView } from './changed-view.ts';
import { type Deed, type Proposal, expiryOf, isForOthers } from './proposal.ts';
import { sameOf } from './reworded-view.ts';
import type { Waiting } from './waiting.ts';

/** What a keeper asked for, as the others read it. */
export interface ProposalView {
  asked: string;
  same: string[];
  note: string | null;
  until: string;
  isOwn: boolean;
  /** Whether this keeper may not decline it: others decide. */
  forOthers: boolean;
  action: string;
  /** What changed in the text since; null where nothing did. */
  changed: (ChangedView & Again) | null;
}

/** How it is asked for once more, of the text as it stands. */
interface Again {
  /** What the button sends that does so at once; null where there is more to say first. */
  anew: { name: string; value: string }[] | null;
  /** Where that is said; null where it cannot be asked for. */
  path: string | null;
}

const asked: Record<Deed, string> = {
  publish: 'deciding.asked.publish',
  open: 'deciding.asked.open',
  amend: 'deciding.asked.amend',
  deliver: 'deciding.asked.deliver',
  close: 'deciding.asked.close',
  remove: 'deciding.asked.remove',
  promote: 'deciding.asked.promote',
  demote: 'deciding.asked.demote',
  expel: 'deciding.asked.expel',
};

export function proposalView(
  { proposal, changed }: Waiting,
  { letter, organizer }: Membership,
  members: Member[],
  words: Words,
): ProposalView {
  const id = toHex(letter);
  return {
    asked: askedOf(proposal, members, words),
    same: sameOf(proposal, words),
    note: proposal.detail['note'] ?? null,
    until: words.dateTime(expiryOf(proposal)),
    isOwn: equalBytes(proposal.by, organizer.id),
    forOthers: isForOthers(proposal, organizer.id, members),
    action: paths.decision(id, toHex(proposal.id)),
    changed: changed && { ...changedView(words, id, changed), ...againOf(proposal, changed.now) },
  };
}

function againOf({ id, deed, detail }: Proposal, now: NonNullable<Waiting['changed']>['now']): Again {
  if (!now?.isWhole) return { anew: null, path: null };
  // which demands are earlier ones was said of other words
  if (now.asks || detail['same']) return { anew: null, path: `#${deed}` };
  const { status = '' } = detail;
  const fields = { deed, revision: String(now.revision), instead: toHex(id), ...(status && { status }) };
  return { anew: Object.entries(fields).map(([name, value]) => ({ name, value })), path: null };
}

function askedOf({ deed, detail, by: asker }: Proposal, members: Member[], words: Words): string {
  const by = members.find(({ id }) => equalBytes(id, asker))?.name ?? words.say('deciding.gone');
  const { status, day = '', to = '', how = '' } = detail;
  if (deed === 'deliver') return said(asked.deliver, { by, to, how, day: words.date(Date.parse(day)) });
  if (detail['who']) return said(asked[deed], { by, member: memberIn(detail, members) });
  return said(status === 'gathering' ? 'deciding.asked.gather' : asked[deed], { by });
}

/** With the address: two can have one name. */
function memberIn({ who, member = '' }: Record<string, string>, members: Member[]): string {
  const found = members.find(({ id }) => toHex(id) === who);
  return found ? `${found.name} (${found.email})` : member;
}
