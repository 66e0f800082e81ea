import type { Letter, LetterStatus } from '../../letters/letter.ts';
import { paths } from '../../paths.ts';
import { toHex } from '../../protocol/bytes.ts';
import { page } from '../../web/render.ts';
import type { FieldFault } from '../../web/typed.ts';
import type { Words } from '../../web/words.ts';
import type { Member } from '../accounts/members/store.ts';
import type { OrganizeFrame, OrganizerFrame } from '../accounts/organizer-frame.ts';
import type { Membership } from '../accounts/signed-in.ts';
import { faultView } from '../drafting/advice-view.ts';
import type { PlaceFault } from '../drafting/letter-of.ts';
import type { Writing } from '../drafting/store.ts';
import type { Content } from '../drafting/content.ts';
import { type ChangedView, changedView } from './changed-view.ts';
import { type ProposalView, proposalView } from './proposal-view.ts';
import { type Deed, deedsAt, needsSecond } from './proposal.ts';
import { type QuestionView, questionViews } from './reworded-view.ts';
import type { Waiting } from './waiting.ts';

/** What stands between a writing and its publication. */
interface FreezingView {
  revision: number;
  /** What was asked for an earlier text, and is taken back by asking for this one; null for nothing. */
  instead: string | null;
  missing: { where: string; message: string; path: string }[];
  draftPath: string;
}

interface DecisionsPage extends OrganizeFrame {
  letterTitle: string;
  back: string;
  faults: FieldFault[];
  stage: string;
  publicPath: string | null;
  /** The whole address while it gathers, to be passed on; null otherwise. */
  privateAddress: string | null;
  isKeeper: boolean;
  second: boolean;
  /** What changed since the page was opened from which something was asked; null where nothing did. */
  changed: ChangedView | null;
  proposals: ProposalView[];
  action: string;
  publish: (FreezingView & { gathers: boolean; opens: boolean }) | null;
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
  proposals: Waiting[];
  /** As of the last release; null where its organizers wait for no number. */
  reached: boolean | null;
  baseUrl: string;
}

/** What was sent, and why nothing came of it. */
export interface Given {
  note?: string;
  status?: string;
  same?: Map<number, string>;
  fault?: FieldFault;
  /** The text that was read, where another one stands by now. */
  read?: Content | null;
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

export const decisionPages =
  (frame: OrganizerFrame) =>
  ({ keeper, letter, writing, missing, members, proposals, reached, baseUrl }: Stand, given: Given): string => {
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
      privateAddress: letter?.status === 'gathering' ? baseUrl + paths.letter(letter.address) : null,
      ...{ isKeeper: role === 'keeper', action: paths.decisions(id) },
      second: needsSecond(members.filter((member) => member.role === 'keeper').length),
      changed: given.read && writing ? changedView(words, id, { before: given.read, now: writing }) : null,
      proposals: proposals.map((waiting) => proposalView(waiting, keeper, members, words)),
      publish:
        may('publish') && writing
          ? {
              ...{ ...freezing(words, id, writing, missing), instead: insteadOf(proposals, 'publish') },
              ...{ gathers: given.status === 'gathering', opens: given.status === 'open' },
            }
          : null,
      amend:
        may('amend') && writing && letter
          ? {
              ...{ ...freezing(words, id, writing, missing), instead: insteadOf(proposals, 'amend') },
              number: words.number(letter.version + 1),
              questions: questionViews(letter, writing, words, given.same),
            }
          : null,
      amendAction: may('amend') && !writing ? paths.amendLetter(id) : null,
      threshold: reached === null ? null : { reached },
      ...{ open: may('open'), close: may('close') },
      remove: may('remove') ? { note: given.note ?? '' } : null,
    });
  };

const insteadOf = (proposals: Waiting[], deed: Deed): string | null => {
  const outdated = proposals.find(({ proposal, changed }) => changed !== null && proposal.deed === deed);
  return outdated ? toHex(outdated.proposal.id) : null;
};

const freezing = (
  words: Words,
  id: string,
  { revision, content }: Writing,
  missing: PlaceFault[],
): Omit<FreezingView, 'instead'> => ({
  revision,
  missing: faultView(words, content, missing).map(({ href, ...one }) => ({
    ...one,
    path: paths.organizeLetter(id) + href,
  })),
  draftPath: paths.organizeLetter(id),
});

const stageOf = (letter: Letter | undefined): string => stages[letter?.status ?? 'draft'];
