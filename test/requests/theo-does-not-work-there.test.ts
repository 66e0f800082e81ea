import Handlebars from 'handlebars';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { paths } from '../../src/paths.ts';
import { letterFile } from '../support/letters.ts';
import { askForCode, codeIn } from '../support/people.ts';
import { type TestSite, openSite } from '../support/site.ts';

const { escapeExpression } = Handlebars;
let site: TestSite;

beforeAll(async () => {
  site = await openSite();
  await site.publish(letterFile({ employers: '[{name: Halden, domains: [halden.example, bücher.example]}]' }));
});
afterAll(() => site.end());

const ask = (mailbox: string) => site.http.post(paths.askCode('answer-us')).type('form').send({ mailbox });
const mailTo = async (mailbox: string) => {
  await site.mailIsSent();
  return site.mailbox.mails().filter(({ to }) => to.includes(mailbox));
};

describe('Theo is told where a mailbox must be, and nothing is mailed', () => {
  test.each([
    'theo@elsewhere.example',
    'theo@evilhalden.example',
    'theo@halden.example.evil.net',
    'theo@example',
    'theo@halden-example.net',
    'theo@xn--bcher-kva.example.net',
  ])('%s is at another domain', async (mailbox) => {
    const page = await ask(mailbox);
    expect(page.status).toBe(422);
    expect(page.text).toContain(`value="${mailbox}"`);
    expect(page.text).toMatch(
      /Only mailboxes at halden\.example, bücher\.example \(xn--bcher-kva\.example\) can|not a mail address/,
    );
    expect(await mailTo('theo')).toEqual([]);
  });

  test.each([
    ...['theo', '@halden.example', 'theo@', 'theo@halden', 'theo@@halden.example', 'the o@halden.example', ''],
    ...['theo@halden.example@halden.example', '"theo"@halden.example', 'theo,maya@halden.example'],
    ...['theo@halden.example, maya@halden.example', '<theo@halden.example>', 'théo@halden.example', '+@halden.example'],
    ...['theo@halden.example/x', 'theo@halden.example?x', 'theo@halden.example#x', 'theo@halden.example:25'],
    ...['theo@halden%2Eexample', 'theo@.halden.example', 'theo@x..halden.example', 'theo@-x.halden.example'],
    ...['theo@[127.0.0.1]', `${'t'.repeat(65)}@halden.example`, `theo@${'a.'.repeat(125)}halden.example`],
    ...['theo\u0007@halden.example', 'theo@halden.example\r\nBcc: pat@halden.example', 'theo\u202e@halden.example'],
  ])('%j is no address', async (mailbox) => {
    const page = await ask(mailbox);
    expect(page.status).toBe(422);
    expect(page.text).toContain('This is not a mail address that we can write to.');
    expect(page.text).toContain('<title>Error: ');
    expect(page.text).toContain('aria-invalid="true"');
    expect(page.text).toContain(`value="${escapeExpression(mailbox)}"`);
    expect(await mailTo('theo')).toEqual([]);
  });

  test.each(['hr', 'info', 'all', 'noreply', 'security', 'legal', 'HR', 'hr+maya', 'postmaster', 'team'])(
    '%s is read by several people',
    async (name) => {
      const page = await ask(`${name}@halden.example`);
      expect(page.status).toBe(422);
      expect(page.text).toContain('Several people may read this mailbox');
      expect(await mailTo(name.toLowerCase())).toEqual([]);
    },
  );
});

describe('a program that asks for Theo', () => {
  test.each([
    ['theo@elsewhere.example', 'Only mailboxes at halden.example'],
    ['theo', 'This is not a mail address'],
    ['hr@halden.example', 'Several people may read'],
  ])('hears in JSON why %s cannot be used', async (mailbox, words) => {
    const answer = await site.http.post(paths.askCode('answer-us')).send({ mailbox });
    expect(answer.status).toBe(422);
    expect(answer.type).toBe('application/problem+json');
    expect(answer.body).toMatchObject({ status: 422, title: 'This mailbox cannot be used' });
    expect((answer.body as { detail: string }).detail).toContain(words);
  });
});

describe('Maya, who does work there, gets her code', () => {
  beforeEach(() => site.pass(86_400_000));

  test.each([
    ['maya.a@halden.example', 'maya.a@halden.example'],
    ['Maya.B@HALDEN.example', 'maya.b@halden.example'],
    [' maya.c@halden.example ', 'maya.c@halden.example'],
    ['maya.d+letters@halden.example', 'maya.d@halden.example'],
    ['maya.e@berlin.halden.example', 'maya.e@berlin.halden.example'],
    ['maya.f@halden.example.', 'maya.f@halden.example'],
    ['maya.g@halden。example', 'maya.g@halden.example'],
    ["maya.o'hara@halden.example", "maya.o'hara@halden.example"],
    ['maya@bücher.example', 'maya@xn--bcher-kva.example'],
  ])('%j reaches %s', async (typed, mailbox) => {
    const letter = (await site.shelf.byAddress('answer-us'))!;
    const ticket = await askForCode(site, letter, typed);
    await site.mailIsSent();
    expect(ticket).toMatch(/^[\w-]{100,}$/);
    expect(codeIn(site, mailbox)).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/);
  });
});
