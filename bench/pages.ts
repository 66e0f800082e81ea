import { paths } from '../src/paths.ts';
import { answerTo } from './support/answer.ts';
import { costOf } from './support/load.ts';
import { type Planted, copyOf } from './support/planted.ts';
import { type Measured, type Server, startScript, startSite } from './support/processes.ts';
import { type Pair, type Row, ratioRow } from './support/table.ts';

const WARM = 1.5;
const MEASURED = 2;

interface Asked {
  path: string;
  headers: Record<string, string>;
}

interface Case {
  what: string;
  goal: number;
  asked: Asked[];
  status?: string;
}

const plain: Asked = { path: paths.letter('night-alarm'), headers: {} };
const compressed: Asked = { ...plain, headers: { 'Accept-Encoding': 'gzip, deflate, br' } };
const constant: Asked = { path: paths.health(), headers: {} };

const cases: Case[] = [
  { what: 'letter page', goal: 0.95, asked: [plain] },
  { what: 'letter page, brotli', goal: 0.95, asked: [compressed] },
  { what: 'letter page, not modified', goal: 0.95, asked: [compressed], status: '304' },
  { what: 'constant answer through Express', goal: 0.8, asked: [constant] },
  {
    what: 'letter page, 1 in 10 through Express',
    goal: 0.75,
    asked: [...Array.from({ length: 9 }, () => compressed), constant],
  },
];

/** Pages against a bare node:http server that gives the same bytes under the same headers from constants. */
export async function measurePages(planted: Planted, loader: Measured, rounds: number): Promise<Row[]> {
  const pairs = cases.map((): Pair[] => []);
  for (let round = 0; round < rounds; round++) {
    const copy = copyOf(planted);
    const [site, bare] = [await startSite(copy.folder), await startScript('bare/answers.ts')];
    for (const [i, one] of cases.entries()) pairs[i]!.push(await compare(one, loader, site, bare, round));
    await Promise.all([site.stop(), bare.stop()]);
    copy.remove();
  }
  return cases.map(({ what, goal }, i) => ratioRow(what, pairs[i]!, goal));
}

async function compare(one: Case, loader: Measured, site: Server, bare: Server, round: number): Promise<Pair> {
  const { status = '200' } = one;
  const asked = status === '304' ? await Promise.all(one.asked.map((each) => withValidator(site, each))) : one.asked;
  const answers = asked.map(async (each) => [each.path, await answerTo(site, requestOf(each))] as const);
  await bare.ask(new Map(await Promise.all(answers)));
  const measure = async (server: Server) => {
    await costOf(loader, server, { requests: asked.map(requestOf), status, seconds: WARM });
    return costOf(loader, server, { requests: asked.map(requestOf), status, seconds: MEASURED });
  };
  // who goes first changes from round to round
  if (round % 2) return { bare: await measure(bare), ours: await measure(site) };
  return { ours: await measure(site), bare: await measure(bare) };
}

/** Asks with the ETag that the site gives, so that the answer is 304. */
async function withValidator(site: Server, asked: Asked): Promise<Asked> {
  const { head } = await answerTo(site, requestOf(asked));
  return { ...asked, headers: { ...asked.headers, 'If-None-Match': head[head.indexOf('ETag') + 1]! } };
}

function requestOf({ path, headers }: Asked): string {
  const lines = Object.entries({ Host: 'localhost', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`;
}
