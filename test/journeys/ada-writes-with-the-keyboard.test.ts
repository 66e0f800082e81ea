import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { paths } from '../../src/paths.ts';
import { overflowOn, violationsOn } from '../support/accessibility.ts';
import { newWindow, openBrowser } from '../support/browser.ts';
import { openForm, send, textsOf } from '../support/drafting.ts';
import { enter, tabTo, typeInto } from '../support/keyboard.ts';
import { type ListeningSite, openListeningSite } from '../support/listening-site.ts';
import { ADA, type OrganizerBrowser, addOrganizer, signInAs } from '../support/organizers.ts';
import { codeIn } from '../support/people.ts';
import { chromium } from '../support/say-what-is-skipped.ts';

const NARROW = { width: 320, height: 700 };

describe.skipIf(!chromium)('Ada writes a letter', () => {
  let browser: Browser;
  let site: ListeningSite;
  let context: BrowserContext;
  let page: Page;
  /** Ada's other machine, without a browser's script. */
  let elsewhere: OrganizerBrowser;

  beforeAll(async () => {
    browser = await openBrowser();
  });
  beforeEach(async () => {
    site = await openListeningSite();
    await addOrganizer(site, ADA);
    elsewhere = await signInAs(site, ADA);
  });
  afterEach(async () => {
    await context.close();
    await site.end();
  });
  afterAll(() => browser.close());

  async function signIn(options: Parameters<typeof newWindow>[1] = {}): Promise<void> {
    context = await newWindow(browser, options);
    page = await context.newPage();
    site.pass(60_000);
    await page.goto(site.origin + paths.signIn());
    await page.getByRole('textbox', { name: 'Your address' }).fill(ADA);
    await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Mail me a code' }).click()]);
    await site.mailIsSent();
    await page.getByRole('textbox', { name: 'Code', exact: true }).fill(codeIn(site, ADA));
    await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Sign in', exact: true }).click()]);
  }

  const idOf = (): string => new URL(page.url()).pathname.split('/').at(-1)!;

  test.each([
    ['with script', true],
    ['without script', false],
  ])('two demands, one moved, and a preview, with the keyboard alone, %s', async (_how, javaScriptEnabled) => {
    await signIn({ javaScriptEnabled });
    await page.goto(site.origin + paths.newLetter());
    await typeInto(page, 'Title', 'Answer us');
    await enter(page, 'Begin');
    await typeInto(page, 'What you ask for', 'Publish a policy');
    await enter(page, 'Add a demand');
    if (javaScriptEnabled) await goesOn();
    else await tabTo(page, 'What you ask for');
    await page.keyboard.type('End the contract');
    await enter(page, 'Move up Demand 2');
    expect(
      await page
        .locator('[data-items=demands] textarea')
        .evaluateAll((all) => all.map((one) => (one as unknown as { value: string }).value)),
    ).toEqual(['End the contract', 'Publish a policy']);
    const [preview] = await Promise.all([context.waitForEvent('page'), tabBackTo('Preview')]);
    await preview.waitForLoadState();
    expect(await preview.locator('ol.demands').innerText()).toMatch(/End the contract[^]*Publish a policy/);
  });

  test('what has the focus is never hidden behind the bar, whichever way she goes', async () => {
    await signIn({ viewport: NARROW });
    await page.goto(site.origin + paths.newLetter());
    await typeInto(page, 'Title', 'Answer us');
    await enter(page, 'Begin');
    await enter(page, 'Add a demand');
    await goesOn();
    expect(await hiddenOnTheWayUp()).toEqual([]);
    // where nothing keeps the place of the bar free, it is noticed
    await page.evaluate(`document.documentElement.style.scrollPaddingBlockStart = '0'`);
    expect(await hiddenOnTheWayUp()).not.toEqual([]);
  });

  /** From the last Save up to the bar: what the bar covers, even in part, while it has the focus. */
  async function hiddenOnTheWayUp(): Promise<string[]> {
    const hidden: string[] = [];
    await page.getByRole('button', { name: 'Save', exact: true }).last().focus();
    for (let name = ''; name !== 'Preview';) {
      await page.keyboard.press('Shift+Tab');
      name = await page.evaluate<string>(`document.activeElement.name || document.activeElement.innerText`);
      if (
        await page.evaluate<boolean>(`(() => {
          const bar = document.querySelector('.draft-bar');
          const [{ top }, { bottom }] = [document.activeElement, bar].map((one) => one.getBoundingClientRect());
          return !bar.contains(document.activeElement) && top < bottom;
        })()`)
      )
        hidden.push(name);
    }
    return hidden;
  }

  /** The page puts her into the new demand. */
  const goesOn = () => page.locator('textarea:focus').waitFor();

  /** The bar stands before the fields. */
  async function tabBackTo(name: string): Promise<void> {
    await page.getByRole('button', { name, exact: true }).focus();
    await page.keyboard.press('Enter');
  }

  test('what she types is saved and shown by itself, and what a colleague writes comes in', async () => {
    await signIn();
    await page.goto(site.origin + paths.newLetter());
    await typeInto(page, 'Title', 'Answer us');
    await enter(page, 'Begin');
    await page.getByRole('textbox', { name: 'Body' }).fill('We **ask** for the worst.');
    await page.locator('[data-preview-place] strong', { hasText: 'ask' }).waitFor();
    await page.locator('[data-advice] q', { hasText: 'worst' }).waitFor();
    await page.getByText(/^Saved at/).waitFor();
    const form = await openForm(elsewhere, idOf());
    expect(form['body']).toBe('We **ask** for the worst.');

    await send(elsewhere, idOf(), { ...form, closing: 'Sincerely,' }).expect(303);
    await page.getByRole('textbox', { name: 'Salutation' }).fill('Dear Jo,');
    await page.getByRole('textbox', { name: 'Title' }).focus();
    await expect.poll(() => page.locator('#closing').inputValue()).toBe('Sincerely,');
    const stands = await openForm(elsewhere, idOf());
    expect(stands).toMatchObject({ salutation: 'Dear Jo,', closing: 'Sincerely,' });
    // her page goes on from what was saved
    for (const name of ['base', 'opened'])
      expect(await page.locator(`input[name=${name}]`).inputValue()).toBe(stands[name]);
  });

  test('signed out in another window, she loses no word', async () => {
    await signIn();
    await page.goto(site.origin + paths.newLetter());
    await typeInto(page, 'Title', 'Answer us');
    await enter(page, 'Begin');
    const id = idOf();
    await context.clearCookies();
    await page.getByRole('textbox', { name: 'Body' }).fill('We ask.');
    await page.getByRole('textbox', { name: 'Title' }).focus();
    await page.getByText('you were signed out').waitFor();
    expect(await page.getByRole('textbox', { name: 'Body' }).inputValue()).toBe('We ask.');
    expect((await openForm(elsewhere, id))['body']).toBe('');
  });

  test('what is refused says that nothing is saved, and nothing else, until she presses Save', async () => {
    await signIn();
    await page.goto(site.origin + paths.newLetter());
    await typeInto(page, 'Title', 'Answer us');
    await enter(page, 'Begin');
    const id = idOf();
    await send(elsewhere, id, await openForm(elsewhere, id), 'add.evidence').expect(303);
    await page.goto(site.origin + paths.organizeLetter(id));
    const status = page.locator('[data-status]');
    const isAt = async (words: string) => {
      await expect.poll(() => status.innerText()).toContain(words);
    };
    await isAt('Saved: state');
    await page.locator('input[name^="evidence."][name$=".copy"]').evaluate((field: { value: string }) => {
      field.value = 'ab'.repeat(32);
    });
    await page.getByRole('textbox', { name: 'Body' }).fill('We ask.');
    await page.getByRole('textbox', { name: 'Title' }).focus();
    await isAt('Not saved. Press Save to see why');
    const save = () =>
      Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Save', exact: true }).first().click()]);
    await save();
    await isAt('Not saved yet');
    const saves: string[] = [];
    page.on('request', (request) => void saves.push(new URL(request.url()).pathname));
    await page.getByRole('textbox', { name: 'Body' }).fill('We ask you.');
    await page.getByRole('textbox', { name: 'Title' }).focus();
    expect(await status.innerText()).toBe('Not saved yet');
    await save();
    await isAt('Saved: state');
    expect(saves).not.toContain(paths.autosaveLetter(id));
    expect((await openForm(elsewhere, id))['body']).toBe('We ask you.');
  });

  test('a demand is dragged to another place', async () => {
    await signIn();
    await page.goto(site.origin + paths.newLetter());
    await typeInto(page, 'Title', 'Answer us');
    await enter(page, 'Begin');
    await page.getByRole('textbox', { name: 'What you ask for' }).fill('First');
    await enter(page, 'Add a demand');
    await goesOn();
    await page.keyboard.type('Second');
    const [from, to] = await Promise.all(
      [1, 0].map((n) => page.locator('[data-items=demands] .handle').nth(n).boundingBox()),
    );
    await page.mouse.move(from!.x + 5, from!.y + 5);
    await page.mouse.down();
    await page.mouse.move(to!.x + 5, to!.y - 5, { steps: 5 });
    await page.mouse.up();
    await expect
      .poll(async () => textsOf(await openForm(elsewhere, idOf()), 'demands'), { timeout: 15_000 })
      .toEqual(['Second', 'First']);
    expect(await page.locator('[data-items=demands] [data-label]').allInnerTexts()).toEqual([
      expect.stringContaining('Demand 1'),
      expect.stringContaining('Demand 2'),
    ]);
  });

  test('every page of it can be used by everybody, and fits a narrow window', async () => {
    await signIn({ viewport: NARROW });
    await page.goto(site.origin + paths.newLetter());
    const look = async () => {
      expect(await violationsOn(page), page.url()).toEqual([]);
      expect(await overflowOn(page), page.url()).toEqual([]);
    };
    await look();
    await typeInto(page, 'Title', 'Answer us');
    await enter(page, 'Begin');
    const id = idOf();
    const form = { ...(await openForm(elsewhere, id)), body: 'We ask for the worst.\n\nWe wait.' };
    await send(elsewhere, id, form, 'add.evidence').expect(303);
    await page.goto(site.origin + paths.organizeLetter(id));
    await page.locator('[data-preview-place] article').waitFor();
    await look();
    await page.getByRole('textbox', { name: 'Body' }).fill('We ask for the worst.\n\nWe hope.');
    await send(elsewhere, id, { ...(await openForm(elsewhere, id)), body: 'We ask.\n\nWe insist.' }).expect(303);
    await Promise.all([
      page.waitForEvent('load'),
      page.getByRole('button', { name: 'Save', exact: true }).first().click(),
    ]);
    expect(await page.locator('.conflicts').innerText()).toContain('You and a colleague wrote at the same time');
    await look();
    const item = (await page.locator('[data-items=evidence] > li').getAttribute('id'))!.split('.')[1]!;
    for (const path of [
      ...[paths.history(id), paths.revision(id, '3'), paths.guardHelp(), paths.previewLetter(id)],
      paths.evidenceCopy(id, item),
    ]) {
      await page.goto(site.origin + path);
      await look();
    }
  });
});
