import { stringify } from 'csv-stringify/sync';
import type { RecordedAct } from './store.ts';

const OPERATOR = 'The operator';

/** The trail for a spreadsheet; a cell that it would take for a formula is escaped. */
export const trailCsv = (acts: RecordedAct[]): string =>
  stringify(
    acts.map((act) => [...rowOf(act), detailText(act.detail)]),
    {
      header: true,
      columns: ['at', 'name', 'address', 'what', 'detail'],
      escape_formulas: true,
      record_delimiter: '\r\n',
    },
  );

export const trailJson = (acts: RecordedAct[]) => ({
  acts: acts.map((act) => {
    const [at, name, address, what] = rowOf(act);
    return { at, name, address, what, detail: act.detail };
  }),
});

const rowOf = ({ at, by, what }: RecordedAct): string[] => [
  ...[new Date(at).toISOString(), by?.name ?? OPERATOR, by?.email ?? '', what],
];

const detailText = (detail: RecordedAct['detail']): string =>
  Object.entries(detail)
    .map(([name, value]) => `${name}: ${value}`)
    .join('; ');
