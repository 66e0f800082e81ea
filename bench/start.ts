import { setTimeout as pause } from 'node:timers/promises';
import { paths } from '../src/paths.ts';
import { answerTo } from './support/answer.ts';
import { type Planted, copyOf } from './support/planted.ts';
import { launch, listening, siteSettings, startArguments, startSite, stop } from './support/processes.ts';
import { freePort } from '../test/support/free-port.ts';
import { type Row, atMost, median, spread } from './support/table.ts';

const MOST_MS = 1_000;
const MOST_MB = 120;
/** After so many milliseconds with nothing to do V8 has given back what starting and the first copies took: some 18 MB,
 * 15 to 33 seconds after the start. */
const IDLE = 45_000;

/** From the start of the process to the first connection that it takes, on a folder that is planted already. */
export async function measureStart(planted: Planted, rounds: number): Promise<Row> {
  const copy = copyOf(planted);
  const bareServer = `require('node:http').createServer((req, res) => res.end()).listen(process.env.PORT, '127.0.0.1')`;
  const [ours, bare]: number[][] = [[], []];
  for (let round = 0; round < rounds; round++) {
    bare!.push(await startTime(['--eval', bareServer], {}));
    ours!.push(await startTime(startArguments, siteSettings(copy.folder)));
  }
  copy.remove();
  return {
    what: 'cold start to listening',
    bare: `${median(bare!).toFixed(0)} ms`,
    ours: `${spread(ours!, 0)} ms`,
    cpu: '',
    rate: spread(ours!.map((time, i) => bare![i]! / time)),
    goal: `< ${MOST_MS} ms`,
    verdict: atMost(MOST_MS, ours!),
  };
}

async function startTime(args: string[], settings: NodeJS.ProcessEnv): Promise<number> {
  const port = await freePort();
  const begun = performance.now();
  const child = launch(args, { ...settings, PORT: String(port) });
  await listening(child, port);
  const time = performance.now() - begun;
  await stop(child);
  return time;
}

/** Resident memory of a site that has answered a few pages and has nothing to do. */
export async function measureMemory(planted: Planted, rounds: number): Promise<Row> {
  const megabytes: number[] = [];
  const pages = [paths.home(), paths.letter('night-alarm'), paths.sign('night-alarm'), paths.apiLetters()];
  for (let round = 0; round < rounds; round++) {
    const copy = copyOf(planted);
    const site = await startSite(copy.folder, { SNAPSHOTS: '1' });
    for (const path of pages) await answerTo(site, `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    await pause(IDLE);
    megabytes.push((await site.usage()).memory / 1e6);
    await site.stop();
    copy.remove();
  }
  return {
    what: 'memory at rest',
    bare: '',
    ours: `${spread(megabytes, 0)} MB`,
    cpu: '',
    rate: '',
    goal: `< ${MOST_MB} MB`,
    verdict: atMost(MOST_MB, megabytes),
  };
}
