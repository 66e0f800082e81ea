import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { answersStore } from '../../src/letters/answers/store.ts';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import type { Subscription } from '../../src/reading/following/subscription.ts';
import { violationsOn } from '../support/accessibility.ts';
import { newWindow, openBrowser, press, whatIsStored } from '../support/browser.ts';
import { letterFile } from '../support/letters.ts';
import { type ListeningSite, openListeningSite } from '../support/listening-site.ts';
import { type PushService, openPushService } from '../support/push-service.ts';
import { chromium } from '../support/say-what-is-skipped.ts';

const FOLLOW = 'Notify this browser';
const STOP = 'Stop following';

/** A browser's vendor gives addresses to browsers that it knows; this one gets its own from the tests' push service. */
const withService = (subscription: Subscription): string => {
  const { endpoint, ...keys } = subscription;
  return `{
    const subscription = {
      endpoint: ${JSON.stringify(endpoint)},
      toJSON: () => ({ keys: ${JSON.stringify(keys)} }),
      unsubscribe: async () => sessionStorage.removeItem('vendor'),
    };
    PushManager.prototype.subscribe = async (options) => {
      if (options.applicationServerKey.length !== 87) throw new TypeError('no key');
      sessionStorage.setItem('vendor', 'yes');
      return subscription;
    };
    PushManager.prototype.getSubscription = async () => (sessionStorage.getItem('vendor') ? subscription : null);
  }`;
};

describe.skipIf(!chromium)('Pat follows a letter in a browser', () => {
  let browser: Browser;
  let site: ListeningSite;
  let service: PushService;
  let letter: PublishedLetter;
  let window: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    [browser, service] = await Promise.all([openBrowser(), openPushService()]);
    site = await openListeningSite({ env: { PUSH_SERVICES: service.host } });
    letter = await site.publish(letterFile());
  });

  afterAll(async () => {
    await browser.close();
    await site.end();
    await service.close();
  });

  afterEach(() => window.close());

  async function open({ script, ...options }: BrowserContextOptions & { script?: string } = {}): Promise<void> {
    window = await newWindow(browser, options);
    page = await window.newPage();
    if (script !== undefined) await page.addInitScript(script);
    await page.goto(site.origin + paths.letter('answer-us'));
  }

  const allow = () => window.grantPermissions(['notifications'], { origin: site.origin });
  const button = (name: string) => page.getByRole('button', { name });
  const said = () => page.getByRole('region', { name: 'Follow this letter' }).getByRole('status');
  const followers = () =>
    site.world.databases.followers.$client.prepare('SELECT endpoint FROM followers').pluck().all();

  test('without script, the page leads to the feed and says why there is nothing else', async () => {
    await open({ javaScriptEnabled: false });
    await page.getByText('Notices need script').waitFor();
    expect(await button(FOLLOW).isVisible()).toBe(false);
    expect(await page.getByRole('link', { name: 'its feed' }).getAttribute('href')).toBe(paths.feed('answer-us'));
  });

  test('a browser without web push says so', async () => {
    await open({ script: 'delete window.PushManager' });
    await said().getByText('This browser shows no notices').waitFor();
    expect(await page.locator('[data-follow] button:visible').count()).toBe(0);
    expect(await page.getByText('Notices need script').isVisible()).toBe(false);
  });

  test('whoever does not allow notices is told how to, and nothing is registered', async () => {
    await open();
    await button(FOLLOW).click();
    await said().getByText('switched off in this browser').waitFor();
    expect(await whatIsStored(page)).toEqual([]);
    expect(await button(FOLLOW).isEnabled()).toBe(true);
  });

  test('where the push service of the browser does not answer, the page says so and leaves nothing behind', async () => {
    await open();
    await allow();
    await button(FOLLOW).click();
    await said().getByText('The push service of this browser could not be reached').waitFor();
    expect(await whatIsStored(page)).toEqual([]);
    expect(followers()).toEqual([]);
  });

  test('where this site does not take it, the page says so and leaves nothing behind', async () => {
    const endpoint = 'https://elsewhere.example/push/1';
    await open({ script: withService({ ...service.newBrowser(), endpoint }) });
    await allow();
    await button(FOLLOW).click();
    await said().getByText('This site could not accept that').waitFor();
    expect(await whatIsStored(page)).toEqual([]);
    expect(followers()).toEqual([]);
  });

  test('follows, is shown what came, and stops', async () => {
    const faults: Error[] = [];
    const subscription = service.newBrowser();
    await open({ script: withService(subscription) });
    page.on('pageerror', (fault) => faults.push(fault));
    await allow();
    const registered = registration(page);
    await button(FOLLOW).click();
    await said().getByText('This browser follows the letter.').waitFor();
    expect(followers()).toEqual([subscription.endpoint]);
    expect(await violationsOn(page)).toEqual([]);

    await answersStore(site.world.databases.letters).post(letter.id, {
      title: 'We met',
      body: 'x',
      at: site.world.now(),
    });
    await site.rounds.go(site.world.now());
    const [notice] = service.received.map(({ shown }) => JSON.stringify(shown));
    await (
      await registered
    )(notice!);
    await expect
      .poll(() => shownBy(page), { timeout: 15_000 })
      .toEqual([
        { title: 'We met: Answer us', lang: 'en', tag: 'answer-us update 1', data: paths.letter('answer-us') },
      ]);
    await opensTheLetter();

    await page.reload();
    await said().getByText('This browser follows the letter.').waitFor();
    await button(STOP).click();
    await said().getByText('does not follow the letter any more').waitFor();
    expect([followers(), await whatIsStored(page), faults]).toEqual([[], [], []]);
    expect(await button(FOLLOW).isVisible()).toBe(true);
  });

  /** What the worker does when somebody presses the notice; only a person may open windows, so they are counted. */
  async function opensTheLetter(): Promise<void> {
    const [worker] = window.serviceWorkers();
    const opened = await worker!.evaluate<string[]>(`(async () => {
      const opened = [];
      clients.matchAll = async () => [];
      clients.openWindow = async (url) => opened.push(url);
      for (const data of ['/letters/answer-us', 'https://elsewhere.example/']) {
        await registration.showNotification('again', { data, tag: data });
        const [notification] = await registration.getNotifications({ tag: data });
        dispatchEvent(new NotificationEvent('notificationclick', { notification }));
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
      return opened;
    })()`);
    expect(opened).toEqual([site.origin + paths.letter('answer-us')]);
  }

  test('the way to a signature says nothing of it', async () => {
    await open();
    await press(page, 'Sign this letter');
    expect(await page.getByText(/follow this|notify this/i).count()).toBe(0);
  });
});

/** What stands in the browser's list of notices. */
const shownBy = (page: Page): Promise<unknown[]> =>
  page.evaluate<unknown[]>(`(async () => {
    const [registration] = await navigator.serviceWorker.getRegistrations();
    const shown = await registration.getNotifications();
    return shown.map(({ title, lang, tag, data }) => ({ title, lang, tag, data }));
  })()`);

/** Waits for the worker that a page registers; gives what hands it a message, as the browser does when one came. */
async function registration(page: Page): Promise<(data: string) => Promise<unknown>> {
  const session = await page.context().newCDPSession(page);
  const id = new Promise<string>((resolve) => {
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const [first] = registrations;
      if (first) resolve(first.registrationId);
    });
  });
  await session.send('ServiceWorker.enable');
  const origin = new URL(page.url()).origin;
  return async (data) => session.send('ServiceWorker.deliverPushMessage', { origin, registrationId: await id, data });
}
