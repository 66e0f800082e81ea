import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { paths } from '../src/paths.ts';
import type { Answers, Load } from './support/load.ts';
import { type Planted, copyOf, plant } from './support/planted.ts';
import { type Measured, type Server, siteSettings, startLoader, startScriptOnAll } from './support/processes.ts';
import { type Row, atLeast, atMost, markdown, median, spread } from './support/table.ts';

const AT_ONCE = 50;
const WARM = 200;
const BLINDED = 1_000;
const FORMS = 300;
const GOAL = 0.7;
/** Of ours: Express, Passport and JSON come on top. */
const GOAL_HTTP = 0.6;
const MOST_DELAY = 20;

interface Delay {
  p99: number;
  max: number;
}

interface Issued {
  rate: number;
  delay: Delay;
  /** Of a process that has nothing to do, at the same time. */
  idle: Delay;
}

/**
 * Passes that the site issues, fifty at a time: ticket and code checked, the message signed, the tag inserted. By
 * processor time of all its threads, against `openssl speed` on one core in the same run; and how late the event loop
 * is while they are asked for over HTTP.
 */
export async function measureIssuing(planted: Planted, loader: Measured, rounds: number): Promise<Row[]> {
  const [bare, alone, blinded, forms]: [number[], number[], Issued[], Issued[]] = [[], [], [], []];
  for (let round = 0; round < rounds; round++) {
    const copy = copyOf(planted);
    const site = await startScriptOnAll('support/site-issuing.mjs', { ...siteSettings(copy.folder), DEMO: '0' });
    const idle = await startScriptOnAll('support/idle.mjs', {});
    const all = { site, idle, loader };
    await collect(site, planted, WARM);
    await issue(all, planted, WARM, true);
    await issue(all, planted, WARM, false);
    bare.push(opensslRate());
    alone.push(BLINDED / ((await collect(site, planted, BLINDED)) / 1e6));
    bare.push(opensslRate());
    blinded.push(await issue(all, planted, BLINDED, true));
    bare.push(opensslRate());
    forms.push(await issue(all, planted, FORMS, false));
    await Promise.all([site.stop(), idle.stop()]);
    copy.remove();
  }
  const limit = median(bare);
  const overHttp = blinded.map(({ rate }) => rate);
  return [
    rateRow('issuing a pass, per core used', limit, alone, GOAL),
    rateRow('the same over HTTP', limit, overHttp, GOAL_HTTP),
    delayRow(`event loop, ${AT_ONCE} collect at once, p99`, blinded),
    delayRow(`event loop, ${AT_ONCE} collect at once without script, p99`, forms),
  ];
}

function rateRow(what: string, limit: number, rates: number[], goal: number): Row {
  const ratios = rates.map((rate) => rate / limit);
  const [bare, ours] = [limit, median(rates)].map((rate) => `${rate.toFixed(0)}/s`) as [string, string];
  return { what, bare, ours, cpu: spread(ratios), rate: '', goal: `≥ ${goal}`, verdict: atLeast(goal, ratios) };
}

function delayRow(what: string, issued: Issued[]): Row {
  const delays = issued.map(({ delay }) => delay.p99);
  const longest = Math.max(...issued.map(({ delay }) => delay.max));
  return {
    what,
    bare: `${spread(
      issued.map(({ idle }) => idle.p99),
      1,
    )} ms, idle`,
    ours: `${spread(delays, 1)} ms, at most ${longest.toFixed(0)}`,
    cpu: '',
    rate: '',
    goal: `≤ ${MOST_DELAY} ms`,
    verdict: atMost(MOST_DELAY, delays),
  };
}

/** Microseconds of processor time. */
const collect = (site: Server, { letter: { slug } }: Planted, count: number): Promise<number> =>
  site.ask<number>({ slug, count, atOnce: AT_ONCE });

/** Passes per second of processor time, and how late the event loop was meanwhile. */
async function issue(
  { site, idle, loader }: { site: Server; idle: Server; loader: Measured },
  { letter }: Planted,
  count: number,
  blinded: boolean,
): Promise<Issued> {
  const tickets = await site.ask<string[]>({ slug: letter.slug, count });
  const requests = tickets.map((ticket, i) => collectRequest(letter.slug, ticket, i, blinded));
  await Promise.all([site, idle].map((server) => server.ask<Delay>('delay')));
  const before = await site.usage();
  const { statuses } = await loader.ask<Answers>({ port: site.port, connections: AT_ONCE, requests } satisfies Load);
  const cpu = (await site.usage()).cpu - before.cpu;
  const [delay, idleDelay] = [await site.ask<Delay>('delay'), await idle.ask<Delay>('delay')];
  if (statuses['200'] !== count) throw new Error(`not all 200: ${JSON.stringify(statuses)}`);
  return { rate: count / (cpu / 1e6), delay, idle: idleDelay };
}

/** As long as the modulus and below it; what it is made of makes no difference to the one who signs. */
function collectRequest(slug: string, ticket: string, number: number, blinded: boolean): string {
  const message = Buffer.concat([Buffer.of(0), randomBytes(383)]).toString('base64url');
  const json = JSON.stringify({ ticket, code: '0123456789', ...(blinded && { blinded: message }) });
  const form = new URLSearchParams({ ticket, code: '0123456789' }).toString();
  const body = blinded ? json : form;
  return [
    `POST ${paths.collectPass(slug)} HTTP/1.1`,
    'Host: localhost',
    `X-Forwarded-For: 10.0.${number % 64}.${number % 251}`,
    `Content-Type: ${blinded ? 'application/json' : 'application/x-www-form-urlencoded'}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    `\r\n${body}`,
  ].join('\r\n');
}

function opensslRate(): number {
  const { stdout } = spawnSync('openssl', ['speed', '-seconds', '2', 'rsa3072'], { encoding: 'utf8' });
  const rate = Number(/^rsa +3072 bits +\S+ +\S+ +([\d.]+)/m.exec(stdout)?.[1]);
  if (!rate) throw new Error('openssl does not say how fast it signs');
  return rate;
}

if (process.argv[1] === import.meta.filename) {
  const loader = startLoader('support/load.ts');
  const rows = await measureIssuing(await plant(), loader, process.argv.includes('--quick') ? 2 : 5);
  await loader.stop();
  process.stdout.write(`${markdown(rows)}\n`);
}
