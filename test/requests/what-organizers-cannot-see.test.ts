import type { Express } from 'express';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { letterStore } from '../../src/letters/store.ts';
import { organizingRoutes } from '../../src/organizing/routes.ts';
import { paths } from '../../src/paths.ts';
import { toBase64, toBase64url, toHex } from '../../src/protocol/bytes.ts';
import {
  colleaguesSay,
  commentsOn,
  keepersPage,
  openToColleagues,
  placesOf,
  writtenDraft,
} from '../support/colleagues.ts';
import { letterFile } from '../support/letters.ts';
import { entriesIn, judge, openModeration } from '../support/moderation.ts';
import { ADA, type OrganizerBrowser, addOrganizer, signInAs } from '../support/organizers.ts';
import { collectPass, signByForm } from '../support/people.ts';
import { NOON, type TestSite, openSite } from '../support/site.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;
/** When the anonymous ones post: minutes after noon at which nothing else happens. */
const POSTED = [7, 23, 41];
const DEMANDS = ['End the contract', 'Ask us first'];

let site: TestSite;
let letter: PublishedLetter;
let ada: OrganizerBrowser;
let draft: string;
/** The routers below /organize, which the site itself loads when somebody comes. */
let organizing: Layer[];

/** What nobody who organizes may read of whoever is anonymous, as it would look in a page. */
let secrets: string[];

beforeAll(async () => {
  site = await openSite();
  const routers = await organizingRoutes(
    site.world,
    { letters: letterStore(site.world.databases.letters), frames: site.frames },
    site as unknown as Parameters<typeof organizingRoutes>[2],
  );
  organizing = routers.map((handle) => ({ handle: handle as unknown as { stack: Layer[] } }));
  letter = await site.publish(
    letterFile({ release: '{min: 13, every: 0}', vouching: 'true', supporters: '{pledges: []}' }),
  );
  await addOrganizer(site, ADA, letter.id);
  const mailboxes = [];
  for (let i = 0; i < 13; i++) {
    const mailbox = `perpetua${i}.quibble@halden.example`;
    mailboxes.push(mailbox);
    const pass = await collectPass(site, letter, mailbox);
    const wait = NOON + (POSTED[i % 3]! + 60 * i) * MINUTE - site.world.now();
    site.pass(Math.max(0, wait));
    const comment = i < 6 ? `Testimony ${i}` : '';
    // what whoever is anonymous typed besides is dropped, and shall be nowhere
    const fields = { shown: 'anonymous', name: `Perpetua Quibble ${i}`, role: 'Chief Quibbler', comment };
    await signByForm(site, letter, pass, fields);
  }
  site.pass(24 * HOUR);
  await site.rounds.go(site.world.now());
  ada = await signInAs(site, ADA);
  draft = await writtenDraft(ada, 'Another letter', DEMANDS);
  const address = await openToColleagues(ada, draft);
  const say = (i: number) => ({ comment: `Remark ${i}`, ...placesOf(DEMANDS) });
  await colleaguesSay(site, address, 5, say, 'perpetua.quibble.');
  site.pass(MINUTE);
  await site.rounds.go(site.world.now());
  const { keys } = published();
  secrets = [...keys.flatMap(written), ...mailboxes, 'perpetua', 'quibble', ...postTimes()];
  await decideSome();
});
afterAll(() => site.end());

function published(): { keys: Uint8Array[] } {
  const keys = site.world.databases.board.$client.prepare('SELECT pk FROM signatures').pluck().all() as Buffer[];
  const tags = site.world.databases.issuer.$client.prepare('SELECT tag FROM spent').pluck().all() as Buffer[];
  const colleagues = site.world.databases.pending.$client
    .prepare('SELECT pk FROM colleague_words')
    .pluck()
    .all() as Buffer[];
  return { keys: [...keys, ...tags, ...colleagues].map((key) => new Uint8Array(key)) };
}

const written = (bytes: Uint8Array): string[] => [toHex(bytes), toBase64(bytes), toBase64url(bytes)];

const postTimes = (): string[] =>
  Array.from({ length: 13 }, (_, i) => new Date(NOON + (POSTED[i % 3]! + 60 * i) * MINUTE)).flatMap((at) => [
    String(at.getTime()),
    at.toISOString().slice(0, 16),
    at.toISOString().slice(0, 16).replace('T', ' '),
  ]);

/** Something waits, something is hidden and something is shown. */
async function decideSome(): Promise<void> {
  const [one, two] = entriesIn(await openModeration(ada, letter), 'waiting');
  await judge(ada, letter, { entry: one!.entry, do: 'show' }).expect(303);
  await judge(ada, letter, { entry: two!.entry, do: 'hide', reason: 'personal data' }).expect(303);
}

interface Layer {
  route?: { path: string | string[]; methods: Record<string, boolean> };
  handle?: { stack?: Layer[] };
}

/** Every route of the site below /organize, as the router has it. */
function organizerRoutes(express: Express): { method: 'get' | 'post'; path: string }[] {
  const walk = (layers: Layer[]): { method: 'get' | 'post'; path: string }[] =>
    layers.flatMap(({ route, handle }) => {
      if (!route) return walk(handle?.stack ?? []);
      const methods = (['get', 'post'] as const).filter((method) => route.methods[method]);
      return [route.path].flat().flatMap((path) => methods.map((method) => ({ method, path })));
    });
  const all = walk([...organizing, ...(express as unknown as { router: { stack: Layer[] } }).router.stack]);
  return all.filter(({ path }) => path.startsWith('/organize'));
}

