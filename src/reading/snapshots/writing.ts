import type { Server } from 'node:http';
import { Readable } from 'node:stream';
import { type PublishedLetter, isPublished } from '../../letters/letter.ts';
import type { LetterStore } from '../../letters/store.ts';
import { talliesOf } from '../../letters/tally.ts';
import { paths } from '../../paths.ts';
import { toHex } from '../../protocol/bytes.ts';
import type { PublicBoard } from '../../signing/public-board.ts';
import { askItself } from '../../web/ask-itself.ts';
import { PAGE, queryAfter, storeQuery } from '../signatories/query.ts';
import { type Copy, type Extent, copiesOf, copiesOfSite, filesBeside, shelves, tombstonesOf } from './copies.ts';
import type { SnapshotFiles } from './files.ts';
import type { Pile } from './pile.ts';

export interface Sources {
  letters: LetterStore;
  board: PublicBoard;
  /** Names of the files below /assets/. */
  assets: string[];
  /** Pages that copies have and the site has otherwise, or not at all. */
  own: () => Promise<{ file: string; content: string }[]>;
}

/** Where copies are written, and the server that answers for each address what it answers everybody. */
export interface Writing extends Sources {
  files: SnapshotFiles;
  server: Server;
  signal: AbortSignal;
}

interface Pass extends Writing {
  failed: (fault: unknown) => void;
}

/** Writes the copies of these letters, or of all; goes on where one cannot be written, and says so at the end. */
export async function writeSnapshots(writing: Writing, letters: PublishedLetter[] | undefined): Promise<void> {
  const faults: unknown[] = [];
  const pass = { ...writing, failed: (fault: unknown) => faults.push(fault) };
  await (letters ? writeLetters(pass, letters) : writeAll(pass)).catch((fault: unknown) => faults.push(fault));
  if (faults.length > 0) throw new AggregateError(faults, `${faults.length} copies could not be written`);
}

const PAGES_OF_SIGNATORIES = 10;

/** What pages load comes before them; what is left over goes last. */
async function writeAll(pass: Pass): Promise<void> {
  await onPile(pass, 'site', async (pile) => {
    for (const file of pass.assets)
      await write(pass, pile, { path: paths.asset(file), file: paths.asset(file).slice(1) });
  });
  await writeLetters(pass, await shownOf(pass));
  if (pass.signal.aborted) return;
  await pass.files.keepOnly('assets', () => Promise.resolve(new Set(pass.assets)));
  for (const shelf of shelves()) await pass.files.keepOnly(shelf, () => namesOf(pass));
}

const shownOf = async ({ letters }: Pass): Promise<PublishedLetter[]> =>
  (await letters.byStatus('open', 'delivered', 'closed', 'removed')).filter(isPublished);

/** Of everything that may stand on a shelf at this moment. */
async function namesOf(pass: Pass): Promise<Set<string>> {
  const addresses = (await shownOf(pass)).flatMap(talliesOf).map(({ address }) => address);
  return new Set(addresses.flatMap((address) => [address, ...filesBeside(address)]));
}

/** These letters as they stand now, and what stands above all letters. */
async function writeLetters(pass: Pass, changed: PublishedLetter[]): Promise<void> {
  for (const { id } of changed) {
    await onPile(pass, toHex(id), async (pile) => {
      const letter = await pass.letters.byId(id);
      if (letter && isPublished(letter) && letter.status !== 'gathering') await writeLetter(pass, pile, letter);
    });
  }
  await onPile(pass, 'site', async (pile) => {
    for (const copy of copiesOfSite()) await write(pass, pile, copy);
    for (const { file, content } of await pass.own()) await pile.write(file, Readable.from([Buffer.from(content)]));
  });
}

/** All that is asked of the site for this goes by one pile: where words are erased meanwhile, all of it is in vain. */
async function onPile({ files, failed }: Pass, of: string, work: (pile: Pile) => Promise<void>): Promise<void> {
  try {
    const pile = await files.begin(of);
    await work(pile).catch(failed);
    await pile.end();
  } catch (fault) {
    failed(fault);
  }
}

async function writeLetter(pass: Pass, pile: Pile, letter: PublishedLetter): Promise<void> {
  const removed = letter.removalNote !== null;
  const copies = removed ? tombstonesOf(letter) : copiesOf(letter, await extentOf(pass.board, letter));
  for (const copy of copies) await write(pass, pile, copy);
  if (pass.signal.aborted || (await pile.isTaken())) return;
  const kept = new Set(copies.map(({ file }) => file));
  for (const { address } of talliesOf(letter)) {
    for (const shelf of shelves()) {
      // its checkpoints are looked after where they are written
      const isKept = (file: string) =>
        kept.has(file) || (!removed && file.startsWith(`${shelf}/${address}/checkpoints/`));
      await pass.files.sweep(`${shelf}/${address}`, isKept);
      for (const file of filesBeside(address).map((name) => `${shelf}/${name}`)) {
        if (!kept.has(file)) await pass.files.remove(file);
      }
    }
  }
}

/** What the site answers: kept if it is found, taken away if it is not, left as it was if the site has trouble. */
async function write({ files, server, signal, failed }: Pass, pile: Pile, copy: Copy): Promise<void> {
  const { path, file, status = 200 } = copy;
  if (signal.aborted || (await pile.isTaken())) return;
  try {
    const answer = await askItself(server, path);
    if (answer.statusCode === status) return await pile.write(file, answer);
    answer.destroy();
    if (answer.statusCode! < 500 || answer.statusCode === 501) await files.remove(file);
    else failed(new Error('the site has trouble'));
  } catch (fault) {
    // whoever took it has all of it written anew
    if (!(await pile.isTaken())) failed(fault);
  }
}

async function extentOf(board: PublicBoard, letter: PublishedLetter): Promise<Extent> {
  const [followers, sizes] = [new Map<string, string[]>(), new Map<string, number>()];
  for (const tally of talliesOf(letter)) {
    followers.set(tally.address, await followersOf(board, tally));
    sizes.set(tally.address, (await board.published(tally)).size);
  }
  return { followers, sizes };
}

/** Queries of the pages of signatories after the first, as each leads to the next. */
async function followersOf(board: PublicBoard, letter: PublishedLetter): Promise<string[]> {
  const queries: string[] = [];
  for (let after: number | null = null; queries.length < PAGES_OF_SIGNATORIES - 1;) {
    const asked = { after, query: '', employer: null };
    const rows = await board.store.signatories(storeQuery(letter, asked, PAGE + 1));
    if (rows.length <= PAGE) break;
    after = rows[PAGE - 1]!.position;
    queries.push(queryAfter(asked, after));
  }
  return queries;
}
