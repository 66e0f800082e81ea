import { constants, sign } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { nodeEd25519 } from '../../src/ed25519.ts';
import { loadIssuerKeys } from '../../src/issuing/keys.ts';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { talliesOf } from '../../src/letters/tally.ts';
import { writePost } from '../../src/protocol/client.ts';
import { preparedMessage } from '../../src/protocol/messages.ts';
import { keySeed } from '../../src/protocol/pass.ts';
import { bodyOf } from '../../src/signing/signature.ts';
import { letterFile } from '../support/letters.ts';
import { anonymous } from '../support/people.ts';
import { type TestSite, openSite } from '../support/site.ts';

/** The least that there is: 5, where the staff is under 50. */
const MIN = 5;

let site: TestSite;
let letters = 0;

beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.end());

const publish = () =>
  site.publish(
    letterFile({
      ...{ slug: `letter-${letters++}`, vouching: 'true', supporters: 'true', release: `{min: ${MIN}, every: 0}` },
      employers: '[{name: Halden, domains: [halden.example], headcount: 40}]',
    }),
  );

/** Somebody signs with a pass of this tally. Whom it was issued to is not asked here. */
async function someoneSigns(tally: PublishedLetter): Promise<void> {
  const { privateKey } = (await loadIssuerKeys(site.folder, tally.publicId))!;
  const [secret, prefix] = [site.world.random(16), site.world.random(32)];
  const pk = await nodeEd25519.publicKey(await keySeed(secret, tally.publicId));
  const pss = { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 };
  const signature = new Uint8Array(sign('sha384', preparedMessage(tally.publicId, pk, prefix), pss));
  const { publicId: letterId, versionHash } = tally;
  const what = { letterId, versionHash, seq: 0, kind: 'sign' as const, body: bodyOf(anonymous) };
  const post = await writePost({ secret, prefix, signature }, what, nodeEd25519);
  expect(typeof (await site.board.post(tally, post, anonymous, site.world.now()))).toBe('object');
}

const shown = (tallies: PublishedLetter[]) =>
  Promise.all(tallies.map(async (tally) => (await site.board.published(tally)).totals.total));

const arrivals = fc.array(fc.record({ tally: fc.nat(2), people: fc.integer({ min: 1, max: 4 }) }), {
  ...{ minLength: 6, maxLength: 14 },
});

test('in whatever order people sign, no tally’s number moves by fewer than the least', async () => {
  let manyWaited = 0;
  const property = fc.asyncProperty(arrivals, async (order) => {
    const tallies = talliesOf(await publish());
    const signed = [0, 0, 0];
    let before = [0, 0, 0];
    for (const { tally, people } of order) {
      for (let i = 0; i < people; i++) await someoneSigns(tallies[tally]!);
      signed[tally]! += people;
      site.pass(1_000);
      await site.rounds.go(site.world.now());
      const now = await shown(tallies);
      for (const [i, number] of now.entries()) {
        const moved = number - before[i]!;
        expect(moved === 0 || moved >= MIN, `moved by ${moved}`).toBe(true);
        // what waits is fewer than the least, and none of it is lost
        expect(signed[i]! - number).toBeLessThan(MIN);
        expect(signed[i]! - number).toBeGreaterThanOrEqual(0);
      }
      const waiting = signed.map((all, i) => all - now[i]!).reduce((sum, one) => sum + one, 0);
      if (waiting >= MIN) manyWaited++;
      before = now;
    }
  });
  await fc.assert(property, { numRuns: 5 });
  expect(manyWaited, 'together there were enough, and they still waited').toBeGreaterThan(0);
}, 60_000);
