import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom } from '../../src/issuing/seeded-random.ts';

const secrets = fc.uint8Array({ minLength: 32, maxLength: 32 });

test('the same secret draws the same bytes, so a form that is sent twice makes one pass', () => {
  const property = fc.property(secrets, fc.array(fc.nat(400), { maxLength: 6 }), (secret, sizes) => {
    const [one, again] = [seededRandom(secret), seededRandom(secret)];
    expect(sizes.map(again)).toEqual(sizes.map(one));
  });
  fc.assert(property);
});

test('no two draws are alike, nor those of two secrets, nor is a short one the beginning of a long one', () => {
  const [one, other] = [seededRandom(new Uint8Array(32)), seededRandom(new Uint8Array(32).fill(1))];
  const draws = [one(32), one(32), other(32), other(64).slice(0, 32), one(384).slice(0, 32)];
  expect(new Set(draws.map((draw) => Buffer.from(draw).toString('hex'))).size).toBe(draws.length);
});

test('a draw is as long as it was asked to be', () => {
  const random = seededRandom(new Uint8Array(32));
  expect([0, 1, 16, 384].map((size) => random(size).length)).toEqual([0, 1, 16, 384]);
});
