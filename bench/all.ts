import { parseArgs } from 'node:util';
import { measurePages } from './pages.ts';
import { plant } from './support/planted.ts';
import { pinned, startLoader } from './support/processes.ts';
import { type Row, markdown } from './support/table.ts';

const { values: options } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
const rounds = options.quick ? 2 : 5;

const planted = await plant();
const loader = startLoader('support/load.ts');
const rows: Row[] = [...(await measurePages(planted, loader, rounds))];
await loader.stop();

process.stdout.write(`${markdown(rows)}\n\n`);
process.stdout.write(
  `Node ${process.version}, ${rounds} rounds, ${pinned ? 'server and load on a core each' : 'not pinned: taskset or a second core is missing'}.\n`,
);
process.exitCode = rows.some(({ verdict }) => verdict === 'missed') ? 1 : 0;
