import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import { shortId } from '../../src/protocol/checkpoint.ts';
import * as schemas from '../../src/reading/api/schemas.ts';
import { letterFile } from '../support/letters.ts';
import { askForCode, codeIn, collectBlinded, jsonPost, signByForm } from '../support/people.ts';
import { type TestSite, openSite } from '../support/site.ts';

let site: TestSite;
let letter: PublishedLetter;
let supporters: PublishedLetter;

const PLEDGE = 'I will move my projects elsewhere.';
const ask = (mailbox: string) => site.http.post(paths.askCode(supporters.address)).type('form').send({ mailbox });
const numbers = async () =>
  (await site.http.get(paths.apiLetter('answer-us'))).body as { total: number; supporters: number };
const round = () => site.rounds.go(site.world.now());

beforeAll(async () => {
  site = await openSite();
  letter = await site.publish(letterFile({ supporters: `{pledges: ["${PLEDGE}"]}` }));
  supporters = (await site.shelf.byAddress('answer-us.supporters'))!;
});
afterAll(() => site.end());

describe('Carla, a customer', () => {
  test('is asked for a mailbox of her own, in words that fit her', async () => {
    const page = (await site.http.get(paths.sign(supporters.address)).expect(200)).text;
    expect(page).toContain('<label for="mailbox">Your mailbox</label>');
    expect(page).toContain('Prove a mailbox');
    expect(page).toContain(`>${PLEDGE}</bdi></label>`);
    expect(page).toContain('it is not a number of people');
    // the descriptor in it is the letter's, which employees sign too
    const shown = page.replace(/data-descriptor="[^"]*"/, '');
    expect(shown).not.toMatch(/work (mailbox|address)|that you work there|What your employer|I will not work on this/);
    const tool = (await site.http.get(paths.signWithTool(supporters.address)).expect(200)).text;
    expect(tool).not.toMatch(/work mailbox/);
    expect(tool).toContain(`${paths.letter(supporters.address)}#${shortId(letter.publicId)}`);
  });

  test.each([['carla@gmail.com'], ['Carla+x@Posteo.de'], ['carla@small-shop.example']])(
    'signs with %s',
    async (mailbox) => {
      const ticket = await askForCode(site, supporters, mailbox);
      await site.mailIsSent();
      const code = codeIn(site, mailbox.toLowerCase().replace('+x', ''));
      const sent = { ticket, code };
      const page = await site.http.post(paths.collectPass(supporters.address)).type('form').send(sent).expect(200);
      const pass = /pass1_[\w-]+/.exec(page.text)![0];
      const fields = { shown: 'named', name: 'Carla', pledges: '0', comment: 'dropped' };
      expect((await signByForm(site, supporters, pass, fields)).status).toBe(201);
      expect((await signByForm(site, letter, pass)).status, 'the pass counts nowhere else').toBe(422);
    },
  );

  test('gets one pass for one mailbox', async () => {
    const ticket = await askForCode(site, supporters, 'CARLA+again@gmail.com');
    await site.mailIsSent();
    const sent = { ticket, code: codeIn(site, 'carla@gmail.com') };
    const again = await site.http.post(paths.collectPass(supporters.address)).type('form').send(sent);
    expect(again.status).toBe(409);
  });

  test.each([['hr@small-shop.example'], ['carla@127.0.0.1'], ['carla@localhost'], ['carla']])(
    'cannot use %s, and finds it in the field',
    async (mailbox) => {
      const answer = await ask(mailbox);
      expect(answer.status).toBe(422);
      expect(answer.text).toContain(`value="${mailbox}"`);
      expect(answer.text).not.toMatch(/work address/);
    },
  );
});

describe('Maya, who works there', () => {
  test.each([['maya@halden.example'], ['maya@lab.halden.example'], ['nobody-such@halden.example']])(
    'is shown the way of the employees, whether or not %s is somebody',
    async (mailbox) => {
      const mails = site.mailbox.mails().length;
      const answer = await ask(mailbox);
      expect(answer.status).toBe(422);
      expect(answer.text).toContain('signs as an employee, not as a supporter');
      expect(answer.text).toContain(`<a href="${paths.sign('answer-us')}">Sign as an employee</a>`);
      const json = await site.http.post(paths.askCode(supporters.address)).send({ mailbox });
      expect(json.status).toBe(422);
      await site.mailIsSent();
      expect(site.mailbox.mails()).toHaveLength(mails);
    },
  );

  test('has words for it only where they are about mailboxes like hers', async () => {
    const [one, other] = [await ask('maya@halden.example'), await ask('theo@halden.example')];
    expect(one.text.replaceAll('maya@', 'theo@')).toBe(other.text);
  });
});

