import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { paths } from '../../src/paths.ts';
import { overflowOn, violationsOn } from '../support/accessibility.ts';
import { newWindow, openBrowser, press } from '../support/browser.ts';
import { colleaguesSay, openToColleagues, placesOf, writtenDraft } from '../support/colleagues.ts';
import { type ListeningSite, openListeningSite } from '../support/listening-site.ts';
import { ADA, type OrganizerBrowser, addOrganizer, signInAs } from '../support/organizers.ts';
import { codeIn } from '../support/people.ts';
import { chromium } from '../support/say-what-is-skipped.ts';

const DEMANDS = [
  'End the contract with the agency when it runs out, and do not sign another one.',
  'Publish what was sold to whom',
  'Ask us first',
];
const MAYA = 'maya@halden.example';
const DESK = { width: 1280, height: 900 };

const settings: [name: string, set: (page: Page) => Promise<void>][] = [
  ['light', (page) => page.emulateMedia({ colorScheme: 'light' })],
  ['dark', (page) => page.emulateMedia({ colorScheme: 'dark' })],
  ['320 pixels wide', (page) => page.setViewportSize({ width: 320, height: 640 })],
];

describe.skipIf(!chromium)('in a browser, by pages that have no script', () => {
  let browser: Browser;
  let site: ListeningSite;
  let ada: OrganizerBrowser;
  let id: string;
  const faults: string[] = [];

  beforeAll(async () => {
    [browser, site] = await Promise.all([openBrowser(), openListeningSite()]);
    await addOrganizer(site, ADA);
    ada = await signInAs(site, ADA);
    id = await writtenDraft(ada, 'Answer us at last', DEMANDS);
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await site.end();
  });

  /** Looks at a page as different people see it. */
  async function look(page: Page, name: string): Promise<void> {
    // so it is the same for whoever runs none
    expect(await page.evaluate('document.scripts.length')).toBe(0);
    for (const [setting, set] of settings) {
      await set(page);
      const found = [...(await violationsOn(page)), ...(await overflowOn(page))];
      faults.push(...found.map((fault) => `${name}, ${setting}: ${fault}`));
    }
    await page.setViewportSize(DESK);
  }

  const windowOfAda = async (): Promise<{ context: BrowserContext; page: Page }> => {
    const context = await newWindow(browser, { viewport: DESK });
    const cookies = ada.jar.getCookies({ domain: '127.0.0.1', path: '/organize', secure: false, script: false });
    await context.addCookies(cookies.map(({ name, value }) => ({ name, value, url: site.origin })));
    return { context, page: await context.newPage() };
  };

  test('Ada opens her draft; Maya comments, ranks and keeps her pass; Ada reads what all say', async () => {
    const { page: adas } = await windowOfAda();
    await adas.goto(site.origin + paths.organizeLetter(id));
    await press(adas, 'Ask colleagues');
    await look(adas, 'before it is open');
    await press(adas, 'Open it to colleagues');
    const link = await adas.getByRole('textbox', { name: 'Whoever has it can read' }).inputValue();
    expect(link.startsWith(`${site.origin}/drafts/`)).toBe(true);
    await look(adas, 'open, and nobody has written');

    const page = await (await newWindow(browser, { viewport: DESK })).newPage();
    await page.goto(link);
    await look(page, 'the draft');
    await page.getByRole('textbox', { name: 'Your work mailbox' }).fill('theo@elsewhere.example');
    await press(page, 'Send me a code');
    await look(page, 'the draft, with a fault');
    await page.getByRole('textbox', { name: 'Your work mailbox' }).fill(MAYA);
    await press(page, 'Send me a code');
    await site.mailIsSent();
    await look(page, 'the code');
    await page.getByRole('textbox', { name: 'Code' }).fill(codeIn(site, MAYA));
    await press(page, 'Get my pass');
    await look(page, 'the pass');
    const pass = await page.getByRole('textbox', { name: 'The pass' }).inputValue();
    await page.getByRole('textbox', { name: 'Your comment' }).fill('The second demand is the one that matters.');
    await page.getByRole('combobox', { name: 'Place of demand 2' }).selectOption('1');
    await press(page, 'Send it');
    await page.getByRole('link', { name: 'Please give each demand a place' }).waitFor();
    await look(page, 'half an order');
    await page.getByRole('combobox', { name: 'Place of demand 1' }).selectOption('2');
    await page.getByRole('combobox', { name: 'Place of demand 3' }).selectOption('3');
    await press(page, 'Send it');
    await page.getByRole('heading', { name: 'Thank you' }).waitFor();
    await look(page, 'sent');
    await press(page, 'send other words');
    await page.getByRole('textbox', { name: 'Your pass for this draft' }).fill(pass);
    await page.getByRole('textbox', { name: 'Your comment' }).fill('On second thoughts: well said.\n\nAll of it.');
    await press(page, 'Send it');
    expect(await page.context().cookies()).toEqual([]);

    const address = link.split('/').at(-1)!;
    await colleaguesSay(site, address, 5, (i) => ({
      comment: [
        'Too long.',
        'Yes!',
        'Who will hand it over?',
        'I would leave out the last one, or say it more plainly.',
        '',
      ][i]!,
      ...placesOf(DEMANDS.toReversed()),
    }));
    await site.rounds.go(site.world.now());
    await adas.reload();
    await adas.getByText('On second thoughts').waitFor();
    await look(adas, 'what colleagues say');
    expect(faults).toEqual([]);
  }, 180_000);

  test('and closes it: the link leads nowhere any more', async () => {
    const { page } = await windowOfAda();
    await page.goto(site.origin + paths.colleagues(id));
    const link = await page.getByRole('textbox', { name: 'Whoever has it can read' }).inputValue();
    await page.getByRole('checkbox', { name: 'cannot be undone' }).check();
    await press(page, 'Close and delete');
    await page.getByRole('button', { name: 'Open it to colleagues' }).waitFor();
    expect((await page.goto(link))!.status()).toBe(404);
    expect(await openToColleagues(ada, id)).not.toBe(link.split('/').at(-1));
  }, 60_000);
});
