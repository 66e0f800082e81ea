import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import { newWindow, openBrowser } from '../support/browser.ts';
import { openClient, signOnScreens } from '../support/client-screens.ts';
import { letterFile } from '../support/letters.ts';
import { type ListeningSite, openListeningSite } from '../support/listening-site.ts';
import { collectPass } from '../support/people.ts';
import { chromium } from '../support/say-what-is-skipped.ts';

const PHONE = { width: 360, height: 740 };
const body =
  'We ask for an answer.[^1]\n\n[demands]\n\nPlease reply.\n\n[^1]: As the company [said](https://halden.example).';

describe.skipIf(!chromium)('Maya finds her way on her phone', () => {
  let browser: Browser;
  let site: ListeningSite;
  let letter: PublishedLetter;
  beforeAll(async () => {
    [browser, site] = await Promise.all([openBrowser(), openListeningSite()]);
    letter = await site.publish(letterFile({ closing: 'Sincerely,', vouching: 'true' }, body));
  });
  afterAll(async () => {
    await browser.close();
    await site.end();
  });

  const phone = async (javaScriptEnabled = true): Promise<Page> =>
    (await newWindow(browser, { viewport: PHONE, javaScriptEnabled })).newPage();
  const topOf = async (what: Locator): Promise<number> => (await what.boundingBox())!.y;
  const endOf = async (what: Locator): Promise<number> => {
    const { y, height } = (await what.boundingBox())!;
    return y + height;
  };

  test('she can sign from the first screen; the letter is signed above its notes; its number is explained', async () => {
    const page = await phone();
    await page.goto(site.origin + paths.letter('answer-us'));
    expect(await endOf(page.getByRole('link', { name: 'Sign', exact: true }))).toBeLessThanOrEqual(PHONE.height);
    const [said, signed, notes] = ['Please reply.', 'Halden employees', 'As the company said'];
    const at = (words: string) => topOf(page.locator('.sheet').getByText(words).last());
    expect(await at(said)).toBeLessThan(await at(signed));
    expect(await at(signed)).toBeLessThan(await at(notes));
    const explained = page.locator('#count').getByRole('link', { name: 'What this number means' });
    expect(await explained.getAttribute('href')).toBe(paths.audit('answer-us'));
  });

  test('what her employer can learn stands right below the form, before other ways to sign', async () => {
    const page = await phone(false);
    await page.goto(site.origin + paths.sign('answer-us'));
    const learns = await topOf(page.getByRole('heading', { name: 'What your employer can learn' }));
    expect(learns).toBeGreaterThan(await topOf(page.getByRole('button', { name: 'Send me a code' })));
    expect(learns).toBeLessThan(await topOf(page.getByRole('link', { name: 'sign with an invitation' })));
  });

  test('with the pass she first sees that it is the only one, and the button that keeps it', async () => {
    const page = await phone();
    await openClient(site, page);
    await signOnScreens(site, page, 'maya.lind@halden.example');
    await page.evaluate('scrollTo(0, 0)');
    expect(await endOf(page.getByText('This page shows it once'))).toBeLessThanOrEqual(PHONE.height);
    expect(await endOf(page.getByRole('link', { name: 'Save as a file' }))).toBeLessThanOrEqual(PHONE.height);
    expect(await page.getByRole('heading', { name: 'What your employer can learn' }).isVisible()).toBe(false);
  });

  test('with script she is taken to the field that lacks something', async () => {
    const page = await phone();
    await openClient(site, page);
    for (const [way, field, fault] of [
      ['With my name', 'name', 'Please give the name to show.'],
      ['By my role', 'role', 'Please give the role to show.'],
    ] as const) {
      await page.getByLabel(way).check();
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByRole('alert').filter({ hasText: fault }).waitFor();
      expect(await page.locator(':focus').getAttribute('name')).toBe(field);
    }
  });

  test('without script a fault has the focus, and who has signed is told to keep the pass', async () => {
    const page = await phone(false);
    await page.goto(site.origin + paths.writeSignature('answer-us'));
    site.pass(1_000);
    await page.getByLabel('Your pass').fill(await collectPass(site, letter, 'theo@halden.example'));
    await page.getByLabel('With my name').check();
    await page.getByRole('button', { name: 'Look at it before signing' }).click();
    await page.getByRole('link', { name: 'Please give the name to show.' }).waitFor();
    expect(await page.locator('.faults:focus').count()).toBe(1);
    await page.getByLabel('Anonymously').check();
    await page.getByRole('button', { name: 'Look at it before signing' }).click();
    await page.getByRole('button', { name: 'Sign the letter' }).click();
    await page.getByRole('heading', { name: 'You have signed' }).waitFor();
    expect(await page.locator('main').innerText()).toContain('Keep your pass');
  });
});
