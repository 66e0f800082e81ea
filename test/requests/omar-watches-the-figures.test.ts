import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ConfigFault, readConfig } from '../../src/config.ts';
import { paths } from '../../src/paths.ts';
import { get } from '../support/get.ts';
import { letterFile } from '../support/letters.ts';
import { colleaguesSign } from '../support/people.ts';
import { type TestSite, openSite } from '../support/site.ts';

const TOKEN = 'a-token-of-some-length';

let plain: TestSite;
let locked: TestSite;

beforeAll(async () => {
  [plain, locked] = [await openSite(), await openSite({ env: { METRICS_TOKEN: TOKEN } })];
  const letter = await plain.publish(letterFile());
  await plain.publish(letterFile({ slug: 'hidden-letter', status: 'gathering' }));
  await colleaguesSign(plain, letter, 10);
  await plain.rounds.go(plain.world.now());
  await colleaguesSign(plain, letter, 3, 'later');
});
afterAll(() => Promise.all([plain.end(), locked.end()]));

const read = (site: TestSite, headers = {}) => get(site.server, paths.metrics(), headers);

describe('Omar', () => {
  test('reads on the machine itself how many letters and releases there are', async () => {
    const { status, body, headers } = await read(plain);
    expect([status, headers['cache-control']]).toEqual([200, 'no-store']);
    const text = body.toString();
    expect(text).toContain('undersigned_letters{status="open"} 1');
    expect(text).toContain('undersigned_letters{status="gathering"} 1');
    expect(text).toMatch(/^undersigned_releases 1$/m);
    expect(text).toContain('process_resident_memory_bytes');
  });

  test('finds nothing there of any letter or signature', async () => {
    expect((await read(plain)).body.toString()).not.toMatch(/answer-us|hidden-letter|halden/);
  });

  test('reads from elsewhere with the token', async () => {
    expect((await read(locked, { authorization: `Bearer ${TOKEN}` })).status).toBe(200);
  });

  test('has to choose a token that cannot be guessed', () => {
    expect(() => readConfig({ METRICS_TOKEN: 'short' })).toThrow(ConfigFault);
  });
});

describe('a stranger finds no such page', () => {
  test.each([
    ['by way of a proxy on the same machine', {}, { 'x-forwarded-for': '192.0.2.7' }],
    ['with a token where there is none', {}, { authorization: 'Bearer undefined' }],
  ])('%s', async (_how, _nothing, headers) => {
    expect((await read(plain, headers)).status).toBe(404);
  });

  test.each([[{}], [{ authorization: 'Bearer wrong' }], [{ authorization: `Basic ${TOKEN}` }]])(
    'without the token: %j',
    async (headers) => {
      expect((await read(locked, headers)).status).toBe(404);
    },
  );
});
