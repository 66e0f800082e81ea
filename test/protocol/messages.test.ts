import fc from 'fast-check';
import { expect, test } from 'vitest';
import { concat, toHex, utf8 } from '../../src/protocol/bytes.ts';
import {
  type Post,
  commitMessage,
  leafMessage,
  passMessage,
  postMessage,
  preparedMessage,
} from '../../src/protocol/messages.ts';
import { flipped, someBytes } from './keys.ts';

const post: Post = {
  letterId: someBytes(32, 1),
  versionHash: someBytes(32, 2),
  pk: someBytes(32, 3),
  prefix: someBytes(32, 4),
  sig: someBytes(384, 5),
  seq: 258,
  kind: 'edit',
  commit: someBytes(32, 6),
  esig: someBytes(64, 7),
};

/** Written from PROTOCOL.md, section 2, and not from our code. */
function part(value: Uint8Array | string): string {
  const bytes = Buffer.from(value);
  return bytes.length.toString(16).padStart(8, '0') + bytes.toString('hex');
}
const parts = (...values: (Uint8Array | string)[]): string => values.map(part).join('');
const seq = Uint8Array.of(0, 0, 1, 2);

test('the message of a pass names the letter and the key', () => {
  const expected = parts('undersigned/pass/v1', post.letterId, post.pk);
  expect(toHex(passMessage(post.letterId, post.pk))).toBe(expected);
  expect(toHex(preparedMessage(post.letterId, post.pk, post.prefix))).toBe(toHex(post.prefix) + expected);
});

test('the commitment stands over the salt and the body', () => {
  const salt = someBytes(32, 9);
  expect(toHex(commitMessage(salt, '{"é":1}'))).toBe(parts('undersigned/commit/v1', salt, '{"é":1}'));
});

test('a post signs everything but the pass', () => {
  const { letterId, versionHash, pk, commit } = post;
  const expected = parts('undersigned/post/v1', letterId, versionHash, pk, seq, 'edit', commit);
  expect(toHex(postMessage(post))).toBe(expected);
});

test('a leaf holds everything that is public of a post, and no text', () => {
  const { letterId, versionHash, pk, prefix, sig, commit, esig } = post;
  const expected = parts('undersigned/entry/v1', letterId, versionHash, pk, prefix, sig, seq, 'edit', commit, esig);
  expect(toHex(leafMessage(post))).toBe(expected);
});

test('a leaf is another one when anything of the post is', () => {
  const byteFields = ['letterId', 'versionHash', 'pk', 'prefix', 'sig', 'commit', 'esig'] as const;
  const leaf = toHex(leafMessage(post));
  const property = fc.property(fc.constantFrom(...byteFields), fc.nat(31), fc.nat(7), (field, at, bit) => {
    expect(toHex(leafMessage({ ...post, [field]: flipped(post[field], at, 1 << bit) }))).not.toBe(leaf);
  });
  fc.assert(property);
  expect(toHex(leafMessage({ ...post, seq: 259 }))).not.toBe(leaf);
  expect(toHex(leafMessage({ ...post, kind: 'withdraw' }))).not.toBe(leaf);
  expect(toHex(leafMessage({ ...post }))).toBe(leaf);
});

test('no message of one kind is one of another kind', () => {
  const names = [
    passMessage(post.letterId, post.pk),
    commitMessage(post.letterId, ''),
    postMessage(post),
    leafMessage(post),
  ].map((message) => new TextDecoder().decode(message.slice(4, 4 + message[3]!)));
  expect(names).toEqual(['pass', 'commit', 'post', 'entry'].map((name) => `undersigned/${name}/v1`));
});

test('a body is committed to as the text it is, whatever form it came in', () => {
  const salt = someBytes(32);
  expect(commitMessage(salt, 'Cafe\u0301')).toEqual(commitMessage(salt, 'Café'));
  expect(commitMessage(salt, 'Cafe')).not.toEqual(commitMessage(salt, 'Café'));
  expect(concat(commitMessage(salt, 'Café')).slice(-5)).toEqual(utf8('Café'));
});
