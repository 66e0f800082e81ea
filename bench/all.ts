import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { measureDrafting } from './drafting.ts';
import { measureFirstLoad } from './first-load.ts';
import { measureGroupCommit } from './group-commit.ts';
import { measureIssuing } from './issuing.ts';
import { enoughFiles, measureLiveCount } from './live-count.ts';
import { measurePacket } from './packet.ts';
import { measurePages } from './pages.ts';
import { measureSigning } from './signing.ts';
import { measureMemory, measureStart } from './start.ts';
import { plant } from './support/planted.ts';
import { pinned, startLoader } from './support/processes.ts';
import { type Row, markdown } from './support/table.ts';
import { QUICK, WHOLE, measureVerify } from './verify.ts';

const { values: options } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
const rounds = options.quick ? 2 : 5;

const planted = await plant();
const loader = startLoader('support/load.ts');
const rows: Row[] = [];
const measure = async (name: string, work: () => Promise<Row | Row[]>) => {
  process.stderr.write(`${name} …\n`);
  rows.push(...[await work()].flat());
};

await measure('Pages', () => measurePages(planted, loader, rounds));
await measure('Signing', () => measureSigning(planted, loader, rounds));
await measure('Issuing', () => measureIssuing(planted, loader, rounds));
await loader.stop();
await measure('Drafting', () => measureDrafting(planted, rounds));
await measure('First load', () => measureFirstLoad(planted));
await measure('Group commit', () => measureGroupCommit(planted, rounds));
await measure('Verify', () => measureVerify(rounds, options.quick ? QUICK : WHOLE));
await measure('Packet', () => measurePacket(rounds));
await measure('Start', () => measureStart(planted, rounds + 2));
await measure('Memory', () => measureMemory(planted, rounds));
if (enoughFiles()) await measure('Live count', () => measureLiveCount(rounds));
else process.stderr.write('Live count left out: this machine allows too few open files (ulimit -n).\n');

const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
const cores = pinned ? 'server and load on a core each' : 'not pinned: no taskset, or one core';
process.stdout.write(`${new Date().toISOString().slice(0, 10)}, commit ${commit}, Node ${process.version}, `);
process.stdout.write(`${rounds} rounds, ${cores}\n\n${markdown(rows)}\n`);
process.exitCode = rows.some(({ verdict }) => verdict === 'missed') ? 1 : 0;
