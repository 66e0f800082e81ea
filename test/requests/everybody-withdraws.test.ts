import { afterEach, describe, expect, test } from 'vitest';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import { letterFile } from '../support/letters.ts';
import { anonymous, collectPass, colleaguesSign, signByForm, withdrawByForm } from '../support/people.ts';
import { type TestSite, openSite } from '../support/site.ts';

let site: TestSite;
let letter: PublishedLetter;
afterEach(() => site.end());

const total = async () => ((await site.http.get(paths.apiLetter(letter.slug))).body as { total: number }).total;
const round = () => site.rounds.go(site.world.now());

async function publish(fields: Record<string, string> = {}): Promise<void> {
  site = await openSite();
  letter = await site.publish(letterFile(fields));
}

/** So many sign and are published; gives their passes. */
async function sign(count: number): Promise<string[]> {
  const passes: string[] = [];
  for (let i = 0; i < count; i++) passes.push(await collectPass(site, letter, `first${i}@halden.example`));
  for (const pass of passes) await signByForm(site, letter, pass, { shown: anonymous.shown });
  await round();
  return passes;
}

async function withdraw(passes: string[]): Promise<void> {
  for (const pass of passes) await withdrawByForm(site, letter, pass, 'now');
  await round();
}

test('the next ten wait as long as after any other release', async () => {
  await publish();
  await withdraw(await sign(10));
  expect(await total()).toBe(0);
  await colleaguesSign(site, letter, 10, 'later');
  await round();
  expect(await total()).toBe(0);
  site.pass(119_000);
  await round();
  expect(await total()).toBe(0);
  site.pass(1_000);
  await round();
  expect(await total()).toBe(10);
});

describe('of a letter that was sealed until twenty', () => {
  test('it stays open: the next ten are published', async () => {
    await publish({ seal_until: '20' });
    await withdraw(await sign(20));
    expect(await total()).toBe(0);
    await colleaguesSign(site, letter, 10, 'later');
    site.pass(120_000);
    await round();
    expect(await total()).toBe(10);
  }, 60_000);

  test('nobody who signs after that is deleted when it closes', async () => {
    await publish({ seal_until: '20', closes: '2026-05-05' });
    await withdraw((await sign(20)).slice(0, 15));
    await colleaguesSign(site, letter, 3, 'later');
    site.pass(3 * 86_400_000);
    await round();
    expect(await total()).toBe(8);
  }, 60_000);
});
