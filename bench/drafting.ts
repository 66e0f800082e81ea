import { setTimeout as pause } from 'node:timers/promises';
import { organizersStore } from '../src/organizing/accounts/store.ts';
import { paths } from '../src/paths.ts';
import { type Planted, copyOf, inWorldOf } from './support/planted.ts';
import { type Measured, startLoader, startSite } from './support/processes.ts';
import type { Readers } from './support/readers.ts';
import { type Row, atMost, median, spread } from './support/table.ts';

const EMAIL = 'ada@undersigned.example';
const WORDS = 2_000;
const READERS = 100;
const WARM = 10;
const TIMES = 40;
const MOST_MS = 100;

/** Sends a form or JSON as the organizer's browser does; throws at any answer but the one that goes on. */
type Send = (path: string, body: object | URLSearchParams) => Promise<Response>;

/** How long somebody who writes waits for both, autosave and preview, while readers come; the site has one core. */
export async function measureDrafting(planted: Planted, rounds: number): Promise<Row> {
  const [saves, previews, both, read]: number[][] = [[], [], [], []];
  for (let round = 0; round < rounds; round++) {
    const copy = copyOf(planted);
    await inWorldOf(copy.folder, async ({ databases, random }) => {
      await organizersStore(databases.organizers).add({ id: random(16), email: EMAIL, name: 'Ada' });
    });
    const [site, readers] = [await startSite(copy.folder), startLoader('support/readers.ts')];
    const send = await signIn(`http://localhost:${site.port}`);
    const writing = await begin(send);
    readers.tell({ port: site.port, path: paths.letter('night-alarm'), perSecond: READERS } satisfies Readers);
    const spent = await write(send, writing, readers);
    saves!.push(median(spent.saves));
    previews!.push(median(spent.previews));
    both!.push(median(spent.saves.map((time, i) => time + spent.previews[i]!)));
    read!.push(spent.perSecond);
    await Promise.all([site.stop(), readers.stop()]);
    copy.remove();
  }
  return {
    what: `autosave and preview, ${WORDS} words, ${Math.round(median(read!))} readers a second`,
    bare: '',
    ours: `${spread(both!, 0)} ms`,
    cpu: `${median(saves!).toFixed(0)} ms and ${median(previews!).toFixed(0)} ms`,
    rate: '',
    goal: `< ${MOST_MS} ms`,
    verdict: median(read!) < 0.9 * READERS ? 'missed' : atMost(MOST_MS, both!),
  };
}

interface Writing {
  id: string;
  fields: Record<string, string>;
}

/** One change after the other, each saved and previewed. */
async function write(send: Send, { id, fields }: Writing, readers: Measured) {
  const [saves, previews]: number[][] = [[], []];
  let base = fields['base']!;
  let begun = 0;
  for (let time = -WARM; time < TIMES; time++) {
    if (time === 0) {
      await readers.ask('count');
      begun = performance.now();
    }
    const now = { ...fields, base, body: letterOf(`Change ${time + WARM}.`) };
    const before = performance.now();
    base = String(((await (await send(paths.autosaveLetter(id), now)).json()) as { revision: number }).revision);
    const between = performance.now();
    await (await send(paths.previewLetter(id), new URLSearchParams(now))).text();
    if (time >= 0) {
      saves!.push(between - before);
      previews!.push(performance.now() - between);
    }
    await pause(50);
  }
  const perSecond = (await readers.ask<number>('count')) / ((performance.now() - begun) / 1000);
  return { saves: saves!, previews: previews!, perSecond };
}

/** A letter of so many words, with notes and links as letters have them. */
function letterOf(change: string): string {
  const sentence =
    'We raised this *through every channel* there was, and we were [told](https://halden.example) to wait.';
  const paragraph = `${Array.from({ length: 5 }, () => sentence).join(' ')}[^1]`;
  const count = Math.ceil(WORDS / paragraph.split(' ').length);
  const paragraphs = Array.from({ length: count }, () => paragraph).join('\n\n');
  return `${change} ${paragraphs}\n\n[^1]: A source, and when it was read.`;
}

/** Begins a letter; gives the fields of its form, as far as they are not empty. */
async function begin(send: Send): Promise<Writing> {
  const begun = await send(paths.newLetter(), new URLSearchParams({ title: 'Answer us' }));
  const id = begun.headers.get('location')!.split('/').at(-1)!;
  const page = await (await send(paths.previewLetter(id), new URLSearchParams({ title: 'Answer us' }))).text();
  if (!page.includes('Answer us')) throw new Error('the preview does not show the letter');
  const lists = { 'demands.i1.text': 'End the contract.', 'to.i1.name': 'Pat Orsini', 'employers.i1.name': 'Halden' };
  return { id, fields: { base: '1', title: 'Answer us', 'employers.i1.domains': 'halden.example', ...lists } };
}

/** Signs in with a mailed code, which a site in development shows. */
async function signIn(origin: string): Promise<Send> {
  let cookie = '';
  const send: Send = async (path, body) => {
    const form = body instanceof URLSearchParams;
    const headers = {
      'Sec-Fetch-Site': 'same-origin',
      Cookie: cookie,
      ...(form ? {} : { 'Content-Type': 'application/json' }),
    };
    const init = { method: 'POST', headers, body: form ? body : JSON.stringify(body), redirect: 'manual' as const };
    const answer = await fetch(origin + path, init);
    if (answer.status >= 400) throw new Error(`${path} answers ${answer.status}: ${await answer.text()}`);
    return answer;
  };
  const page = await (await send(paths.signInCode(), new URLSearchParams({ email: EMAIL, next: '' }))).text();
  const ticket = /name="ticket" value="([^"]*)"/.exec(page)![1]!;
  const form = { email: EMAIL, ticket, code: await mailedCode(origin), next: '' };
  const answer = await send(paths.signIn(), new URLSearchParams(form));
  cookie = answer.headers.getSetCookie()[0]!.split(';')[0]!;
  return send;
}

async function mailedCode(origin: string): Promise<string> {
  for (let time = 0; time < 200; time++) {
    const mails = await (await fetch(origin + paths.devMailJson())).text();
    const code = /\b[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}\b/.exec(mails)?.[0];
    if (code) return code;
    await pause(50);
  }
  throw new Error('no code was mailed');
}
