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
import { collectBlinded } from '../support/people.ts';
import { type Overheard, type Watched, overhear, secretsOf, watchedPage } from '../support/overheard.ts';
import { chromium } from '../support/say-what-is-skipped.ts';

describe.skipIf(!chromium)('Maya signs on another day, and the pass stays in her browser', () => {
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

  /** A colleague's pass, made blindly and kept. */
  const newPass = async (name: string): Promise<string> =>
    writePass(await collectBlinded(site, letter, `${name}@halden.example`));

  async function open(fragment = '', slug = 'answer-us'): Promise<void> {
    await page.goto(site.origin + paths.writeSignature(slug) + fragment);
  }

  async function write(text: string): Promise<void> {
    await page.getByText('Your pass stays in this browser').waitFor();
    await page.getByRole('textbox', { name: 'Your pass' }).fill(text);
    await pressOn(page, 'Look at it before signing');
  }

  test('she forgets her name, mends it, looks at it, and is counted with the words that she saw', async () => {
    await open(`#${shortId(letter.publicId)}`);
    await page.getByRole('radio', { name: 'With my name' }).check();
    await page.getByRole('textbox', { name: 'Role' }).fill('Engineer');
    await page.getByRole('checkbox', { name: 'I will consider leaving.' }).check();
    await write(`\n ${pass.slice(0, 300)}\n${pass.slice(300)} `);
    await page.getByText('Please give the name to show.').waitFor();
    await page.getByRole('textbox', { name: 'Name' }).fill('Maia');
    await pressOn(page, 'Look at it before signing');
    await onScreen(page, 'How it will appear');
    await pressOn(page, 'Change it');
    await page.getByRole('textbox', { name: 'Name' }).fill('Maya Lind');
    await pressOn(page, 'Look at it before signing');
    expect((await page.locator('.appearance').innerText()).trim()).toBe('Maya Lind, Engineer');
    expect(await page.getByRole('listitem').filter({ hasText: 'I will consider leaving.' }).isVisible()).toBe(true);
    expect(posts()).toEqual([]);
    await pressOn(page, 'Sign the letter');
    await onScreen(page, 'You have signed');
    expect(await page.getByText('together with those of at least 9 others').isVisible()).toBe(true);
    expect(JSON.parse((await page.locator('[data-receipt]').textContent())!)).toHaveProperty('leaf');
    expect(findOnDisk(site.folder, ['Maya Lind']), 'it arrived').not.toEqual([]);
  });

  test('what she sends is a signature without cookie or referrer, and nothing stays in the browser', async () => {
    const mila = await newPass('mila');
    await open();
    await write(mila);
    expect(await page.getByText('Nothing about you is shown.').isVisible()).toBe(true);
    await pressOn(page, 'Sign the letter');
    await onScreen(page, 'You have signed');
    const [post, ...more] = posts();
    expect(more).toEqual([]);
    expect(Object.keys(post!.postDataJSON() as object).join(' ')).toBe(
      'pk seq kind commit prefix sig esig salt fields',
    );
    const headers = await post!.allHeaders();
    expect([headers['cookie'], headers['referer']]).toEqual([undefined, undefined]);
    expect(await whatIsStored(page)).toEqual([]);
    expect(await page.locator('textarea[name=pass]').inputValue()).toBe('');
    expect(heard.formsOf(await secretsOf(mila, letter))).toEqual([]);
  });

  test('an answer that got lost: she sends it again, and it is one signature', async () => {
    const mona = await newPass('mona');
    let lost = 0;
    await page.route(`**${paths.signatures('answer-us')}`, async (route) => {
      await route.fetch();
      if (lost++ === 0) return route.abort();
      await route.continue();
    });
    await open();
    await write(mona);
    await pressOn(page, 'Sign the letter');
    await page.getByText('The connection broke. Nothing is lost: try again.').waitFor();
    await pressOn(page, 'Sign the letter');
    await onScreen(page, 'You have signed');
    const [first, second] = posts().map((post) => post.postData());
    expect(second).toBe(first);
  });

  test('a pass that has signed with other words is told so, and may go back', async () => {
    await open();
    await write(pass);
    await pressOn(page, 'Sign the letter');
    await page.getByText('This pass has already signed this letter, with other words.').waitFor();
    await pressOn(page, 'Change it');
    await onScreen(page, 'Your signature');
  });

  test('what is no pass of this letter is told so, and nothing is sent', async () => {
    const foreign = await collectBlinded(site, (await site.shelf.byAddress('another'))!, 'maya@halden.example');
    await open();
    await write(pass.slice(0, -1));
    await page.getByText('This is not a whole pass.').waitFor();
    await write(await writePass(foreign));
    await page.getByText('This pass belongs to another letter.').waitFor();
    expect(posts()).toEqual([]);
  });

  test('a page that is not of the letter that her link pins takes no pass', async () => {
    await open(`#${shortId(letter.publicId)}`, 'another');
    await onScreen(page, 'Do not use your pass here');
    expect(await page.locator('form:visible, textarea:visible').count()).toBe(0);
  });

  test('the page that asks for a code hands its pin on', async () => {
    await page.goto(`${site.origin}${paths.sign('answer-us')}#${shortId(letter.publicId)}`);
    await onScreen(page, 'Your signature');
    await press(page, 'Sign with it');
    expect(page.url()).toBe(`${site.origin}${paths.writeSignature('answer-us')}#${shortId(letter.publicId)}`);
  });

  test('in all of that the server heard no pass and no secret; by the form it hears the pass, as the page says', async () => {
    expect(heard.size()).toBeGreaterThan(0);
    expect(heard.formsOf(await secretsOf(pass, letter))).toEqual([]);
    const shown = await newPass('form');
    const without = await (await newWindow(browser, { javaScriptEnabled: false })).newPage();
    await without.goto(site.origin + paths.writeSignature('answer-us'));
    expect(await without.getByText('Your pass stays in this browser').isVisible()).toBe(false);
    expect(await without.getByText('Our server works with the pass for you').isVisible()).toBe(true);
    await without.getByRole('textbox', { name: 'Your pass' }).fill(shown);
    await press(without, 'Look at it before signing');
    await press(without, 'Sign the letter');
    expect(await without.locator('h1').innerText()).toBe('You have signed');
    expect(heard.formsOf(await secretsOf(shown, letter)), 'and a pass would have been found').not.toEqual([]);
  });
});
