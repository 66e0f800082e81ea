import { paths } from '../src/paths.ts';
import { answerTo } from './support/answer.ts';
import { type Pair, compare } from './support/compare.ts';
import { type Planted, copyOf } from './support/planted.ts';
import { type Measured, type Server, startScript, startSite } from './support/processes.ts';
import { type Row, ratioRow } from './support/table.ts';

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

const of = (path: string): Asked => ({ path, headers: { 'Accept-Encoding': 'gzip, deflate, br' } });
const plain: Asked = { path: paths.letter('night-alarm'), headers: {} };
const compressed: Asked = of(plain.path);
const constant: Asked = { path: paths.health(), headers: {} };

const cases: Case[] = [
  { what: 'letter page', goal: 0.95, asked: [plain] },
  { what: 'letter page, brotli', goal: 0.95, asked: [compressed] },
  { what: 'letter page, not modified', goal: 0.95, asked: [compressed], status: '304' },
  { what: 'JSON list of letters', goal: 0.8, asked: [of(paths.apiLetters())] },
  { what: 'JSON list, not modified', goal: 0.8, asked: [of(paths.apiLetters())], status: '304' },
  { what: 'JSON letter', goal: 0.8, asked: [of(paths.apiLetter('night-alarm'))] },
  { what: 'JSON letter, not modified', goal: 0.8, asked: [of(paths.apiLetter('night-alarm'))], status: '304' },
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
    const [ours, bare] = [await startSite(copy.folder), await startScript('bare/answers.ts')];
    for (const [i, { asked, status = '200' }] of cases.entries()) {
      const requests = await Promise.all(asked.map((each) => requestOf(ours, each, status)));
      const answers = asked.map(async ({ path }, j) => [path, await answerTo(ours, requests[j]!)] as const);
      await bare.ask(new Map(await Promise.all(answers)));
      pairs[i]!.push(await compare(loader, { ours, bare }, { requests, status }));
    }
    await Promise.all([ours.stop(), bare.stop()]);
    copy.remove();
  }
  return cases.map(({ what, goal }, i) => ratioRow(what, pairs[i]!, goal));
}

/** The request, byte for byte; with the ETag that the site gives where the answer is to be 304. */
async function requestOf(site: Server, { path, headers }: Asked, status: string): Promise<string> {
  const text = requestText(path, headers);
  if (status !== '304') return text;
  const { head } = await answerTo(site, text);
  // names and values by turns; the name is the value of another header too
  const etag = head[head.findIndex((name, i) => i % 2 === 0 && name === 'ETag') + 1]!;
  return requestText(path, { ...headers, 'If-None-Match': etag });
}

function requestText(path: string, headers: Record<string, string>): string {
  const lines = Object.entries({ Host: 'localhost', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`;
}
