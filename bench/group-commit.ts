import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { groupCommit } from '../db/group-commit.ts';
import { type Db, openDatabase } from '../db/open.ts';
import { copyOf, type Planted } from './support/planted.ts';
import { CONNECTIONS } from './support/load.ts';
import { type Row, atLeast, median, spread } from './support/table.ts';

const SECONDS = 1;
const GOAL = 6;

type Insert = (row: Buffer[]) => Promise<void>;

/** One commit for all that wait, against a commit for each: the same insert, into the same table. */
export async function measureGroupCommit(planted: Planted, rounds: number): Promise<Row> {
  const figures: { each: number; group: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    const copy = copyOf(planted);
    const db = openDatabase(join(copy.folder, 'pending.db'), 'pending');
    const insert = insertInto(db);
    const each: Insert = async (row) => db.transaction(() => insert(row), { behavior: 'immediate' });
    const group: Insert = groupCommit(db, ([pk]) => pk!, insert);
    figures.push({ each: await rowsPerSecond(each), group: await rowsPerSecond(group) });
    db.$client.close();
    copy.remove();
  }
  const ratios = figures.map(({ each, group }) => group / each);
  return {
    what: `group commit, ${CONNECTIONS} waiting, against a commit for each`,
    bare: `${median(figures.map(({ each }) => each)).toFixed(0)} rows/s`,
    ours: `${median(figures.map(({ group }) => group)).toFixed(0)} rows/s`,
    cpu: '',
    rate: spread(ratios, 1),
    goal: `≥ ${GOAL}`,
    verdict: atLeast(GOAL, ratios),
  };
}

async function rowsPerSecond(insert: Insert): Promise<number> {
  const begun = performance.now();
  const end = begun + SECONDS * 1000;
  let rows = 0;
  const keepInserting = async () => {
    for (; performance.now() < end; rows++)
      await insert([32, 32, 32, 384, 32, 32, 64].map((size) => randomBytes(size)));
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, keepInserting));
  return rows / ((performance.now() - begun) / 1000);
}

function insertInto({ $client: client }: Db): (row: Buffer[]) => void {
  const insert = client.prepare(
    `INSERT INTO pending (letter, pk, seq, kind, version_hash, prefix, sig, salt, "commit", esig, body)
     VALUES (zeroblob(32), ?, 0, 'sign', ?, ?, ?, ?, ?, ?, '{}')`,
  );
  return (row) => void insert.run(row);
}
