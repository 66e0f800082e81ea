import type { Browser, BrowserContext, Page, Request } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { nodeEd25519 } from '../../src/ed25519.ts';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import { toBase64url } from '../../src/protocol/bytes.ts';
import { shortId } from '../../src/protocol/checkpoint.ts';
import { keySeed, readPass } from '../../src/protocol/pass.ts';
import { newWindow, openBrowser, press, whatIsStored } from '../support/browser.ts';
import {
  ALTERED,
  CODE,
  DONE,
  WRITE,
  askOnScreens,
  onScreen,
  pressOn,
  openClient,
  shownPass,
  signOnScreens,
  typeCode,
} from '../support/client-screens.ts';
import { letterFile } from '../support/letters.ts';
import { type ListeningSite, openListeningSite } from '../support/listening-site.ts';
import { type Overheard, type Watched, overhear, secretsOf, watchedPage } from '../support/overheard.ts';
import { chromium } from '../support/say-what-is-skipped.ts';

describe.skipIf(!chromium)('Maya signs, and her browser keeps the secret', () => {
  let browser: Browser;
  let site: ListeningSite;
  let letter: PublishedLetter;
  let window: BrowserContext;
  let page: Page;
  let posts: Watched['posts'];
  let heard: Overheard;

  beforeAll(async () => {
    [browser, site] = await Promise.all([openBrowser(), openListeningSite()]);
    heard = overhear(site.server);
    letter = await site.publish(letterFile());
    await site.publish(letterFile({ slug: 'another' }));
  });

  afterAll(async () => {
    await browser.close();
    await site.end();
  });

  beforeEach(async () => {
    window = await newWindow(browser);
    ({ page, posts } = await watchedPage(window));
    site.pass(60_000);
  });

  afterEach(() => window.close());

  const pathsOf = (requests: Request[]) => requests.map((request) => new URL(request.url()).pathname);
  const bodyOf = (request: Request) => request.postDataJSON() as Record<string, string>;
  const pin = () => `#${shortId(letter.publicId)}`;

  /** Hands the page out as somebody on the way would have it. */
  async function alterPage(alter: (html: string) => string): Promise<void> {
    await page.route(`**${paths.sign('answer-us')}`, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: alter(await response.text()) });
    });
  }

  async function isRefused(): Promise<void> {
    await onScreen(page, ALTERED);
    expect(await page.locator('form:visible, button:visible, input:visible').count()).toBe(0);
    expect(posts()).toEqual([]);
  }

  test('three requests leave it, without cookie and referrer, and in none of them is the pass or its secret', async () => {
    // a cookie of this host, as another program there might have set it
    await window.addCookies([{ name: 'other', value: 'program', url: site.origin }]);
    await openClient(site, page);
    const pass = await signOnScreens(site, page, 'maya@halden.example');

    const { askCode, collectPass, signatures } = paths;
    expect(pathsOf(posts())).toEqual([askCode, collectPass, signatures].map((path) => path('answer-us')));
    for (const post of posts()) {
      const headers = await post.allHeaders();
      expect([headers['cookie'], headers['referer']], post.url()).toEqual([undefined, undefined]);
      expect(new URL(post.url()).search).toBe('');
    }
    const [ask, collect, sign] = posts().map(bodyOf);
    expect([ask, collect, sign].map((body) => Object.keys(body!).join(' '))).toEqual([
      'mailbox',
      'ticket code blinded',
      'pk seq kind commit prefix sig esig salt fields',
    ]);
    const before = new Set([...Object.values(ask!), ...Object.values(collect!)]);
    expect(
      Object.values(sign!).filter((value) => before.has(value)),
      'in common',
    ).toEqual([]);

    const { secret, prefix } = (await readPass(pass))!;
    const seed = await keySeed(secret, letter.publicId);
    expect(heard.formsOf(await secretsOf(pass, letter))).toEqual([]);
    const pk = toBase64url(await nodeEd25519.publicKey(seed));
    expect(sign!['pk'], 'the key that anybody may see comes from that seed').toBe(pk);
    expect(heard.formsOf([Buffer.from(prefix), pk]), 'and what is sent would have been found').not.toEqual([]);
  });

  test('nothing of it stays in the browser, nor in the address', async () => {
    await openClient(site, page);
    await signOnScreens(site, page, 'mila@halden.example');
    expect(await whatIsStored(page)).toEqual([]);
    expect(await window.cookies()).toEqual([]);
    expect(page.url()).toBe(site.origin + paths.sign('answer-us'));
    await page.reload();
    await onScreen(page, WRITE);
    // a hint may say how a pass begins; no pass is there
    expect(await page.content()).not.toMatch(/pass1_[\w-]{8}/);
    expect(await page.locator('[data-pass]').inputValue()).toBe('');
    await page.evaluate(`sessionStorage.setItem('kept', 'pass')`);
    expect(await whatIsStored(page), 'something kept would be found').toEqual([1]);
  });

  test('she can take the pass today and sign on another day', async () => {
    await openClient(site, page);
    await page.getByRole('radio', { name: 'sign on another day' }).check();
    await typeCode(page, await askOnScreens(site, page, 'may@halden.example'), 'Get my pass');
    const pass = await shownPass(page);
    expect(await page.getByRole('status').innerText()).toContain('You have not signed yet.');
    expect(await page.getByText('Your receipt').isVisible()).toBe(false);
    expect(pathsOf(posts())).not.toContain(paths.signatures('answer-us'));
    await press(page, 'sign with it');
    await page.getByRole('textbox', { name: 'Your pass' }).fill(pass);
    await page.getByText('Your pass stays in this browser').waitFor();
    await pressOn(page, 'Look at it before signing');
    await pressOn(page, 'Sign the letter');
    await onScreen(page, 'You have signed');
  });

  test('the link that she was sent pins the letter: it works where they match', async () => {
    await openClient(site, page, pin());
    await onScreen(page, WRITE);
    await openClient(site, page, pin().toLowerCase());
    await page.reload();
    await onScreen(page, WRITE);
    await signOnScreens(site, page, 'marta@halden.example');
    expect(heard.formsOf([pin().slice(1), pin().slice(1).toLowerCase()]), 'a fragment is never sent').toEqual([]);
  });

  test('the link of another letter: she is told not to sign here, and nothing can be filled in', async () => {
    const other = (await site.shelf.byAddress('another'))!;
    await openClient(site, page, `#${shortId(other.publicId)}`);
    await isRefused();
  });

  test.each([
    ['the rule of release', /&quot;min&quot;:10/],
    ['the title', /&quot;title&quot;:&quot;Answer us/],
    ['the key', /&quot;spki&quot;:&quot;[\w-]{500}/],
    ["the letter's id", /data-id="[\w-]/],
    ['the beginning of the descriptor', /data-descriptor="\{/],
  ])('a page on which somebody on the way altered %s is refused', async (_what, altered) => {
    await alterPage((html) => {
      expect(html).toMatch(altered);
      return html.replace(altered, (text) => text.slice(0, -1) + (text.endsWith('1') ? '2' : '1'));
    });
    await openClient(site, page);
    await isRefused();
  });

  test('a server that hands out a whole other letter, true in itself, is found out by the link alone', async () => {
    const html = (await site.http.get(paths.sign('another')).expect(200)).text;
    await alterPage(() => html);
    await openClient(site, page, pin());
    await isRefused();
    await page.goto('about:blank');
    await openClient(site, page);
    await onScreen(page, WRITE);
  });

  test.each([
    ['is no signature', toBase64url(new Uint8Array(384).fill(7))],
    ['is too short', 'AAAA'],
    ['is none at all', undefined],
  ])('a blind signature that %s is told to her, and she signs nothing with it', async (_what, signature) => {
    await page.route(`**${paths.collectPass('answer-us')}`, (route) => route.fulfill({ json: { signature } }));
    await openClient(site, page);
    await typeCode(page, await askOnScreens(site, page, 'mara@halden.example'));
    await page.getByText('The server gave a wrong answer. Do not sign here').waitFor();
    await onScreen(page, CODE);
    expect(await page.getByRole('heading', { name: DONE }).isVisible()).toBe(false);
    expect(pathsOf(posts())).not.toContain(paths.signatures('answer-us'));
  });
});
