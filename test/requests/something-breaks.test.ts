import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import { letterFile } from '../support/letters.ts';
import { collectPass, signByForm } from '../support/people.ts';
import { type TestSite, openSite } from '../support/site.ts';

interface Logged {
  reference: string;
  route: string;
  msg: string;
  fault: { name: string; stack: string[] };
}

let site: TestSite;
let letter: PublishedLetter;
let pass: string;
/** What was logged since the test began. */
let before = 0;
const logged = () =>
  site
    .log()
    .slice(before)
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Logged);

beforeAll(async () => {
  site = await openSite();
  letter = await site.publish(letterFile());
  pass = await collectPass(site, letter, 'maya@halden.example');
});
afterAll(() => site.end());
beforeEach(() => {
  before = site.log().length;
});

/** The store of what waits refuses every row, as a full or broken disk would. */
function pendingIsBroken(): void {
  site.world.databases.pending.$client.exec(
    `CREATE TEMP TRIGGER broken BEFORE INSERT ON main.pending BEGIN SELECT RAISE(ABORT, 'quillfeather'); END`,
  );
}
const pendingIsMended = () => site.world.databases.pending.$client.exec('DROP TRIGGER temp.broken');

describe('a fault of ours', () => {
  test('is a page with a reference, which the log has too, and no word of the fault or the form', async () => {
    pendingIsBroken();
    const form = { shown: 'named', name: 'Maya Quillfeather', comment: 'quillfeather' };
    const page = await signByForm(site, letter, pass, form);
    pendingIsMended();
    expect(page.status).toBe(500);
    expect(page.text).toContain('Something broke here');
    expect(page.text).not.toMatch(/quillfeather|pass1_|sqlite|constraint|\.ts\b/i);
    expect(page.headers['cache-control']).toBe('no-store');
    const reference = /<code>([0-9a-f]{12})<\/code>/.exec(page.text)![1];
    const [line, ...more] = logged();
    expect(more).toEqual([]);
    expect(line).toMatchObject({ reference, route: 'POST /letters/:slug/signatures', fault: { name: 'SqliteError' } });
    expect(line!.fault.stack.length).toBeGreaterThan(2);
    expect(line!.fault.stack.every((call) => call.startsWith('at '))).toBe(true);
    expect(site.log()).not.toMatch(/quillfeather|pass1_|answer-us|127\.0\.0\.1/i);
  });

  test('is a problem document for a program, with the same reference', async () => {
    pendingIsBroken();
    const asking = site.http.post(paths.signatures('answer-us')).set('accept', 'application/json').type('form');
    const answer = await asking.send({ pass, shown: 'anonymous' });
    pendingIsMended();
    expect([answer.status, answer.type]).toEqual([500, 'application/problem+json']);
    const body = JSON.parse(answer.text) as { status: number; reference: string };
    expect(body).toMatchObject({ type: 'about:blank', status: 500, title: 'Something broke here' });
    expect(logged().map(({ reference }) => reference)).toEqual([body.reference]);
  });

  test('has another reference each time, and costs nobody a signature', async () => {
    pendingIsBroken();
    for (let i = 0; i < 3; i++) expect((await signByForm(site, letter, pass)).status).toBe(500);
    pendingIsMended();
    expect(new Set(logged().map(({ reference }) => reference)).size).toBe(3);
    expect((await signByForm(site, letter, pass)).status).toBe(201);
  });

  test('of missing keys tells whoever asks the same, and nothing is mailed', async () => {
    const broken = await site.publish(letterFile({ slug: 'broken', title: 'Broken' }));
    rmSync(join(site.folder, 'keys', 'issuer', Buffer.from(broken.publicId).toString('hex')), { recursive: true });
    const mails = site.mailbox.mails().length;
    const page = await site.http.post(paths.askCode('broken')).type('form').send({ mailbox: 'ines@halden.example' });
    expect(page.status).toBe(500);
    await site.mailIsSent();
    expect(site.mailbox.mails()).toHaveLength(mails);
    expect(site.log()).not.toMatch(/ines|halden|broken/i);
    expect((await site.http.get(paths.letter('broken'))).status).toBe(200);
  });
});

test('a bad request is not a fault: it is not logged', async () => {
  await site.http.get('/nowhere');
  await site.http.get('/letters/%FF');
  await site.http.post(paths.askCode('answer-us')).type('form').send({ mailbox: 'x' });
  await site.http.post(paths.askCode('answer-us')).set('content-type', 'application/json').send('{');
  expect(logged()).toEqual([]);
});

describe('when all databases are closed', () => {
  let closed: TestSite;
  let published: PublishedLetter;

  beforeAll(async () => {
    closed = await openSite();
    published = await closed.publish(letterFile());
    await closed.http.get(paths.letter('answer-us'));
    for (const { $client } of Object.values(closed.world.databases)) $client.close();
  });
  afterAll(() => closed.end());

  test('finished pages are served all the same; other pages say that something broke', async () => {
    expect((await closed.http.get(paths.letter('answer-us'))).status).toBe(200);
    for (const path of [paths.home(), paths.sign('answer-us'), paths.signatures('answer-us'), paths.apiLetters()]) {
      const page = await closed.http.get(path);
      expect([path, page.status]).toEqual([path, 500]);
      expect(closed.log()).toContain(/[0-9a-f]{12}/.exec(page.text)![0]);
    }
  });

  test('a round fails without ending the program, and the log says so without the message', async () => {
    const length = closed.log().length;
    closed.rounds.wake(published);
    await expect.poll(() => closed.log().length).toBeGreaterThan(length);
    const line = JSON.parse(closed.log().slice(length)) as Logged;
    expect(line.msg).toBe('a round failed');
    expect(JSON.stringify(line)).not.toContain('The database connection is not open');
  });

  test('whoever posts while the program stops wakes nothing', async () => {
    closed.rounds.stop();
    const length = closed.log().length;
    closed.rounds.wake(published);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(closed.log().length).toBe(length);
  });

  test('whoever watches the program is told that it is alive, and not ready', async () => {
    expect(await closed.http.get(paths.health())).toMatchObject({ status: 200, text: 'alive\n' });
    expect(await closed.http.get(paths.ready())).toMatchObject({ status: 503, text: 'not ready\n' });
    expect(await site.http.get(paths.ready())).toMatchObject({ status: 200, text: 'ready\n' });
  });
});