describe('the number of the supporters', () => {
  test('moves in batches of its own, and moves nothing of the employees', async () => {
    for (let i = 0; i < 7; i++) {
      expect((await numbers()).supporters).toBe(0);
      const pass = await collectBlinded(site, supporters, `supporter${i}@mail${i}.example`);
      await site.http
        .post(paths.signatures(supporters.address))
        .send(await jsonPost(supporters, pass))
        .expect(201);
      if (i < 6) await round();
    }
    await round();
    expect(await numbers()).toMatchObject({ total: 0, supporters: 10 });
    const page = (await site.http.get(paths.letter('answer-us'))).text;
    expect(page).toContain('<strong data-total>0</strong>');
    expect(page).toMatch(/<strong data-supporters>10<\/strong> <span[^>]*>supporters</);
    expect(page).not.toContain('Carla');
    const names = (await site.http.get(paths.signatures(supporters.address))).text;
    expect(names.match(/Carla/g)).toHaveLength(3);
    expect(names).toContain('and 7 supporters who prefer not to be named');
    expect(/<main[^]*<\/main>/.exec(names)![0]).not.toMatch(/employee|colleague/);
    expect(names).toContain('<h1>Supporters</h1>');
  });

  test.each([
    ['in the interface for programs', paths.apiLetter],
    ['in the event stream', paths.live],
    ['in the feed', paths.feed],
  ])("stands beside the employees' %s, and nowhere in its place", async (_where, path) => {
    for (const method of ['get', 'head'] as const) {
      const answer = await site.http[method](path(supporters.address)).redirects(0);
      expect([answer.status, answer.headers['location']]).toEqual([302, path('answer-us')]);
      const isForAll = answer.headers['access-control-allow-origin'] === '*';
      expect(isForAll).toBe(path !== paths.live);
    }
  });

  test('stands beside the list of supporters, none of whom is called an employee', async () => {
    const { body, text } = await site.http.get(paths.apiSignatures(supporters.address)).expect(200);
    expect(schemas.signatures.strict().safeParse(body).error).toBeUndefined();
    expect(body).toMatchObject({ tally: 'supporters', totalOf: [], total: 10, anonymous: 7 });
    expect((body as { signatures: { employer: string }[] }).signatures.map(({ employer }) => employer)).toEqual([
      ...['', '', ''],
    ]);
    expect(text).not.toContain('Supporters');
    const table = (await site.http.get(paths.signaturesCsv(supporters.address)).expect(200)).text;
    expect(table.match(/Carla,,,named/g)).toHaveLength(3);
    expect(table).not.toContain('Supporters');
  });

  test('is checked by its own audit, which says what it cannot say', async () => {
    const page = (await site.http.get(paths.audit(supporters.address))).text;
    expect(page).toContain('How many people they are.');
    expect(page).not.toContain("the employer's own mail system");
    expect(page).toContain(`${paths.letter('answer-us')}#${shortId(letter.publicId)}`);
  });
});

test("the number of those whom colleagues vouched for stands beside the employees' too", async () => {
  await site.publish(letterFile({ slug: 'trusting', vouching: 'true' }));
  for (const path of [paths.apiLetter, paths.live]) {
    const answer = await site.http.get(path('trusting.vouched')).redirects(0);
    expect([answer.status, answer.headers['location']]).toEqual([302, path('trusting')]);
  }
  const { body } = await site.http.get(paths.apiSignatures('trusting.vouched')).expect(200);
  expect(body).toMatchObject({ tally: 'vouched', totalOf: ['Halden'], total: 0 });
});

test('where a letter has no supporters, its employees are all who can sign', async () => {
  const plain = await site.publish(letterFile({ slug: 'plain' }));
  expect((await site.http.get(paths.sign('plain.supporters'))).status).toBe(404);
  const answer = await site.http.post(paths.askCode('plain')).type('form').send({ mailbox: 'carla@gmail.com' });
  expect(answer.status).toBe(422);
  expect(answer.text).toContain('Only mailboxes at halden.example can sign this letter.');
  expect(plain.descriptor).not.toMatch(/"(supporters|vouched)"/);
});
