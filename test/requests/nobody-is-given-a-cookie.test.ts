import type { Response } from 'supertest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import { letterFile } from '../support/letters.ts';
import { codeIn, hiddenField } from '../support/people.ts';
import { type TestSite, openSite } from '../support/site.ts';

let site: TestSite;
let letter: PublishedLetter;

beforeAll(async () => {
  site = await openSite();
  letter = await site.publish(letterFile());
});
afterAll(() => site.end());

const post = (path: string, form: Record<string, string>) => site.http.post(path).type('form').send(form);

test('Maya signs from the first page to the last, and no answer leaves anything in her browser', async () => {
  const { address } = letter;
  const asked = await post(paths.askCode(address), { mailbox: 'maya@halden.example' });
  await site.mailIsSent();
  const ticket = hiddenField(asked.text, 'ticket');
  const code = codeIn(site, 'maya@halden.example');
  const collected = await post(paths.collectPass(address), { ticket, code });
  const signed = { pass: hiddenField(collected.text, 'pass'), shown: 'anonymous' };
  const answers: [number, Response][] = [
    [200, await site.http.get(paths.letter(address))],
    [200, await site.http.get(paths.sign(address))],
    [422, await post(paths.askCode(address), { mailbox: 'maya@elsewhere.example' })],
    [200, asked],
    [200, await post(paths.mailStatus(address), { ticket })],
    [422, await post(paths.collectPass(address), { ticket, code: 'AAAAA-AAAAA' })],
    [200, collected],
    [200, await post(paths.writeSignature(address), signed)],
    [422, await post(paths.previewSignature(address), { ...signed, shown: 'named' })],
    [200, await post(paths.previewSignature(address), signed)],
    [201, await post(paths.signatures(address), signed)],
    [200, await post(paths.signatures(address), signed)],
    [409, await post(paths.signatures(address), { ...signed, comment: 'Other words.' })],
    [200, await site.http.post(paths.askCode(address)).send({ mailbox: 'ines@halden.example' })],
    [413, await post(paths.askCode(address), { mailbox: 'x'.repeat(40_000) })],
    [404, await site.http.get('/nowhere')],
  ];
  for (const [status, answer] of answers) {
    expect(answer.status).toBe(status);
    expect(answer.headers).not.toHaveProperty('set-cookie');
    expect(answer.headers).not.toHaveProperty('clear-site-data');
    expect(answer.text).not.toMatch(/localStorage|sessionStorage|indexedDB|document\.cookie/);
  }
  // what holds a ticket, a pass or a receipt is kept by no browser and no proxy
  for (const [, answer] of answers.slice(1)) expect(answer.headers['cache-control']).toBe('no-store');
});

test('a cookie that somebody sends changes nothing', async () => {
  const cookie = 'sid=1; session=2; __Secure-sid=3';
  for (const path of [
    paths.home(),
    paths.letter('answer-us'),
    paths.sign('answer-us'),
    paths.signatures('answer-us'),
  ]) {
    const [plain, with_] = [await site.http.get(path), await site.http.get(path).set('cookie', cookie)];
    expect(with_.text).toBe(plain.text);
    expect(plain.headers['vary'] ?? '').not.toMatch(/cookie/i);
  }
});
