import { createHash } from 'node:crypto';
import { PassThrough, Readable, pipeline } from 'node:stream';
import { stringify } from 'csv-stringify/sync';
import { ZipFile } from 'yazl';
import { canonicalText } from '../../letters/canonical-text.ts';
import { writeLetterFile } from '../../letters/letter-file.ts';
import type { PublishedLetter } from '../../letters/letter.ts';
import { auditFile } from '../../reading/audit/audit-file.ts';
import { numberLine } from '../../reading/numbers/line.ts';
import type { Board } from '../../signing/board.ts';
import { dayOf } from '../accounts/account/words.ts';
import type { Published } from '../../signing/public-board.ts';
import { insteadSaying } from '../../signing/hiding/hidden.ts';
import type { ShownSignature } from '../../signing/shown/store.ts';
import { wordsIn } from '../../web/speak.ts';
import type { Words } from '../../web/words.ts';

const CHUNK = 100;

export interface PacketParts {
  board: Pick<Board, 'store' | 'log'>;
  /** The release whose state the packet holds. */
  published: Published;
  /** The letter as a PDF; undefined where the machine cannot make one, and then the packet has none. */
  pdf: Buffer | undefined;
  now: number;
}

/** The name under which a packet is kept: whose, and of which day. */
export const packetName = ({ slug }: PublishedLetter, now: number): string => `${slug}-${dayOf(now)}.zip`;

/**
 * What is handed to the addressee, as one zip file, in the letter's language where we speak it: the letter as PDF, as
 * letter file and as the text that was signed, the signatories as each chose to be shown, the audit file, and the
 * SHA-256 of each. It is made while it is read, so its size does not matter; whoever stops reading destroys it.
 */
export function writePacket(letter: PublishedLetter, parts: PacketParts): Readable {
  const zip = new ZipFile();
  const packet = new PassThrough();
  const sums: string[] = [];
  let reading: Readable | undefined;
  const options = { mtime: new Date(parts.now), mode: 0o100644 };
  const add = (name: string, pieces: () => AsyncIterable<string | Buffer>) =>
    zip.addReadStreamLazy(name, options, (begin) => {
      const file = Readable.from(pieces(), { objectMode: false });
      reading = file;
      file.once('error', (fault) => packet.destroy(fault));
      begin(null, file);
    });
  const addSummed = (name: string, pieces: AsyncIterable<string | Buffer> | Iterable<string | Buffer>) =>
    add(name, () => summed(pieces, (sum) => sums.push(`${sum}  ${name}\n`)));

  if (parts.pdf) addSummed('letter.pdf', [parts.pdf]);
  addSummed('letter.md', [
    writeLetterFile({ ...letter, status: letter.status === 'gathering' ? 'gathering' : 'open' }),
  ]);
  addSummed('signed-text.md', [canonicalText(letter)]);
  addSummed('signatories.csv', signatoriesAsCsv(letter, parts));
  addSummed('signatories.txt', signatoriesAsText(letter, parts));
  addSummed('audit.json', auditFile(letter, parts.published, parts.board.log));
  // it comes last, when all before it have been read
  add('SHA256SUMS', () => Readable.from(sums));
  zip.end();
  packet.once('close', () => reading?.destroy());
  zip.on('error', (fault: Error) => packet.destroy(fault));
  pipeline(zip.outputStream, packet, () => undefined);
  return packet;
}

async function* summed(
  pieces: AsyncIterable<string | Buffer> | Iterable<string | Buffer>,
  tell: (sum: string) => void,
): AsyncGenerator<string | Buffer> {
  const hash = createHash('sha256');
  for await (const piece of pieces) {
    hash.update(piece);
    yield piece;
  }
  tell(hash.digest('hex'));
}

const columns = ['answering.packet.column.name', 'answering.packet.column.role', 'answering.packet.column.employer'];

/** For spreadsheets: what a name could make a formula of begins with an apostrophe. */
async function* signatoriesAsCsv(letter: PublishedLetter, parts: PacketParts): AsyncGenerator<string> {
  const words = wordsIn(letter.language);
  yield stringify([columns.map((column) => words.say(column))], { bom: true });
  for await (const rows of shownIn(letter, parts)) {
    const cells = rows.map((row) => [
      readable(row, 'name', words),
      readable(row, 'role', words),
      letter.employers[row.employer]?.name,
    ]);
    yield stringify(cells, { escape_formulas: true });
  }
}

async function* signatoriesAsText(letter: PublishedLetter, parts: PacketParts): AsyncGenerator<string> {
  const { total, anonymous } = parts.published.totals;
  const words = wordsIn(letter.language);
  const asOf = words.date(parts.published.asOf);
  const line = numberLine(letter, parts.published, words);
  const counted = line.sealed ? line.words : words.say('answering.packet.total', { count: total, asOf });
  yield `${letter.title}\n\n${counted}\n\n`;
  for await (const rows of shownIn(letter, parts)) {
    yield rows.map((row) => `${lineOf(letter, row, words)}\n`).join('');
  }
  if (anonymous > 0) yield `\n${words.say('answering.packet.unnamed', { count: anonymous })}\n`;
}

function lineOf(letter: PublishedLetter, row: ShownSignature, words: Words): string {
  const where = letter.employers.length > 1 ? letter.employers[row.employer]?.name : undefined;
  return [readable(row, 'name', words), readable(row, 'role', words), where].filter(Boolean).join(', ');
}

/** What the signatory wrote, or in the letter's language what stands in its place; null where there never was any. */
function readable({ hidden, ...row }: ShownSignature, part: 'name' | 'role', words: Words): string | null {
  const reason = hidden[part];
  return reason === undefined ? row[part] : words.say(insteadSaying(reason));
}

/** Named and by role, in the log's order, page by page; nothing of a release that came meanwhile. */
async function* shownIn(letter: PublishedLetter, { board, published }: PacketParts): AsyncGenerator<ShownSignature[]> {
  for (let after = -1; ;) {
    const asked = { letter: letter.publicId, after, limit: CHUNK, beginnings: null, employer: null };
    const rows = await board.store.signatories(asked);
    yield rows.filter(({ position }) => position < published.size);
    const last = rows.at(-1);
    if (rows.length < CHUNK || !last) return;
    after = last.position;
  }
}
