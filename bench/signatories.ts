import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { openDatabase } from '../db/open.ts';
import { readAsked, storeQuery } from '../src/reading/signatories/query.ts';
import type { PublishedLetter } from '../src/letters/letter.ts';
import { boardStore } from '../src/signing/store.ts';
import { median } from './support/table.ts';

// Pages of signatories and searches in them, at a thousand entries and at a million. `--entries 1000000`

const SMALL = 1_000;
const at = process.argv.indexOf('--entries');
const LARGE = at < 0 ? 1_000_000 : Number(process.argv[at + 1]);
const PAGE = 51;
const EMPLOYERS = 3;
const ROUNDS = 300;

const letter = { publicId: new Uint8Array(32).fill(7), employers: Array(EMPLOYERS) } as unknown as PublishedLetter;

/** What is asked, with `after` as a share of all entries. */
const questions: [what: string, after: number, query: Record<string, string>][] = [
  ['first page', 0, {}],
  ['page in the middle', 0.5, {}],
  ['page near the end', 0.8, {}],
  ['page of one employer', 0.5, { employer: '1' }],
  ['search, one letter', 0, { q: 'a' }],
  ['search, a word', 0, { q: 'engineer' }],
  ['search, the beginnings of two words', 0, { q: 'engi ka' }],
  ['search in the middle, of one employer', 0.5, { q: 'eng', employer: '1' }],
  ['search for few', 0, { q: 'maria okolo' }],
  ['search that finds nobody', 0, { q: 'maria qqq' }],
];

/** Rows straight into the file: half are anonymous, names are made of syllables so that many begin alike. */
function plant(folder: string, entries: number) {
  const db = openDatabase(join(folder, `${entries}.db`), 'board');
  const client = db.$client;
  const insert = client.prepare(`INSERT INTO signatures VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL, '{}', x'00', '[]')`);
  const columns = client.prepare('SELECT name FROM pragma_table_info(?)').pluck().all('signatures');
  const order = ['letter', 'position', 'pk', 'shown', 'name', 'words', 'role', 'employer', 'comment'];
  if (columns.slice(0, order.length).join() !== order.join()) throw new Error(`other columns: ${columns.join()}`);
  client.prepare('INSERT INTO indexed_letters (number, letter) VALUES (1, ?)').run(letter.publicId);
  client.transaction(() => {
    for (let i = 0; i < entries; i++) {
      const named = i % 2 === 0;
      const [first, last] = [nameOf(i * 2_654_435_761), nameOf(i * 40_503 + 17)];
      const role = ['Engineer', 'Nurse', 'Designer', 'Accountant', 'Driver'][(i >> 1) % 5]!;
      const key = Buffer.alloc(32);
      key.writeUInt32BE(i);
      const words = `${first} ${last} ${role}`.toLowerCase();
      const row = named ? ['named', `${first} ${last}`, words, role] : ['anonymous', null, null, null];
      insert.run(letter.publicId, i, key, ...row, i % EMPLOYERS);
    }
    client.exec(`INSERT INTO indexed_words (rowid, words)
      SELECT 4294967296 + position, words || ' §' || CAST(employer AS INTEGER) FROM signatures WHERE words IS NOT NULL`);
  })();
  client.exec('ANALYZE');
  return { db, store: boardStore(db), entries };
}

const FIRST = ['Maria', 'Omar', 'Ada', 'Lena', 'Theo', 'Noor', 'Kofi', 'Hana', 'Ines', 'Pat', 'Wei', 'Anna', 'Jonas'];
const SYLLABLES = ['ka', 'lo', 'mi', 'ren', 'sta', 'vo', 'den', 'ber', 'oko', 'ri', 'tan', 'sen', 'hal', 'ung', 'es'];

/** A common name, or one of thousands of made ones. */
function nameOf(seed: number): string {
  const n = Math.abs(seed % 2_147_483_647);
  if (n % 4 === 0) return FIRST[(n >> 2) % FIRST.length]!;
  const part = (power: number) => SYLLABLES[Math.floor(n / SYLLABLES.length ** power) % SYLLABLES.length]!;
  const name = part(0) + part(1) + part(2);
  return name[0]!.toUpperCase() + name.slice(1);
}

async function timeOf({ store, entries }: ReturnType<typeof plant>, after: number, query: Record<string, string>) {
  const given = { ...query, ...(after > 0 ? { after: String(Math.floor(after * entries)) } : {}) };
  const times: number[] = [];
  let rows = 0;
  for (let i = 0; i < ROUNDS; i++) {
    const begun = performance.now();
    rows = (await store.signatories(storeQuery(letter, readAsked(given, letter)!, PAGE))).length;
    times.push(performance.now() - begun);
  }
  return { micros: median(times) * 1000, rows };
}

const folder = mkdtempSync(join(tmpdir(), 'undersigned-bench-'));
try {
  const [small, large] = [plant(folder, SMALL), plant(folder, LARGE)];
  for (const [what, after, query] of questions) {
    const [few, many] = [await timeOf(small, after, query), await timeOf(large, after, query)];
    const words = ({ micros, rows }: typeof few) => `${micros.toFixed(0)} µs for ${rows} rows`;
    console.log(`${what}: ${words(few)}, ${words(many)}, ${(many.micros / few.micros).toFixed(2)} times`);
  }
  for (const { db } of [small, large]) db.$client.close();
} finally {
  rmSync(folder, { recursive: true });
}