/** An address of that route which leads somewhere, as far as there is such. */
const addressOf = (path: string, id: string): string =>
  path
    .replace(/^(\/organize\/letters\/):id/, `$1${id}`)
    .replace(/:(\w+)/g, (_all, name: string) => ({ number: '1', revision: '1' })[name] ?? id);

/** What of the secrets stands in a text. */
const secretsIn = (text: string): string[] => {
  const small = text.toLowerCase();
  return secrets.filter((secret) => small.includes(secret.toLowerCase()));
};

const signsOut = (path: string): boolean => path.startsWith('/organize/sign-out');

/** Everything that answers: body and headers. */
async function answersOf(id: string): Promise<{ route: string; status: number; text: string }[]> {
  const answers = [];
  for (const { method, path } of organizerRoutes(site.express)) {
    if (signsOut(path)) continue;
    const address = addressOf(path, id);
    const queries = method === 'get' ? ['', '?q=Testimony', '?q=a&after=0&before=9999&limit=100'] : [''];
    for (const query of queries) {
      const asked =
        method === 'get' ? ada.get(address + query) : ada.post(address).type('form').send({ q: 'Testimony' });
      const answer = await asked.buffer(true).redirects(0);
      const body =
        answer.text ?? (Buffer.isBuffer(answer.body) ? answer.body.toString('latin1') : JSON.stringify(answer.body));
      answers.push({
        route: `${method} ${path}`,
        status: answer.status,
        text: `${JSON.stringify(answer.headers)}\n${body}`,
      });
    }
  }
  return answers;
}

test('every route of organizers is known, this many at least', () => {
  const routes = organizerRoutes(site.express).map(({ method, path }) => `${method} ${path}`);
  expect(routes.length).toBeGreaterThan(40);
  for (const path of [
    paths.moderation(':id'),
    paths.members(':id'),
    paths.trailCsv(':id'),
    paths.organizeLetter(':id'),
    paths.colleagues(':id'),
  ])
    expect(routes).toContain(`get ${path}`);
});

test('no answer to an organizer holds a key, a mailbox, a name or a time of whoever is anonymous', async () => {
  // as many passes as signatures, and as colleagues who commented on the draft: what is searched for is there
  expect(published().keys).toHaveLength(2 * 13 + 2 * 5);
  expect(commentsOn(await keepersPage(ada, draft))).toHaveLength(5);
  const answers = [...(await answersOf(toHex(letter.id))), ...(await answersOf(draft))];
  for (const { route, text } of answers) expect([route, secretsIn(text)]).toEqual([route, []]);
  // they did answer, and with the words that were meant for everybody
  const opened = answers.filter(({ status }) => status === 200);
  expect(new Set(opened.map(({ route }) => route)).size).toBeGreaterThan(12);
  expect(opened.some(({ text }) => text.includes('Testimony 5'))).toBe(true);
  expect(opened.some(({ text }) => text.includes('Remark 4'))).toBe(true);
}, 120_000);

test('what is asked for wrongly answers no more', async () => {
  const id = toHex(letter.id);
  const { keys } = published();
  const forms = [
    { entry: toBase64url(keys[0]!), do: 'show' },
    { entry: toHex(keys[0]!), do: 'hide', reason: 'illegal' },
    { entry: '0', do: 'hide', reason: 'illegal', position: '0', pk: '' },
  ];
  for (const form of forms) {
    const answer = await ada.post(paths.moderation(id)).type('form').send(form);
    expect([answer.status, secretsIn(answer.text)]).toEqual([409, []]);
  }
});

test('the page names an entry anew each time, so two pages cannot be laid side by side', async () => {
  const names = async () => entriesIn(await openModeration(ada, letter), 'waiting').map(({ entry }) => entry);
  const [first, second] = [await names(), await names()];
  expect(first.length).toBe(4);
  expect(first.filter((name) => second.includes(name))).toEqual([]);
});

test('organizers.db knows nothing of any signatory', () => {
  const { $client } = site.world.databases.organizers;
  const file = $client.serialize().toString('latin1');
  const { keys } = published();
  const found = [...keys.map((key) => Buffer.from(key).toString('latin1')), 'Testimony', 'quibble'].filter((secret) =>
    file.includes(secret),
  );
  expect(found).toEqual([]);
  expect(file).toContain('personal data');
});

test('a route that told a key, a mailbox or a time would be found out', async () => {
  const { keys } = published();
  const leak = `${toHex(keys[3]!)} PERPETUA4.quibble@halden.example ${postTimes()[1]}`;
  site.express.router.get('/organize/letters/:id/planted', (_req, res) => void res.send(leak));
  const stack = (site.express.router as unknown as { stack: Layer[] }).stack;
  // before everything that answers "not found"
  stack.unshift(stack.pop()!);
  const answers = await answersOf(toHex(letter.id));
  stack.shift();
  const planted = answers.find(({ route }) => route.includes('planted'));
  expect(secretsIn(planted!.text)).toEqual(
    expect.arrayContaining([toHex(keys[3]!), 'perpetua4.quibble@halden.example', postTimes()[1]]) as string[],
  );
}, 120_000);
