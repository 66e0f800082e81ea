import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import { letterFile } from '../support/letters.ts';
import { askForCode, collectPass } from '../support/people.ts';
import { type TestSite, openSite } from '../support/site.ts';

const DAY = 86_400_000;
const TITLE = 'Halt Zephyrine, and publish the Quixotic audit';

let site: TestSite;
let letter: PublishedLetter;

beforeAll(async () => {
  site = await openSite();
  letter = await site.publish(
    letterFile({
      title: TITLE,
      slug: 'zephyrine',
      from: 'Haldeners',
      to: '[{name: Pat Orsini, organization: Halden}]',
    }),
  );
});
afterAll(() => site.end());
beforeEach(() => site.pass(2 * DAY));

const mailsTo = (mailbox: string) => site.mailbox.mails().filter(({ to }) => to === mailbox);
async function ask(mailbox: string, at = letter): Promise<void> {
  await askForCode(site, at, mailbox);
  await site.mailIsSent();
}

describe('the mail', () => {
  test('holds a code and no link, and names neither letter nor cause nor anybody', async () => {
    await ask('maya@halden.example');
    const [mail] = mailsTo('maya@halden.example');
    expect(mail!.subject).toBe('Your code');
    for (const part of [mail!.text, mail!.html]) {
      expect(part).toMatch(/[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}/);
      expect(part).not.toMatch(/https?:|www\.|href|src=|url\(|localhost|@|\.example/i);
      const words = part.replace(/<[^>]*>/g, ' ');
      expect(words).not.toMatch(/sign|letter|petition|demand|undersigned|employe|colleague|pass\b/i);
      for (const word of wordsOf(letter)) expect(words.toLowerCase()).not.toContain(word);
    }
  });

  test('says the same in both its forms, but for the code', async () => {
    await ask('maya.one@halden.example');
    await ask('maya.two@halden.example');
    const [one, two] = [mailsTo('maya.one@halden.example')[0]!, mailsTo('maya.two@halden.example')[0]!];
    const without = (text: string) => text.replace(/[0-9A-Z]{5}-[0-9A-Z]{5}/, '');
    expect(without(one.text)).toBe(without(two.text));
    expect(without(one.html)).toBe(without(two.html));
    expect(one.text).not.toBe(two.text);
  });

  test('is of the same length for everybody, whatever letter it is for', async () => {
    const long = await site.publish(
      letterFile({ title: 'A very long title '.repeat(10), slug: 'long', status: 'gathering' }),
    );
    await ask('m@halden.example');
    await ask(`${'m'.repeat(60)}@eu.berlin.halden.example`, long);
    await collectPass(site, letter, 'collected@halden.example');
    site.pass(DAY);
    await ask('collected@halden.example');
    const lengths = site.mailbox
      .mails()
      .map(({ subject, text, html }) => [subject.length, text.length, html.length].join());
    expect(new Set(lengths).size).toBe(1);
  });
});

describe('a mailbox gets three mails a day', () => {
  test('however it is written and for whichever letter, and again the next day', async () => {
    const other = await site.publish(letterFile({ slug: 'another', title: 'Another' }));
    await ask('ines@halden.example');
    await ask('Ines+letters@HALDEN.example', other);
    await ask('INES@halden.example.');
    await ask('ines+again@halden.example', other);
    await ask('ines@halden.example');
    expect(mailsTo('ines@halden.example')).toHaveLength(3);
    site.pass(DAY - 60_000);
    await ask('ines@halden.example');
    expect(mailsTo('ines@halden.example')).toHaveLength(3);
    site.pass(60_000);
    await ask('ines@halden.example');
    expect(mailsTo('ines@halden.example')).toHaveLength(4);
  });

  test('and that does not take one from a colleague', async () => {
    for (let i = 0; i < 5; i++) await ask('jonas@halden.example');
    await ask('jonas.p@halden.example');
    await ask('jonas@eu.halden.example');
    expect(mailsTo('jonas.p@halden.example')).toHaveLength(1);
    expect(mailsTo('jonas@eu.halden.example')).toHaveLength(1);
  });
});

describe('whoever asks learns nothing of a mailbox', () => {
  /** What the window sees, with the ticket and the name of the mailbox made the same. */
  async function seen(mailbox: string, json: boolean): Promise<unknown> {
    const asking = site.http.post(paths.askCode('zephyrine'));
    const answer = await (json ? asking.send({ mailbox }) : asking.type('form').send({ mailbox }));
    await site.mailIsSent();
    const ticket = json
      ? (answer.body as { ticket: string }).ticket
      : /name="ticket" value="([^"]*)"/.exec(answer.text)![1]!;
    const fares = site.http.post(paths.mailStatus('zephyrine'));
    const status = await (json ? fares.send({ ticket }) : fares.type('form').send({ ticket }));
    return [answer, status].map(({ status: code, headers, text }) => ({
      code,
      headers: { ...headers, date: '' },
      text: text.replaceAll(ticket, 'T'.repeat(ticket.length)),
    }));
  }

  test.each([false, true])('whether it is new, has its pass, or had its mails for today (JSON: %s)', async (json) => {
    await collectPass(site, letter, `kofi.${json}@halden.example`);
    for (let i = 0; i < 4; i++) await ask(`greta.${json}@halden.example`);
    const mails = mailsTo(`greta.${json}@halden.example`).length;
    const fresh = await seen(`hana.${json}@halden.example`, json);
    expect(await seen(`kofi.${json}@halden.example`, json)).toEqual(fresh);
    expect(await seen(`greta.${json}@halden.example`, json)).toEqual(fresh);
    expect(await seen(`nobody.of.this.name.${json}@halden.example`, json)).toEqual(fresh);
    expect(mailsTo(`greta.${json}@halden.example`)).toHaveLength(mails);
    expect(JSON.stringify(fresh)).not.toContain('hana');
  });
});

/** Every longer word of the letter, its title, its address and its people. */
const wordsOf = ({ title, slug, body, from, to }: PublishedLetter): string[] =>
  [title, slug, body, from, JSON.stringify(to)]
    .join(' ')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word.length > 5 && !['please'].includes(word));
