import { canonicalText } from '../../letters/canonical-text.ts';
import { writeLetterFile } from '../../letters/letter-file.ts';
import { type Draft, type Letter, closingInstant, isPublished, takesSignatures } from '../../letters/letter.ts';
import { raisedSeal } from '../../letters/seal.ts';
import type { LetterStore } from '../../letters/store.ts';
import { type Bytes, toHex, utf8 } from '../../protocol/bytes.ts';
import { problem } from '../../web/errors.ts';
import { said } from '../../web/words.ts';
import type { BoardWorld } from '../../world.ts';
import type { MembersStore } from '../accounts/members/store.ts';
import type { Organizer } from '../accounts/organizer.ts';
import type { Membership } from '../accounts/signed-in.ts';
import { sha256 } from '../publish.ts';
import { type TrailStore, trailStore } from '../accounts/trail/store.ts';
import { type Came, type CameFrom, baseIn, knownOf } from './came-from.ts';
import { type Content, withText } from './content.ts';
import { type Uploads, type Vouched, notHere, uploadsOf, vouched } from './evidence/vouched.ts';
import { type PlaceFault, contentOf, draftOf, faultsOfNext } from './letter-of.ts';
import { type Save, type Saved, type Writing, type WritingStore, writingStore } from './store.ts';

/** A letter under work, opened by somebody who may write in it. */
export interface Opened {
  organizer: Organizer;
  /** The letter's id as addresses name it. */
  letter: string;
  writing: Writing;
}

/** Where letters are begun, opened and saved. */
export interface Desk {
  store: WritingStore;
  members: MembersStore;
  newId: () => string;
  begin(organizer: Organizer, content: Content, now: number, what: 'began' | 'imported'): Promise<string>;
  /** Begins the next version of a published letter, or goes on with the one that is under work. */
  amend(membership: Membership, now: number): Promise<void>;
  /** What is under work: a draft, or the next version of a published letter. */
  underWork(letter: Letter | undefined, id: Bytes): Promise<Writing | undefined>;
  /** For whoever belongs to the letter; what is published, and not amended, is not under work any more. */
  open(membership: Membership): Promise<Opened>;
  /** What was written last, also once it is published: to be read alone. */
  look(membership: Membership): Promise<Opened & { isOver: boolean }>;
  cameFrom(writing: Writing, came: Came): Promise<CameFrom>;
  save(asked: Asked): Promise<Saved>;
  uploads(letter: Bytes): Promise<Uploads>;
  /** What a form sent, with nothing of copies in it but what is known here. */
  vouched(letter: Bytes, sent: Content): Promise<Vouched & { uploads: Uploads }>;
  /** Every fault that stands between the content and its letter. */
  faultsOf(letter: Bytes, content: Content): Promise<PlaceFault[]>;
}

interface Asked {
  writing: Writing;
  organizer: Organizer;
  content: Content;
  now: number;
  /** The revision that the writer began from; left out, the one that stands. */
  base?: number;
  /** What the form says of it. */
  opened?: string;
  unseen: (merged: Content) => boolean;
  act?: Save['act'];
}

const published = problem(409, 'drafting.published.heading', 'drafting.published.detail');

