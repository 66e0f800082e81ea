import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import { letterFile } from '../support/letters.ts';
import { askForCode, codeIn, hiddenField } from '../support/people.ts';
import { type TestSite, openSite } from '../support/site.ts';

const HOUR = 3_600_000;

let site: TestSite;
let letter: PublishedLetter;
let other: PublishedLetter;

beforeAll(async () => {
  site = await openSite();
  letter = await site.publish(letterFile());
  other = await site.publish(letterFile({ slug: 'another', title: 'Another' }));
});
afterAll(() => site.end());

const type = (ticket: string, code: string, at = letter) =>
  site.http.post(paths.collectPass(at.address)).type('form').send({ ticket, code });

let asked = 0;
/** A window that asked, and the code that came. */
async function ask(at = letter): Promise<{ ticket: string; code: string }> {
  const mailbox = `maya${asked++}@halden.example`;
  const ticket = await askForCode(site, at, mailbox);
  await site.mailIsSent();
  return { ticket, code: codeIn(site, mailbox) };
}
const wrong = (code: string) => `${code.slice(0, -1)}${code.endsWith('0') ? '1' : '0'}`;

describe('a mistyped code', () => {
  test('is kept in its field, and the right one works in the same window', async () => {
    const { ticket, code } = await ask();
    const page = await type(ticket, wrong(code));
    expect(page.status).toBe(422);
    expect(page.text).toContain('This is not the code of the mail that this window asked for.');
    expect(page.text).toContain(`value="${wrong(code)}"`);
    expect(hiddenField(page.text, 'ticket')).toBe(ticket);
    const right = await type(hiddenField(page.text, 'ticket'), code);
    expect(right.status).toBe(200);
    expect(hiddenField(right.text, 'pass')).toMatch(/^pass1_/);
  });

  test.each(['', 'K7', 'UUUUU-UUUUU', '7K3QD-2MXRA-7', '<script>alert(1)</script>', '￼'.repeat(40)])(
    '%j is no code, and costs no try',
    async (typed) => {
      const { ticket, code } = await ask();
      for (let i = 0; i < 12; i++) {
        const page = await type(ticket, typed);
        expect(page.status).toBe(422);
        expect(page.text).toContain('A code has ten letters and digits');
        expect(page.text).not.toContain('<script>alert');
      }
      expect((await type(ticket, code)).status).toBe(200);
    },
  );

  test('may be typed in small letters, without the hyphen, with O for 0 and I or L for 1', async () => {
    const { ticket, code } = await ask();
    const sloppy = ` ${code.toLowerCase().replace('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')} `;
    expect((await type(ticket, sloppy)).status).toBe(200);
  });

  test('is refused the eleventh time, and then the right code too', async () => {
    const { ticket, code } = await ask();
    for (let i = 0; i < 10; i++) expect((await type(ticket, wrong(code))).status).toBe(422);
    const page = await type(ticket, code);
    expect(page.status).toBe(422);
    expect(page.text).toContain('Too many codes were tried in this window.');
    expect(page.text).not.toContain('pass1_');
  });

  test('may be right the tenth time', async () => {
    const { ticket, code } = await ask();
    for (let i = 0; i < 9; i++) expect((await type(ticket, wrong(code))).status).toBe(422);
    expect((await type(ticket, code)).status).toBe(200);
  });
});

describe('a ticket', () => {
  test('works until its hour is over, and not after it', async () => {
    const [late, inTime] = [await ask(), await ask()];
    site.pass(HOUR - 1_000);
    expect((await type(inTime.ticket, inTime.code)).status).toBe(200);
    site.pass(1_000);
    const page = await type(late.ticket, late.code);
    expect(page.status).toBe(422);
    expect(page.text).toContain('The code was valid for one hour.');
  });

  test('of another window does not go with this code', async () => {
    const [one, two] = [await ask(), await ask()];
    const page = await type(one.ticket, two.code);
    expect(page.status).toBe(422);
    expect(page.text).toContain('This is not the code of the mail that this window asked for.');
  });

  test('of the same mailbox, asked for twice, goes with its own code alone', async () => {
    const first = await askForCode(site, letter, 'maya.twice@halden.example');
    await site.mailIsSent();
    const code = codeIn(site, 'maya.twice@halden.example');
    const second = await askForCode(site, letter, 'maya.twice@halden.example');
    await site.mailIsSent();
    expect(codeIn(site, 'maya.twice@halden.example')).not.toBe(code);
    expect((await type(second, code)).status).toBe(422);
    expect((await type(first, code)).status).toBe(200);
  });

  test('of another letter is unknown here', async () => {
    const there = await ask(other);
    const page = await type(there.ticket, there.code, letter);
    expect(page.status).toBe(422);
    expect(page.text).toContain('This window did not ask for a code');
    expect((await type(there.ticket, there.code, other)).status).toBe(200);
  });

  test.each([
    ['missing', () => ''],
    ['shortened', (ticket: string) => ticket.slice(0, -1)],
    ['lengthened', (ticket: string) => `${ticket}A`],
    ['altered in its first character', (ticket: string) => (ticket.startsWith('A') ? 'B' : 'A') + ticket.slice(1)],
    [
      'altered in its middle',
      (ticket: string) => ticket.slice(0, 60) + (ticket[60] === 'A' ? 'B' : 'A') + ticket.slice(61),
    ],
    ['of other characters', (ticket: string) => '*'.repeat(ticket.length)],
    ['of random bytes', (ticket: string) => Buffer.alloc(100, 7).toString('base64url').slice(0, ticket.length)],
    ['very long', () => 'A'.repeat(20_000)],
  ])('that is %s is refused', async (_what, forge) => {
    const { ticket, code } = await ask();
    const page = await type(forge(ticket), code);
    expect(page.status).toBe(422);
    expect(page.text).toContain('This window did not ask for a code');
    const asking = await site.http
      .post(paths.mailStatus(letter.address))
      .type('form')
      .send({ ticket: forge(ticket) });
    expect(asking.status).toBe(422);
  });
});

test('a program hears in JSON what is wrong with a code', async () => {
  const { ticket, code } = await ask();
  const answer = await site.http
    .post(paths.collectPass('answer-us'))
    .send({ ticket, code: wrong(code), blinded: 'AA' });
  expect(answer.status).toBe(422);
  expect(answer.type).toBe('application/problem+json');
  expect(answer.body).toMatchObject({ type: 'about:blank', status: 422 });
});

test('the addresses of the steps lead back to the first when they are opened by hand', async () => {
  for (const path of [paths.askCode, paths.mailStatus, paths.collectPass]) {
    const answer = await site.http.get(path('answer-us'));
    expect([answer.status, answer.headers['location']]).toEqual([303, paths.sign('answer-us')]);
  }
});

test('a ticket dies with the program that issued it', async () => {
  const { ticket, code } = await ask();
  await site.end('keep the folder');
  site = await openSite({ folder: site.folder, seed: 'the second start' });
  const page = await type(ticket, code);
  expect(page.status).toBe(422);
  expect(page.text).toContain('our server has been restarted since');
});
