import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { paths } from '../../src/paths.ts';
import { letterFile } from '../support/letters.ts';
import { type TestSite, openSite } from '../support/site.ts';

const MAYA = 'maya@halden.example';

let site: TestSite;

beforeAll(async () => {
  site = await openSite();
  await site.publish(letterFile());
});
afterAll(() => site.end());

const send = (path: string, fields: object) => site.http.post(path).type('form').send(fields);

/** Somebody in her office asks for the same thing until the site says that it is too much. */
async function crowd(path: string): Promise<void> {
  for (let i = 0; i < 700; i++) if ((await send(path, {})).status === 429) return;
  throw new Error('the site took it all');
}

const attributes = (tag: string): Record<string, string> =>
  Object.fromEntries(
    Array.from(tag.matchAll(/([a-z]+)="([^"]*)"/g), ([, name, value]): [string, string] => [
      name!,
      value!.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&#x27;', "'"),
    ]),
  );

/** The one form of a page, as a browser would send it. */
function formIn(html: string): { action: string; fields: [string, string][] } {
  const [, tag = '', inside = ''] = /<form ([^>]*)>([^]*?)<\/form>/.exec(html) ?? [];
  const fields = Array.from(inside.matchAll(/<input ([^>]*)>/g), ([, input]) => attributes(input!));
  return { action: attributes(tag)['action'] ?? '', fields: fields.map(({ name, value }) => [name!, value!]) };
}

describe('whoever is told to come back', () => {
  test('keeps the mailbox that she typed, in a form to send again, and nowhere else', async () => {
    await crowd(paths.mailStatus('answer-us'));
    const answer = await send(paths.askCode('answer-us'), { mailbox: MAYA, blinded: '' });
    expect([answer.status, answer.headers['retry-after'], answer.headers['cache-control']]).toEqual([
      429,
      '60',
      'no-store',
    ]);
    expect(formIn(answer.text)).toEqual({
      action: paths.askCode('answer-us'),
      fields: [
        ['mailbox', MAYA],
        ['blinded', ''],
      ],
    });
    expect(answer.text).toContain('What you typed is kept on this page');
    expect(site.log() + JSON.stringify(answer.headers)).not.toContain(MAYA);
  });

  test('sends it to the page in her language, which says so too', async () => {
    const { text } = await send(`/de${paths.askCode('answer-us')}`, { mailbox: MAYA });
    expect(formIn(text).action).toBe(`/de${paths.askCode('answer-us')}`);
    expect(text).toContain('ist auf dieser Seite aufbewahrt');
  });

  test('keeps all of her signature, whatever is in it', async () => {
    const comment = 'One "line"\nand <b>another</b>';
    const typed = { pass: 'pass1_x', shown: 'named', name: "Maya O'Lind", comment, pledges: ['0', '1'] };
    await crowd(paths.signatures('answer-us'));
    const answer = await send(paths.signatures('answer-us'), typed);
    expect(answer.status).toBe(429);
    expect(answer.text).not.toContain('<b>another');
    expect(formIn(answer.text).fields).toEqual([
      ['pass', 'pass1_x'],
      ['shown', 'named'],
      ['name', "Maya O'Lind"],
      ['comment', comment],
      ['pledges', '0'],
      ['pledges', '1'],
    ]);
  });

  test('keeps the address with which an organizer signs in', async () => {
    await crowd(paths.signInCode());
    const answer = await send(paths.signInCode(), { email: 'ada@union.example', next: '/organize/letters' });
    expect(answer.status).toBe(429);
    expect(formIn(answer.text)).toEqual({
      action: paths.signInCode(),
      fields: [
        ['email', 'ada@union.example'],
        ['next', '/organize/letters'],
      ],
    });
  });

  test('as a program is told so, and given nothing back', async () => {
    const answer = await site.http.post(paths.askCode('answer-us')).send({ mailbox: MAYA });
    expect([answer.status, answer.headers['content-type']]).toEqual([429, 'application/problem+json; charset=utf-8']);
    expect(answer.text).not.toContain(MAYA);
  });
});

test('whoever is refused for good, or from another site, is shown no form', async () => {
  const foreign = await site.http
    .post(paths.askCode('answer-us'))
    .set('Sec-Fetch-Site', 'cross-site')
    .type('form')
    .send({ mailbox: MAYA });
  expect([foreign.status, foreign.text.includes('<form'), foreign.text.includes(MAYA)]).toEqual([403, false, false]);
  const lost = await send('/nowhere', { mailbox: MAYA });
  expect([lost.status, lost.text.includes('<form'), lost.text.includes(MAYA)]).toEqual([404, false, false]);
});
