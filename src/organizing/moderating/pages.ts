import type { PublishedLetter } from '../../letters/letter.ts';
import { paths } from '../../paths.ts';
import { equalBytes, toHex } from '../../protocol/bytes.ts';
import { type HoldRule, type Reason, reasons } from '../../signing/hiding/hidden.ts';
import type { Judged } from '../../signing/hiding/store.ts';
import { page } from '../../web/render.ts';
import type { FieldFault } from '../../web/typed.ts';
import type { OrganizeFrame, OrganizerFrame } from '../accounts/organizer-frame.ts';
import type { Membership } from '../accounts/signed-in.ts';
import type { Entry, Queue } from './desk.ts';
import { type TypedRule, agoOf } from './rule.ts';
import type { Holder } from './store.ts';

interface EntryView {
  sealed: string;
  /** Of its form's fields. */
  id: string;
  part: string;
  text: string;
  by: string | null;
  ago: string;
  reason: Reason | null;
  canShow: boolean;
  canHide: boolean;
}

interface ModerationPage extends OrganizeFrame {
  letterTitle: string;
  back: string;
  faults: FieldFault[];
  action: string;
  lock: { action: string; isMine: boolean; name: string; minutes: number } | null;
  takeAction: string;
  rest: number;
  oldest: string | null;
  waiting: EntryView[];
  hidden: EntryView[];
  hiddenRest: number;
  query: string;
  asked: boolean;
  found: EntryView[];
  reasons: readonly Reason[];
  rule: { action: string; wait: boolean; words: string };
}

const moderationPage = page<ModerationPage>('organizing/moderation');

/** What the page shows of a letter. */
export interface Moderation {
  keeper: Membership;
  letter: PublishedLetter;
  queue: Queue;
  rule: HoldRule;
  holder: Holder | undefined;
  query: string;
  now: number;
}

export const moderationPages =
  (frame: OrganizerFrame) =>
  (moderation: Moderation, fault: FieldFault | undefined, typed: TypedRule | undefined): string => {
    const { keeper, letter, queue, query, now } = moderation;
    const id = toHex(letter.id);
    const shownAs = (name: string) => (entry: Entry, i: number) => entryView(letter, entry, `${name}-${i + 1}`, now);
    return moderationPage({
      ...frame(keeper.organizer, { title: `${fault ? 'Error: ' : ''}What people wrote: ${letter.title}` }),
      ...{ letterTitle: letter.title, back: paths.organize(), faults: fault ? [fault] : [] },
      ...{ action: paths.moderation(id), takeAction: paths.moderationLock(id), lock: lockView(moderation, id) },
      oldest: queue.figures.since === null ? null : agoOf(queue.figures.since, now),
      waiting: queue.waiting.map(shownAs('waiting')),
      rest: queue.figures.waiting - queue.waiting.length,
      hidden: queue.hidden.map(shownAs('hidden')),
      hiddenRest: queue.figures.hidden - queue.hidden.length,
      ...{ query, asked: query !== '', found: queue.found.map(shownAs('found')), reasons },
      rule: ruleView(moderation, id, typed),
    });
  };

function lockView({ holder, keeper, now }: Moderation, id: string): ModerationPage['lock'] {
  if (!holder) return null;
  return {
    action: paths.moderationLock(id),
    isMine: equalBytes(holder.organizer, keeper.organizer.id),
    name: holder.name,
    minutes: Math.ceil((holder.until - now) / 60_000),
  };
}

function ruleView({ rule }: Moderation, id: string, typed: TypedRule | undefined): ModerationPage['rule'] {
  const wait = (typed?.comments ?? rule.comments) !== 'at once';
  return { action: paths.moderationRule(id), wait, words: typed?.words ?? rule.words.join('\n') };
}

function entryView(letter: PublishedLetter, { judged, sealed }: Entry, id: string, now: number): EntryView {
  const { part, text, state } = judged;
  return {
    ...{ sealed, id, part, text, by: authorOf(letter, judged), ago: agoOf(judged.releasedAt, now) },
    reason: state === 'shown' || state === 'waits' ? null : state,
    canShow: state !== 'shown',
    canHide: state === 'shown' || state === 'waits',
  };
}

/** As readers of the letter see it, and no more: of whoever is anonymous, nothing. Null beside a name or a role. */
function authorOf(letter: PublishedLetter, { part, shown, name, role, employer }: Judged): string | null {
  if (part !== 'comment') return null;
  if (shown === 'anonymous') return 'a signatory';
  const where = letter.employers.length > 1 ? letter.employers[employer]?.name : undefined;
  return [name, role, where].filter(Boolean).join(', ');
}
