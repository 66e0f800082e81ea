import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import { shortId } from '../../src/protocol/checkpoint.ts';
import { writePass } from '../../src/protocol/pass.ts';
import { newWindow, openBrowser, press, whatIsStored } from '../support/browser.ts';
import { onScreen, pressOn } from '../support/client-screens.ts';
import { findOnDisk } from '../support/disk.ts';
import { letterFile } from '../support/letters.ts';
import { type ListeningSite, openListeningSite } from '../support/listening-site.ts';
import { anonymous, collectBlinded, collectPass, colleaguesSign, jsonPost } from '../support/people.ts';
import { type Overheard, type Watched, overhear, secretsOf, watchedPage } from '../support/overheard.ts';
import { chromium } from '../support/say-what-is-skipped.ts';

const AT_ONCE = 'Whoever watches the page then sees one signature fewer at this minute';

describe.skipIf(!chromium)('Maya changes her mind, and the pass stays in her browser', () => {
  let browser: Browser;
  let site: ListeningSite;
  let letter: PublishedLetter;
  let page: Page;
  let pass: string;
  let posts: Watched['posts'];
  let heard: Overheard;

  beforeAll(async () => {
    [browser, site] = await Promise.all([openBrowser(), openListeningSite()]);
    letter = await site.publish(letterFile());
    await site.publish(letterFile({ slug: 'another' }));
    pass = await newPass('maya');
    await colleaguesSign(site, letter, 9);
    await site.rounds.go(site.world.now());
    heard = overhear(site.server);
  });

  afterAll(async () => {
    await browser.close();
    await site.end();
  });

  beforeEach(async () => {
    ({ page, posts } = await watchedPage(await newWindow(browser)));
    site.pass(60_000);
  });

  /** A colleague's pass, made blindly, which has signed with a name. */
  async function newPass(name: string): Promise<string> {
    const made = await collectBlinded(site, letter, `${name}@halden.example`);
    const fields = { ...anonymous, shown: 'named' as const, name: `${name} Lind`, comment: 'So we say.', pledges: [1] };
    await site.http
      .post(paths.signatures('answer-us'))
      .send(await jsonPost(letter, made, fields))
      .expect(201);
    return writePass(made);
  }

  async function open(fragment = '', slug = 'answer-us'): Promise<void> {
    await page.goto(site.origin + paths.change(slug) + fragment);
  }

  async function show(text = pass): Promise<void> {
    await onScreen(page, 'Change or withdraw');
    await page.getByRole('textbox', { name: 'Your pass' }).fill(text);
    await pressOn(page, 'Show my signature');
  }

  const total = async () => (await site.board.published(letter)).totals.total;

  test('she sees her words, changes them, and they are erased at once', async () => {
    await open(`#${shortId(letter.publicId)}`);
    await show();
    await onScreen(page, 'Change your signature');
    expect(await page.getByText('It stands under the letter.').isVisible()).toBe(true);
    expect(await page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('maya Lind');
    expect(await page.getByRole('checkbox', { name: 'I will consider leaving.' }).isChecked()).toBe(true);
    await page.getByRole('textbox', { name: 'Name' }).fill(' ');
    await pressOn(page, 'Change my signature');
    await page.getByText('Please give the name to show.').waitFor();
    await page.getByRole('radio', { name: 'Anonymously' }).check();
    await page.getByRole('textbox', { name: 'A comment' }).fill('');
    await pressOn(page, 'Change my signature');
    await page.getByText('Your signature is changed.').waitFor();
    expect(findOnDisk(site.folder, ['maya Lind', 'So we say.'])).toEqual([]);
    expect(await whatIsStored(page)).toEqual([]);
    const allowed = ['pk proof', 'pk seq kind commit prefix sig esig salt fields'];
    for (const post of posts()) {
      expect(allowed).toContain(Object.keys(post.postDataJSON() as object).join(' '));
      const headers = await post.allHeaders();
      expect([headers['cookie'], headers['referer']]).toEqual([undefined, undefined]);
    }
  });

  test('an answer that got lost: she sends it again, and it is one change', async () => {
    const mila = await newPass('mila');
    let lost = 0;
    await page.route(`**${paths.signatures('answer-us')}`, async (route) => {
      await route.fetch();
      if (lost++ === 0) return route.abort();
      await route.continue();
    });
    await open();
    await show(mila);
    await page.getByRole('radio', { name: 'Anonymously' }).check();
    await pressOn(page, 'Change my signature');
    await page.getByText('The connection broke. Nothing is lost: try again.').waitFor();
    await pressOn(page, 'Change my signature');
    await page.getByText('Your signature is changed.').waitFor();
    const bodies = posts().flatMap((post) => {
      const { seq } = post.postDataJSON() as { seq?: number };
      return seq === undefined ? [] : [seq];
    });
    expect(bodies).toEqual([1, 1]);
  });

  test('she reads what withdrawing at once reveals before she can choose it, and withdraws', async () => {
    await open();
    await show();
    await pressOn(page, 'Withdraw it instead');
    await onScreen(page, 'Withdraw your signature');
    expect(await page.getByText(AT_ONCE).isVisible()).toBe(true);
    expect(await page.getByRole('radio', { name: 'At the next release' }).isChecked()).toBe(true);
    await page.getByRole('radio', { name: 'At once' }).check();
    expect(await total()).toBe(10);
    await pressOn(page, 'Withdraw my signature');
    await page.getByText('the number has changed already').waitFor();
    expect(await total()).toBe(9);
    await open();
    await show();
    await page.getByText('This signature was withdrawn.').waitFor();
  });

  test('a signature that waits is withdrawn without a choice, for nobody has seen it', async () => {
    const mona = await newPass('mona');
    await open();
    await show(mona);
    await page.getByText('It waits for the next release.').waitFor();
    await pressOn(page, 'Withdraw it instead');
    expect(await page.getByText(AT_ONCE).isVisible()).toBe(false);
    await pressOn(page, 'Back');
    await onScreen(page, 'Change your signature');
    await pressOn(page, 'Withdraw it instead');
    await pressOn(page, 'Withdraw my signature');
    await page.getByText('with others, so that the time does not point at you').waitFor();
  });

  test('what is no pass of this letter, or has not signed, is told so; only the last asks the server', async () => {
    const foreign = await collectBlinded(site, (await site.shelf.byAddress('another'))!, 'maya@halden.example');
    const unused = await collectBlinded(site, letter, 'unused@halden.example');
    await open();
    await show(pass.slice(0, -1));
    await page.getByText('This is not a whole pass.').waitFor();
    await show(await writePass(foreign));
    await page.getByText('This pass belongs to another letter.').waitFor();
    expect(posts()).toEqual([]);
    await show(await writePass(unused));
    await page.getByText('This pass has not signed.').waitFor();
    expect(posts()).toHaveLength(1);
  });

  test('a page that is not of the letter that her link pins takes no pass', async () => {
    await open(`#${shortId(letter.publicId)}`, 'another');
    await onScreen(page, 'Do not use your pass here');
    expect(await page.locator('form:visible, textarea:visible').count()).toBe(0);
  });

  test('the letter hands its pin on', async () => {
    await page.goto(`${site.origin}${paths.letter('answer-us')}#${shortId(letter.publicId)}`);
    await press(page, 'change or withdraw your signature');
    expect(page.url()).toBe(`${site.origin}${paths.change('answer-us')}#${shortId(letter.publicId)}`);
  });

  test('in all of that the server heard no pass and no secret; by the form it hears the pass, as the page says', async () => {
    expect(heard.size()).toBeGreaterThan(0);
    expect(heard.formsOf(await secretsOf(pass, letter))).toEqual([]);
    const shown = await collectPass(site, letter, 'form@halden.example');
    const without = await (await newWindow(browser, { javaScriptEnabled: false })).newPage();
    await without.goto(site.origin + paths.change('answer-us'));
    await without.getByRole('textbox', { name: 'Your pass' }).fill(shown);
    await press(without, 'Show my signature');
    expect(heard.formsOf(await secretsOf(shown, letter)), 'and a pass would have been found').not.toEqual([]);
  });
});
