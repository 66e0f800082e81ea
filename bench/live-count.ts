import { spawnSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { type Measured, type Server, startLoader, startScript } from './support/processes.ts';
import { type Row, atMost, median, spread } from './support/table.ts';

const VIEWERS = 1_000;
const WARM = 3;
const MEASURED = 5;
const SECOND = 1_000;
const GOAL = 1.25;

const data = { total: 1_000, employers: { Halden: 1_000 }, supporters: 0, asOf: '2026-05-04T12:00:00.000Z' };
const eventOf = (id: number) => ({ name: 'count', id: 1_000 + id, data });
const bytesOf = ({ name, id, data: content }: ReturnType<typeof eventOf>) =>
  Buffer.from(`event: ${name}\nid: ${id}\ndata: ${JSON.stringify(content)}\n\n`);

/** Whether this machine lets a process hold so many connections. */
export const enoughFiles = (): boolean => {
  const limit = spawnSync('sh', ['-c', 'ulimit -n'], { encoding: 'utf8' }).stdout?.trim();
  return limit === 'unlimited' || Number(limit) > VIEWERS + 100;
};

/** One message a second to all viewers, against a bare server that writes one buffer to each socket. */
export async function measureLiveCount(rounds: number): Promise<Row> {
  const [ours, bare]: number[][] = [[], []];
  for (let round = 0; round < rounds; round++) {
    ours!.push(await costOfMessage('support/site-streams.mjs', (server, id) => server.tell({ event: eventOf(id) })));
    bare!.push(await costOfMessage('bare/viewers.ts', (server, id) => server.tell(bytesOf(eventOf(id)))));
  }
  const ratios = ours!.map((cost, i) => cost / bare![i]!);
  return {
    what: `live count, ${VIEWERS} viewers`,
    bare: `${median(bare!).toFixed(1)} µs/message`,
    ours: `${median(ours!).toFixed(1)} µs/message`,
    cpu: spread(ratios),
    rate: '',
    goal: `≤ ${GOAL}`,
    verdict: atMost(GOAL, ratios),
  };
}

async function costOfMessage(script: string, publish: (server: Server, id: number) => void): Promise<number> {
  const [server, viewers] = [await startScript(script), startLoader('support/viewers.ts')];
  await viewers.ask({ port: server.port, count: VIEWERS });
  for (let id = 0; id < WARM; id++) await inASecond(() => publish(server, id));
  const [before, bytes] = [await server.usage(), await received(viewers)];
  for (let id = WARM; id < WARM + MEASURED; id++) await inASecond(() => publish(server, id));
  const after = await server.usage();
  const missing = MEASURED * VIEWERS * bytesOf(eventOf(WARM)).length - ((await received(viewers)) - bytes);
  await Promise.all([server.stop(), viewers.stop()]);
  if (missing !== 0) throw new Error(`${missing} bytes did not reach the viewers`);
  return (after.cpu - before.cpu) / (MEASURED * VIEWERS);
}

async function inASecond(publish: () => void): Promise<void> {
  publish();
  await pause(SECOND);
}

const received = (viewers: Measured): Promise<number> => viewers.ask('bytes');
