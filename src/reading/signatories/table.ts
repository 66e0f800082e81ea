import { type Stringifier, stringify } from 'csv-stringify';
import type { PublishedLetter } from '../../letters/letter.ts';
import { employerNames } from '../../letters/tally.ts';
import { readable } from '../../signing/hiding/hidden.ts';
import type { BoardStore } from '../../signing/store.ts';
import { storeQuery } from './query.ts';

const AT_ONCE = 500;

/**
 * Who is shown, as a table for spreadsheets: with the mark by which they know UTF-8, and with an apostrophe before
 * what they would take for a formula.
 */
export const table = (): Stringifier =>
  stringify({
    bom: true,
    header: true,
    columns: ['name', 'role', 'employer', 'shown'],
    escape_formulas: true,
    record_delimiter: 'windows',
  });

/** The rows of that table, so many at once that a million need no more memory than these. */
export async function* rowsOf(letter: PublishedLetter, store: BoardStore): AsyncGenerator<(string | null)[]> {
  const employers = employerNames(letter);
  for (let after: number | null = null; ;) {
    const rows = await store.signatories(storeQuery(letter, { after, query: '', employer: null }, AT_ONCE));
    for (const row of rows) {
      yield [readable(row, 'name'), readable(row, 'role'), employers[row.employer] ?? null, row.shown];
    }
    const last = rows.at(-1);
    if (!last || rows.length < AT_ONCE) return;
    after = last.position;
  }
}
