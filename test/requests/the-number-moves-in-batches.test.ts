import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import { letterFile } from '../support/letters.ts';
import { collectPass, colleaguesSign, signByForm } from '../support/people.ts';
import { type TestSite, openSite } from '../support/site.ts';

interface Count {
  total: number;
  employers: Record<string, number>;
  supporters: number;
  asOf: string;
}

let site: TestSite;
const count = async (slug = 'answer-us') => (await site.http.get(paths.apiLetter(slug))).body as Count;
const total = async (slug?: string) => (await count(slug)).total;
const round = () => site.rounds.go(site.world.now());
/** Everything that the public reads of a letter. */
const everything = async (slug: string) => {
  const pages = [paths.home(), paths.letter(slug), paths.signatures(slug), paths.apiLetters(), paths.apiLetter(slug)];
  return Promise.all(pages.map(async (path) => (await site.http.get(path)).text));
};
const TWO = '[{name: Halden, domains: [halden.example]}, {name: Orrisk, domains: [orrisk.example]}]';

describe('a letter that releases ten at a time, every two minutes', () => {
  let letter: PublishedLetter;
  beforeAll(async () => {
    site = await openSite();
    letter = await site.publish(letterFile());
  });
  afterAll(() => site.end());

  test('shows nothing of nine, however long they wait', async () => {
    const before = await everything('answer-us');
    for (let i = 0; i < 9; i++) {
      await signByForm(site, letter, await collectPass(site, letter, `maya${i}@halden.example`), {
        ...{ shown: 'named', name: `Maya ${i}`, comment: 'Please answer.', pledges: '0' },
      });
      await round();
    }
    site.pass(30 * 86_400_000);
    await round();
    expect(await everything('answer-us')).toEqual(before);
  });

  test('shows ten at the tenth, and when that was', async () => {
    const ten = site.world.now();
    await colleaguesSign(site, letter, 1, 'tenth');
    await round();
    expect(await count()).toMatchObject({ total: 10, employers: { Halden: 10 }, supporters: 0 });
    expect((await count()).asOf).toBe(new Date(ten).toISOString());
    const page = (await site.http.get(paths.letter('answer-us'))).text;
    for (let i = 0; i < 9; i++) expect(page).toContain(`Maya ${i}`);
    // nine of ten would say of each that it is likely
    expect(page).toContain('<li><span lang="en" dir="ltr">I will not work on this.</span></li>');
    expect(page).toContain('1 employee who prefers not to be named');
  });

  test('shows them in an order that has nothing to do with who came first', async () => {
    const page = (await site.http.get(paths.signatures('answer-us'))).text;
    const order = [...page.matchAll(/Maya (\d)</g)].map((match) => Number(match[1]));
    expect(order.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(order).not.toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });

  test('waits for two minutes after that, though there are ten more', async () => {
    await colleaguesSign(site, letter, 10, 'second');
    site.pass(119_000);
    await round();
    expect(await total()).toBe(10);
    site.pass(1_000);
    await round();
    expect(await total()).toBe(20);
  });

  test('waits for ten more after that, though two minutes are over', async () => {
    await colleaguesSign(site, letter, 9, 'third');
    site.pass(3_600_000);
    await round();
    expect(await total()).toBe(20);
    await colleaguesSign(site, letter, 1, 'last');
    await round();
    expect(await total()).toBe(30);
    await colleaguesSign(site, letter, 1, 'fourth');
    await round();
    expect(await total()).toBe(30);
  });

  test('tells each signatory of the rule and not of the others', async () => {
    const pages = [];
    for (const name of ['ines', 'jonas']) {
      const page = await signByForm(site, letter, await collectPass(site, letter, `${name}@halden.example`));
      pages.push(page.text.replaceAll(/<textarea[^]*?<\/textarea>|href="data:[^"]*"/g, ''));
    }
    expect(pages[0]).toContain('Together with those of at least 9 others');
    expect(pages[1]).toBe(pages[0]);
  });

  test('goes on where it stood after a stop, and loses nobody who waited', async () => {
    const before = await everything('answer-us');
    await site.end('keep the folder');
    const now = site.world.now();
    site = await openSite({ folder: site.folder, seed: 'the second start' });
    site.pass(now - site.world.now());
    expect(await everything('answer-us')).toEqual(before);
    await colleaguesSign(site, letter, 7, 'fifth');
    site.pass(120_000);
    await round();
    expect(await total()).toBe(40);
  });
});

describe('other letters', () => {
  beforeEach(async () => {
    site = await openSite();
  });
  afterEach(() => site.end());

  test('where all sign with their names, each is counted at once', async () => {
    const letter = await site.publish(letterFile({ shown: '[named]', release: '{min: 1, every: 0}' }));
    for (let i = 1; i <= 3; i++) {
      const pass = await collectPass(site, letter, `maya${i}@halden.example`);
      const page = await signByForm(site, letter, pass, { shown: 'named', name: `Maya ${i}` });
      expect(page.text).toContain('At once: everybody signs this letter with their name');
      await expect.poll(() => total()).toBe(i);
      expect((await site.http.get(paths.letter('answer-us'))).text).toContain(`Maya ${i}`);
    }
  });

  test('where all sign with their names, a file that names no pause makes none', async () => {
    const letter = await site.publish(letterFile({ shown: '[named]', release: '{min: 1}' }));
    expect(letter.release).toEqual({ min: 1, every: 0 });
  });

  test('where all sign with their names, the pause that the file names lies between releases', async () => {
    const letter = await site.publish(letterFile({ shown: '[named]', release: '{min: 1, every: 3600}' }));
    const at = () => count().then(({ asOf }) => asOf);
    const sign = async (name: string) => {
      const pass = await collectPass(site, letter, `${name}@halden.example`);
      const page = await signByForm(site, letter, pass, { shown: 'named', name });
      await round();
      return { pass, page: page.text };
    };
    const first = await sign('maya');
    expect(first.page).toContain('At once: everybody signs this letter with their name');
    const published = await at();
    expect(await total()).toBe(1);

    site.pass(1_000);
    const second = await sign('nadia');
    expect(second.page).toMatch(/Not before <time[^>]*>[^<]+<\/time>: everybody signs this letter with their name/);
    expect(second.page).not.toContain('At once:');
    // a change waits for the same instant as a new signature
    const change = { pass: first.pass, shown: 'named', name: 'Maya Lind' };
    await site.http.post(paths.changeWords('answer-us')).type('form').send(change).expect(200);
    site.pass(3_598_000);
    await round();
    expect([await total(), await at()]).toEqual([1, published]);
    site.pass(1_000);
    await round();
    expect(await total()).toBe(2);
    expect((await site.http.get(paths.letter('answer-us'))).text).toContain('Maya Lind');

    const again = await signByForm(site, letter, second.pass, { shown: 'named', name: 'nadia' });
    expect(again.text).toContain('It is counted.');
    expect(again.text).not.toContain('Not before');
    const writing = (await site.http.get(paths.writeSignature('answer-us'))).text;
    expect(writing).toContain('1 hour');
    expect(writing).not.toContain('It is counted at once.');
  });

  test('across two employers are not split until each has grown by enough to point at nobody', async () => {
    const letter = await site.publish(letterFile({ employers: TWO }));
    const sign = async (employer: number, people: number, name: string) => {
      for (let i = 0; i < people; i++) {
        const pass = await collectPass(site, letter, `${name}${i}@halden.example`);
        await signByForm(site, letter, pass, { shown: 'anonymous', employer: String(employer) });
      }
      site.pass(120_000);
      await round();
      const { total: all, employers } = await count();
      return [all, employers];
    };
    const page = async () => (await site.http.get(paths.letter('answer-us'))).text;

    expect(await sign(0, 10, 'a')).toEqual([10, {}]);
    expect(await page()).toContain('shown when enough have signed');
    expect(await sign(1, 9, 'b')).toEqual([10, {}]);
    expect(await sign(1, 1, 'c')).toEqual([20, { Halden: 10, Orrisk: 10 }]);
    expect(await page()).toMatch(/Orrisk<\/(?:span|bdi)>\s*<strong[^>]*>10</);
    // the total grows; the split stays, for its difference would point at Halden's people alone
    expect(await sign(0, 10, 'd')).toEqual([30, { Halden: 10, Orrisk: 10 }]);
    expect(await sign(1, 10, 'e')).toEqual([40, { Halden: 20, Orrisk: 20 }]);
  });

  test('that gather hide their number from everybody, also from whoever has the link', async () => {
    const letter = await site.publish(letterFile({ status: 'gathering' }));
    expect(letter.address).toMatch(/^answer-us-[0-9a-hjkmnp-tv-z]{25}$/);
    await colleaguesSign(site, letter, 10);
    await round();
    const page = await site.http.get(paths.letter(letter.address));
    expect(page.status).toBe(200);
    expect(page.text).not.toContain('data-total');
    expect(page.text).not.toMatch(/\b10\b/);
    expect((await site.http.get(paths.apiLetter(letter.address))).status).toBe(404);
    expect((await site.http.get(paths.live(letter.address))).status).toBe(404);
    expect((await site.http.get(paths.signatures(letter.address))).text).not.toMatch(/\b10\b/);
    expect((await site.http.get(paths.home())).text).not.toContain('Answer us');
    expect((await site.http.get(paths.letter('answer-us'))).status).toBe(404);
  });
});
