import type { Letter, LetterStatus } from '../../letters/letter.ts';
import { paths } from '../../paths.ts';
import { equalBytes, toHex } from '../../protocol/bytes.ts';
import { page } from '../../web/render.ts';
import type { FieldFault } from '../../web/typed.ts';
import { minuteOf } from '../accounts/account/words.ts';
import type { Member } from '../accounts/members/store.ts';
import type { OrganizeFrame, OrganizerFrame } from '../accounts/organizer-frame.ts';
import type { Membership } from '../accounts/signed-in.ts';
import type { Writing } from '../drafting/store.ts';
import { type Deed, type Proposal, deedsAt, expiryOf, needsSecond } from './proposal.ts';

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
  proposals: { what: string; note: string | null; by: string; until: string; isOwn: boolean; action: string }[];
  action: string;
  publish: FreezingView | null;
  /** The next version, where one is under work. */
  amend: (FreezingView & { number: number }) | null;
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
  missing: { where: string; message: string; href: string }[];
  members: Member[];
  proposals: Proposal[];
  /** As of the last release; null where its organizers wait for no number. */
  reached: boolean | null;
}

const decisionsPage = page<DecisionsPage>('organizing/decisions');

const stages: Record<LetterStatus, string> = {
  draft: 'It is a draft: nobody but its organizers sees it.',
  gathering: 'It gathers its first signatures, at a private address.',
  open: 'It is open: everybody can read it, and whoever may sign can.',
  delivered: 'It is delivered, and still open.',
  closed: 'It is closed. Its keys are destroyed.',
  removed: 'It was removed. At its address stands why.',
};

const asked: Record<Deed, string> = {
  publish: 'to publish it',
  open: 'to open it',
  amend: 'to publish the amended text',
  deliver: 'to record that it was delivered',
  close: 'to close it now',
  remove: 'to remove it',
};

export const decisionPages =
  (frame: OrganizerFrame) =>
  (
    { keeper, letter, writing, missing, members, proposals, reached }: Stand,
    given: { note?: string; fault?: FieldFault },
  ): string => {
    const { organizer, role } = keeper;
    const id = toHex(keeper.letter);
    const title = writing?.content.texts.title || letter?.title || 'A new letter';
    const possible = letter?.endedAt == null ? deedsAt(letter?.status ?? 'draft') : [];
    const may = (deed: Deed) => role === 'keeper' && possible.includes(deed);
    return decisionsPage({
      ...frame(organizer, { title: `${given.fault ? 'Error: ' : ''}Publishing and ending: ${title}` }),
      ...{ letterTitle: title, back: paths.organize(), faults: given.fault ? [given.fault] : [] },
      stage: letter && letter.endedAt !== null && letter.closedAt === null ? 'It is closing.' : stageOf(letter),
      publicPath: letter && letter.publicId ? paths.letter(letter.address) : null,
      ...{ isKeeper: role === 'keeper', action: paths.decisions(id) },
      second: needsSecond(members.filter((member) => member.role === 'keeper').length),
      proposals: proposals.map((proposal) => ({
        what: whatOf(proposal),
        note: proposal.detail['note'] ?? null,
        by: members.find((member) => equalBytes(member.id, proposal.by))?.name ?? 'somebody who left',
        until: minuteOf(expiryOf(proposal)),
        isOwn: equalBytes(proposal.by, organizer.id),
        action: paths.decision(id, toHex(proposal.id)),
      })),
      publish: may('publish') && writing ? freezing(id, writing, missing) : null,
      amend: may('amend') && writing ? { ...freezing(id, writing, missing), number: (letter?.version ?? 0) + 1 } : null,
      amendAction: may('amend') && !writing ? paths.amendLetter(id) : null,
      threshold: reached === null ? null : { reached },
      ...{ open: may('open'), close: may('close') },
      remove: may('remove') ? { note: given.note ?? '' } : null,
    });
  };

const freezing = (id: string, { revision }: Writing, missing: Stand['missing']): FreezingView => ({
  revision,
  missing: missing.map(({ href, ...one }) => ({ ...one, path: paths.organizeLetter(id) + href })),
  draftPath: paths.organizeLetter(id),
});

function whatOf({ deed, detail: { status, day = '', to = '', how = '' } }: Proposal): string {
  if (deed === 'deliver') return `${asked.deliver} on ${day} to ${to}, ${how}`;
  return asked[deed] + (status === 'gathering' ? ', at first at a private address' : '');
}

const stageOf = (letter: Letter | undefined): string => stages[letter?.status ?? 'draft'];
