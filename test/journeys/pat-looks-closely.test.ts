import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { paths } from '../../src/paths.ts';
import { FRAME } from '../../src/reading/sharing/words.ts';
import { everyLanguage } from '../../src/web/languages.ts';
import { overflowOn } from '../support/accessibility.ts';
import { newWindow, openBrowser } from '../support/browser.ts';
import { letterFile } from '../support/letters.ts';
import { type ListeningSite, openListeningSite } from '../support/listening-site.ts';
import { collectPass, colleaguesSign, signByForm } from '../support/people.ts';
import { chromium } from '../support/say-what-is-skipped.ts';
import { readSeed } from '../support/site.ts';

const SMALLEST_TARGET = 24;

describe.skipIf(!chromium)('Pat looks closely', () => {
  let browser: Browser;
  let site: ListeningSite;

  beforeAll(async () => {
    [browser, site] = await Promise.all([openBrowser(), openListeningSite()]);
    const tern = await site.publish(readSeed('2-tern'));
    for (let i = 0; i < 10; i++) {
      const pass = await collectPass(site, tern, `colleague${i}@${tern.employers[0]!.domains[0]}`);
      await signByForm(site, tern, pass, { shown: 'anonymous', employer: 0 });
    }
    const sealed = await site.publish(letterFile({ slug: 'sealed', seal_until: '100' }));
    await colleaguesSign(site, sealed, 10);
    const atOnce = await site.publish(letterFile({ shown: '[named]', release: '{min: 1, every: 0}' }));
    const pass = await collectPass(site, atOnce, 'layla@halden.example');
    const words = { name: 'ليلى حداد', role: 'Support specialist', comment: 'We were never asked.' };
    await signByForm(site, atOnce, pass, { shown: 'named', ...words });
    site.pass(600_000);
    await site.rounds.go(site.world.now());
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    await site.end();
  });

  const open = async (path: string, viewport = { width: 1280, height: 900 }): Promise<Page> => {
    const page = await (await newWindow(browser, { viewport })).newPage();
    await page.goto(site.origin + path);
    await page.evaluate(`document.fonts.ready.then(() => 0)`);
    return page;
  };

  test.each(everyLanguage)(
    'a frame on another site shows all of it in the size that we advise, in %s',
    async (language) => {
      for (const slug of ['tern', 'sealed']) {
        const page = await open(`/${language}${paths.embed(slug)}`, FRAME);
        expect(await page.evaluate<number>(`document.documentElement.scrollHeight`), slug).toBeLessThanOrEqual(
          FRAME.height,
        );
        await page.context().close();
      }
    },
  );

  test('a name from the right keeps its place before a role from the left', async () => {
    const page = await open(paths.letter('answer-us'));
    for (const place of ['.signatory-list li', '.comments footer']) {
      const [name, role] = await page.locator(`${place} bdi`).all();
      expect((await name!.boundingBox())!.x, place).toBeLessThan((await role!.boundingBox())!.x);
    }
  });

  test('what is pressed is large enough', async () => {
    const page = await open(paths.share('answer-us'));
    expect((await page.locator('.back a').boundingBox())!.height).toBeGreaterThanOrEqual(SMALLEST_TARGET);
    await page.goto(site.origin + paths.sign('answer-us'));
    const sizes = await page.evaluate<number[]>(`[...document.querySelectorAll('[type=radio], [type=checkbox]')]
      .flatMap((one) => [getComputedStyle(one).width, getComputedStyle(one).height]).map(parseFloat)`);
    expect(sizes.length).toBeGreaterThan(1);
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(SMALLEST_TARGET);
  });

  test('long words of German fit a phone with its text at 200 %', async () => {
    const letter = [paths.letter, paths.sign, paths.change, paths.share, paths.audit, paths.signatures, paths.embed];
    const wide: string[] = [];
    const page = await open(paths.home(), { width: 320, height: 640 });
    for (const path of [...letter.map((of) => of('answer-us')), paths.home(), paths.promise(), paths.signIn()]) {
      await page.goto(`${site.origin}/de${path}`);
      await page.evaluate(`document.documentElement.style.fontSize = '225%'`);
      wide.push(...(await overflowOn(page)).map((one) => `${path}: ${one}`));
    }
    expect(wide).toEqual([]);
  });
});
