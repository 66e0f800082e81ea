import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import { shortId } from '../../src/protocol/checkpoint.ts';
import { overflowOn, violationsOn } from '../support/accessibility.ts';
import { newWindow, openBrowser, press, whatIsStored } from '../support/browser.ts';
import {
  ALTERED,
  WRITE,
  hasSigned,
  onScreen,
  openClient,
  pressOn,
  shownPass,
  signOnScreens,
} from '../support/client-screens.ts';
import { letterFile } from '../support/letters.ts';
import { type ListeningSite, arrangements, openListeningSite } from '../support/listening-site.ts';
import { collectPass } from '../support/people.ts';
import { chromium } from '../support/say-what-is-skipped.ts';

const INVITE = 'Invite a colleague';
const MADE = 'Give this to your colleague';

describe.skipIf(!chromium).each(arrangements)('Maya invites a colleague, %s', (_name, arrangement) => {
  let browser: Browser;
  let site: ListeningSite;
  let letter: PublishedLetter;
  let message: string;
  let pass: string;
  const open = async (options = {}): Promise<Page> =>
    (await newWindow(browser, { viewport: { width: 360, height: 740 }, ...options })).newPage();
  const looksRight = async (page: Page) => expect([await violationsOn(page), await overflowOn(page)]).toEqual([[], []]);

  beforeAll(async () => {
    [browser, site] = await Promise.all([openBrowser(), openListeningSite(arrangement)]);
    letter = await site.publish(letterFile({ vouching: 'true', supporters: 'true' }));
  });
  afterAll(async () => {
    await browser.close();
    await site.end();
  });

  test('she signs, follows the hint, and her browser makes the invitation without showing her pass', async () => {
    const page = await open();
    await openClient(site, page, `#${shortId(letter.publicId)}`);
    pass = await signOnScreens(site, page, 'maya@halden.example');
    const sent: string[] = [];
    page.on('request', (request) => void sent.push(`${request.url()} ${request.postData() ?? ''}`));
    await page.getByRole('link', { name: 'Invite up to three colleagues' }).click();
    await onScreen(page, INVITE);
    expect(page.url(), 'the pin goes along').toMatch(new RegExp(`#${shortId(letter.publicId)}$`));
    await looksRight(page);
    await page.getByRole('textbox', { name: 'Your pass' }).fill('pass1_half');
    await pressOn(page, 'Make the invitation');
    await page.getByText('This is not a whole pass.').waitFor();
    await page.getByRole('textbox', { name: 'Your pass' }).fill(pass);
    await page.getByRole('radio', { name: 'Second' }).check();
    await pressOn(page, 'Make the invitation');
    await onScreen(page, MADE);
    await page.getByText('The invitation as a QR code').click();
    await looksRight(page);
    message = await page.getByRole('textbox', { name: 'What your colleague needs' }).inputValue();
    expect(message).toContain(`${paths.sign('answer-us.vouched')}#${shortId(letter.publicId)}`);
    const secret = pass.slice('pass1_'.length, 'pass1_'.length + 20);
    expect(sent.join('\n')).not.toContain(secret);
    expect(sent.join('\n')).not.toContain(/invite1_[\w-]{40}/.exec(message)![0].slice('invite1_'.length));
    expect(sent.filter((one) => one.includes('"proof"'))).toHaveLength(1);
    expect(await whatIsStored(page)).toEqual([]);
    await pressOn(page, 'Another one');
    await onScreen(page, INVITE);
  });

  test('her colleague follows the link, pastes the invitation, and signs in three screens', async () => {
    const page = await open();
    await page.goto(/https?:\S+/.exec(message)![0]);
    await onScreen(page, WRITE);
    await page.locator('[data-sign] .steps:visible', { hasText: 'Step 1 of 3' }).waitFor();
    await pressOn(page, 'Continue');
    await onScreen(page, 'Paste your invitation');
    await looksRight(page);
    await page.getByRole('textbox', { name: 'Your invitation' }).fill('invite1_half');
    await pressOn(page, 'Sign the letter');
    await page.getByText('This is not a whole invitation.').waitFor();
    await page.getByRole('textbox', { name: 'Your invitation' }).fill(/invite1_\S+/.exec(message)![0]);
    await pressOn(page, 'Sign the letter');
    await hasSigned(page);
    expect(await shownPass(page)).not.toBe(pass);
    expect(await page.getByText('Invite up to three').count()).toBe(0);
  });

  test('who uses it again elsewhere is told so, and a link to another letter is refused', async () => {
    const page = await open();
    await openClient(site, page, '', 'answer-us.vouched');
    await onScreen(page, WRITE);
    await pressOn(page, 'Continue');
    await page.getByRole('textbox', { name: 'Your invitation' }).fill(/invite1_\S+/.exec(message)![0]);
    await pressOn(page, 'Sign the letter');
    await page.getByText('This invitation was used already').waitFor();
    for (const path of [paths.invite('answer-us'), paths.sign('answer-us.vouched')]) {
      const fresh = await open();
      await fresh.goto(`${site.origin}${path}#00000000000000000000000000`);
      await onScreen(fresh, path.endsWith('invite') ? 'Do not use your pass here' : ALTERED);
    }
  });

  test('without script the server makes it, and the page says what that costs', async () => {
    const page = await open({ javaScriptEnabled: false });
    await page.goto(site.origin + paths.invite('answer-us'));
    await page.getByText('it could see which signature is yours').waitFor();
    expect(await overflowOn(page)).toEqual([]);
    await page.getByRole('textbox', { name: 'Your pass' }).fill(pass);
    await press(page, 'Make the invitation');
    expect(await overflowOn(page)).toEqual([]);
    const text = await page.getByRole('textbox', { name: 'What your colleague needs' }).inputValue();
    await page.goto(/https?:\S+/.exec(text)![0]);
    expect(await overflowOn(page)).toEqual([]);
    await page.getByRole('textbox', { name: 'Your invitation' }).fill(/invite1_\S+/.exec(text)![0]);
    await press(page, 'Get my pass');
    expect(await page.getByRole('textbox', { name: 'The pass' }).inputValue()).toMatch(/^pass1_/);
    expect(await overflowOn(page)).toEqual([]);
  });

  test('a customer supports it in her browser', async () => {
    const page = await open();
    await openClient(site, page, `#${shortId(letter.publicId)}`, 'answer-us.supporters');
    await onScreen(page, WRITE);
    await pressOn(page, 'Continue');
    await onScreen(page, 'Prove a mailbox');
    await looksRight(page);
    await page.getByRole('textbox', { name: 'Your mailbox' }).fill('maya@halden.example');
    await pressOn(page, 'Send me a code');
    await page.getByText('signs as an employee, not as a supporter').waitFor();
    await page.getByRole('link', { name: 'Sign as an employee' }).waitFor();
    const supporters = (await site.shelf.byAddress('answer-us.supporters'))!;
    expect(await collectPass(site, supporters, 'carla@gmail.com')).toMatch(/^pass1_/);
    await page.getByRole('textbox', { name: 'Your mailbox' }).fill('carla@posteo.de');
    await pressOn(page, 'Send me a code');
    await onScreen(page, 'Type the code');
  });
});
