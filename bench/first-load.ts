import { paths } from '../src/paths.ts';
import { firstLoad, weightOf } from './support/first-load.ts';
import { type Planted, copyOf } from './support/planted.ts';
import { startSite } from './support/processes.ts';
import { type Row, atMost } from './support/table.ts';

const MOST_KB = 60;

/** Bytes over the wire, heads and all, for somebody who was never here: page, styles, scripts, typeface. */
export async function measureFirstLoad(planted: Planted): Promise<Row> {
  const copy = copyOf(planted);
  const site = await startSite(copy.folder);
  const loaded = await firstLoad(site.port, paths.letter('night-alarm'));
  await site.stop();
  copy.remove();
  const kilobytes = weightOf(loaded) / 1e3;
  return {
    what: `letter page at first load, ${loaded.length} requests`,
    bare: '',
    ours: `${kilobytes.toFixed(1)} kB`,
    cpu: '',
    rate: '',
    goal: `≤ ${MOST_KB} kB`,
    verdict: atMost(MOST_KB, [kilobytes]),
  };
}
