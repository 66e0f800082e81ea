import type { PublishedLetter } from '../../letters/letter.ts';
import { paths } from '../../paths.ts';
import { equalBytes, toHex } from '../../protocol/bytes.ts';
import { type HoldRule, type Reason, insteadSaying, reasons } from '../../signing/hiding/hidden.ts';
import type { Judged } from '../../signing/hiding/store.ts';
import { page } from '../../web/render.ts';
import type { FieldFault } from '../../web/typed.ts';
import { type Words, said } from '../../web/words.ts';
import type { OrganizeFrame, OrganizerFrame } from '../accounts/organizer-frame.ts';
import type { Membership } from '../accounts/signed-in.ts';
import type { Entry, Queue } from './desk.ts';
import { type TypedRule, agoOf } from './rule.ts';
import type { Holder } from './store.ts';

interface EntryView {
  sealed: string;
  /** Of its form's fields. */
  id: string;
  text: string;
  about: string;
  /** Why, where a keeper hid it. */
  hidden: string | null;
  canShow: boolean;
  canHide: boolean;
}

interface ModerationPage extends OrganizeFrame {
  letterTitle: string;
  back: string;
  faults: FieldFault[];
  action: string;
  lock: { action: string; isMine: boolean; name: string; minutes: number; again: string } | null;
  /** Who decides at present, and until when; null where whoever looks can. */
  held: string | null;
  takeAction: string;
  rest: number;
  /** How long ago it was released. */
  oldest: string | null;
  waiting: EntryView[];
  hidden: EntryView[];
  hiddenRest: number;
  query: string;
  asked: boolean;
  found: EntryView[];
  reasons: { value: Reason; words: string }[];
  rule: { action: string; wait: boolean; words: string };
}

const MINUTE = 60_000;

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
    const { words } = frame;
    const id = toHex(letter.id);
    const title = words.say('moderating.title', { letter: letter.title });
    const shownAs = (name: string) => (entry: Entry, i: number) =>
      entryView(letter, entry, `${name}-${i + 1}`, now, words);
    return moderationPage({
      ...frame(keeper.organizer, { title: fault ? words.say('site.error.prefix', { title }) : title }),
      ...{ letterTitle: letter.title, back: paths.organize(), faults: fault ? [fault] : [] },
      ...{ action: paths.moderation(id), takeAction: paths.moderationLock(id), lock: lockView(moderation, id) },
      held: heldBy(moderation, words),
      oldest: queue.figures.since === null ? null : words.say(agoOf(queue.figures.since, now)),
      waiting: queue.waiting.map(shownAs('waiting')),
      rest: queue.figures.waiting - queue.waiting.length,
      hidden: queue.hidden.map(shownAs('hidden')),
      hiddenRest: queue.figures.hidden - queue.hidden.length,
      ...{ query, asked: query !== '', found: queue.found.map(shownAs('found')) },
      reasons: reasons.map((value) => ({ value, words: reasonWords[value] })),
      rule: ruleView(moderation, id, typed),
    });
  };

function lockView({ holder, keeper, now, query }: Moderation, id: string): ModerationPage['lock'] {
  if (!holder) return null;
  return {
    action: paths.moderationLock(id),
    isMine: equalBytes(holder.organizer, keeper.organizer.id),
    name: holder.name,
    minutes: Math.ceil((holder.until - now) / MINUTE),
    again: paths.moderation(id, query),
  };
}

/** What would be refused is not offered. */
function heldBy({ holder, keeper }: Moderation, words: Words): string | null {
  if (!holder || equalBytes(holder.organizer, keeper.organizer.id)) return null;
  const until = words.dateTime(Math.ceil(holder.until / MINUTE) * MINUTE);
  return said('moderating.entry.held', { name: holder.name, until });
}

function ruleView({ rule }: Moderation, id: string, typed: TypedRule | undefined): ModerationPage['rule'] {
  const wait = (typed?.comments ?? rule.comments) !== 'at once';
  return { action: paths.moderationRule(id), wait, words: typed?.words ?? rule.words.join('\n') };
}

function entryView(
  letter: PublishedLetter,
  { judged, sealed }: Entry,
  id: string,
  now: number,
  words: Words,
): EntryView {
  const { text, state } = judged;
  return {
    ...{ sealed, id, text, about: aboutOf(letter, judged, words.say(agoOf(judged.releasedAt, now))) },
    hidden: state === 'shown' || state === 'waits' ? null : insteadSaying(state),
    canShow: state !== 'shown',
    canHide: state === 'shown' || state === 'waits',
  };
}

const reasonWords: Record<Reason, string> = {
  insult: 'moderating.reason.insult',
  'names somebody who did not agree': 'moderating.reason.names-somebody',
  'personal data': 'moderating.reason.personal',
  'not about the letter': 'moderating.reason.not-about',
  illegal: 'moderating.reason.illegal',
};

/** The part, and whose it is as readers of the letter see it, and no more: of whoever is anonymous, nothing. */
function aboutOf(letter: PublishedLetter, judged: Judged, ago: string): string {
  const { part, shown, name, role, employer } = judged;
  if (part === 'name') return said('moderating.entry.name', { ago });
  if (part === 'role') return said('moderating.entry.role', { ago });
  if (shown === 'anonymous') return said('moderating.entry.anonymous', { ago });
  const where = letter.employers.length > 1 ? letter.employers[employer]?.name : undefined;
  return said('moderating.entry.comment', { by: [name, role, where].filter(Boolean).join(', '), ago });
}
