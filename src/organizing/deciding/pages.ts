import type { Letter, LetterStatus } from '../../letters/letter.ts';
import { paths } from '../../paths.ts';
import { equalBytes, toHex } from '../../protocol/bytes.ts';
import { page } from '../../web/render.ts';
import type { FieldFault } from '../../web/typed.ts';
import { type Words, said } from '../../web/words.ts';
import type { Member } from '../accounts/members/store.ts';
import type { OrganizeFrame, OrganizerFrame } from '../accounts/organizer-frame.ts';
import type { Membership } from '../accounts/signed-in.ts';
import { faultView } from '../drafting/advice-view.ts';
import type { PlaceFault } from '../drafting/letter-of.ts';
import type { Writing } from '../drafting/store.ts';
import { type Deed, type Proposal, deedsAt, expiryOf, needsSecond } from './proposal.ts';
import { type QuestionView, questionViews, sameOf } from './reworded-view.ts';

/** What stands between a writing and its publication. */
interface FreezingView {
  revision: number;
  missing: { where: string; message: string; path: string }[];
  draftPath: string;
}

interface DecisionsPage extends OrganizeFrame {
  letterTitle: string;
  back: string;
  faults: FieldFault[];
  stage: string;
  publicPath: string | null;
  isKeeper: boolean;
  second: boolean;
  proposals: { asked: string; same: string[]; note: string | null; until: string; isOwn: boolean; action: string }[];
  action: string;
  publish: FreezingView | null;
  /** The next version, where one is under work. */
  amend: (FreezingView & { number: string; questions: QuestionView[] }) | null;
  /** Where an amendment is begun; null where one is under work, or none can be had. */
  amendAction: string | null;
  /** Whether so many have signed as its organizers wait for; null where they wait for no number. */
  threshold: { reached: boolean } | null;
  open: boolean;
  close: boolean;
  remove: { note: string } | null;
}

/** What the page of decisions shows of a letter. */
export interface Stand {
  keeper: Membership;
  letter: Letter | undefined;
  /** What is under work: a draft, or the next version of a published letter. */
  writing: Writing | undefined;
  /** What stands between the writing and its publication, and where. */
  missing: PlaceFault[];
  members: Member[];
  proposals: Proposal[];
  /** As of the last release; null where its organizers wait for no number. */
  reached: boolean | null;
}

const decisionsPage = page<DecisionsPage>('organizing/decisions');

const stages: Record<LetterStatus, string> = {
  draft: 'deciding.stage.draft',
  gathering: 'deciding.stage.gathering',
  open: 'deciding.stage.open',
  delivered: 'deciding.stage.delivered',
  closed: 'deciding.stage.closed',
  removed: 'deciding.stage.removed',
};

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

export const decisionPages =
  (frame: OrganizerFrame) =>
  (
    { keeper, letter, writing, missing, members, proposals, reached }: Stand,
    given: { note?: string; fault?: FieldFault; same?: Map<number, string> },
  ): string => {
    const { organizer, role } = keeper;
    const id = toHex(keeper.letter);
    const { words } = frame;
    const named = writing?.content.texts.title || letter?.title || words.say('deciding.new-letter');
    const title = words.say('deciding.title', { letter: named });
    const possible = letter?.endedAt == null ? deedsAt(letter?.status ?? 'draft') : [];
    const may = (deed: Deed) => role === 'keeper' && possible.includes(deed);
    return decisionsPage({
      ...frame(organizer, { title: given.fault ? words.say('site.error.prefix', { title }) : title }),
      ...{ letterTitle: named, back: paths.organize(), faults: given.fault ? [given.fault] : [] },
      stage: letter && letter.endedAt !== null && letter.closedAt === null ? 'deciding.stage.closing' : stageOf(letter),
      publicPath: letter && letter.publicId ? paths.letter(letter.address) : null,
      ...{ isKeeper: role === 'keeper', action: paths.decisions(id) },
      second: needsSecond(members.filter((member) => member.role === 'keeper').length),
      proposals: proposals.map((proposal) => ({
        asked: askedOf(proposal, members, words),
        same: sameOf(proposal, words),
        note: proposal.detail['note'] ?? null,
        until: words.dateTime(expiryOf(proposal)),
        isOwn: equalBytes(proposal.by, organizer.id),
        action: paths.decision(id, toHex(proposal.id)),
      })),
      publish: may('publish') && writing ? freezing(words, id, writing, missing) : null,
      amend:
        may('amend') && writing && letter
          ? {
              ...{ ...freezing(words, id, writing, missing), number: words.number(letter.version + 1) },
              questions: questionViews(letter, writing, words, given.same),
            }
          : null,
      amendAction: may('amend') && !writing ? paths.amendLetter(id) : null,
      threshold: reached === null ? null : { reached },
      ...{ open: may('open'), close: may('close') },
      remove: may('remove') ? { note: given.note ?? '' } : null,
    });
  };

const freezing = (words: Words, id: string, { revision, content }: Writing, missing: PlaceFault[]): FreezingView => ({
  revision,
  missing: faultView(words, content, missing).map(({ href, ...one }) => ({
    ...one,
    path: paths.organizeLetter(id) + href,
  })),
  draftPath: paths.organizeLetter(id),
});

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

const stageOf = (letter: Letter | undefined): string => stages[letter?.status ?? 'draft'];