export function openDesk(world: BoardWorld, letters: LetterStore, members: MembersStore): Desk {
  const store = writingStore(world.databases.organizers);
  const newId = () => `i${toHex(world.random(5))}`;
  return {
    ...{ store, members, newId, underWork },
    async amend({ organizer, letter }, now) {
      const present = await letters.byId(letter);
      if (!present || !takesSignatures(present, now)) throw published;
      if (await underWork(present, letter)) return;
      const content = contentOfPublished(present, (await store.read(letter))?.content, newId);
      await store.beginAmendment(present.version, { letter, content, by: organizer.id, now });
    },
    async begin(organizer, content, now, what) {
      const letter = world.random(16);
      await store.begin(letter, content, organizer.id, now, what);
      await members.makeKeeper(letter, organizer.id, now, 'themselves');
      await keepDraft(letters, letter, content, now);
      return toHex(letter);
    },
    open,
    async look(membership) {
      const { organizer, letter } = membership;
      const [writing, present] = [await store.read(letter), await letters.byId(letter)];
      if (!writing) return { ...(await open(membership)), isOver: false };
      return { organizer, letter: toHex(letter), writing, isOver: !(await underWork(present, letter)) };
    },
    async cameFrom({ letter, revision, content }, came) {
      const base = baseIn(came, revision);
      const kept = (await store.revision(letter, base))?.content;
      return { base, ...knownOf(kept, content, came) };
    },
    async save({ writing: { letter, revision, amends }, organizer, ...asked }) {
      const saved = await store.save({ base: revision, ...asked, letter, by: organizer.id });
      if ('saved' in saved && amends === null) await keepDraft(letters, letter, saved.saved.content, asked.now);
      return saved;
    },
    ...copiesAt(store, trailStore(world.databases.organizers)),
    faultsOf: (letter, content) => faultsIn(letters, letter, content, world.now()),
  };

  async function open({ organizer, letter }: Membership): Promise<Opened> {
    const present = await letters.byId(letter);
    const writing = (await underWork(present, letter)) ?? (await fromDraft(present, organizer));
    return { organizer, letter: toHex(letter), writing };
  }

  async function underWork(letter: Letter | undefined, id: Bytes): Promise<Writing | undefined> {
    const writing = await store.read(id);
    if (!letter || !isPublished(letter)) return writing;
    return writing?.amends === letter.version && takesSignatures(letter, world.now()) ? writing : undefined;
  }

  /** A letter that came by the tool has no writing yet. */
  async function fromDraft(draft: Letter | undefined, { id }: Organizer): Promise<Writing> {
    if (!draft) throw problem(404, 'drafting.no-letter.title', 'drafting.no-letter.detail');
    if (draft.status !== 'draft') throw published;
    await store.begin(draft.id, contentOf({ ...draft, status: 'draft' }, newId), id, world.now());
    return (await store.read(draft.id))!;
  }
}

/** What is known of copies: uploads, by the trail, and what letter files brought into any state. */
function copiesAt(store: WritingStore, trail: TrailStore): Pick<Desk, 'uploads' | 'vouched'> {
  const uploads = async (letter: Bytes) => uploadsOf(await trail.keptCopies(letter));
  return {
    uploads,
    async vouched(letter, sent) {
      const [here, inFiles] = [await uploads(letter), new Map<string, string>()];
      for (const hash of notHere(sent, here)) {
        const day = await store.dayOfCopy(letter, hash);
        if (day !== undefined) inFiles.set(hash, day);
      }
      return { ...vouched(sent, here, inFiles), uploads: here };
    },
  };
}

async function faultsIn(letters: LetterStore, letter: Bytes, content: Content, now: number): Promise<PlaceFault[]> {
  const present = await letters.byId(letter);
  if (present && isPublished(present)) return faultsOfNext({ ...present, status: 'draft' }, content);
  const read = draftOf(content);
  if ('faults' in read) return read.faults;
  const { slug, closes } = read.draft;
  const isOver = closes !== null && closingInstant(closes) <= now;
  return [
    ...((await letters.isTaken(slug, letter)) ? [{ at: 'slug', message: 'letter-rules.taken' }] : []),
    ...(isOver ? [{ at: 'closes', message: said('letter-rules.over', { day: closes }) }] : []),
  ];
}

/** As it was written, with its evidence; or from the text itself, where it came by the tool. */
function contentOfPublished(letter: Letter, written: Content | undefined, newId: () => string): Content {
  const read = written && draftOf(written);
  const says = (draft: Draft) => writeLetterFile({ ...draft, status: 'draft' });
  const stands = { ...letter, sealUntil: raisedSeal(letter), status: 'draft' } as const;
  const isSame = read && 'draft' in read && says(read.draft) === says(stands);
  const content = written && isSame ? written : contentOf(stands, newId);
  // an empty field would follow the title, and the address stays
  return withText(content, 'slug', letter.slug);
}

/** What is also kept as a draft, so that the tool finds it: a content without faults, and with an address that is free. */
async function keepDraft(letters: LetterStore, letter: Bytes, content: Content, now: number): Promise<void> {
  const read = draftOf(content);
  if ('faults' in read) return;
  await letters.saveDraft(read.draft, { id: letter, textHash: sha256(utf8(canonicalText(read.draft))), now });
}
