import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Json, canonicalJson } from '../../src/protocol/canonical-json.ts';

const normal = fc.string({ unit: 'binary' }).map((text) => text.normalize('NFC'));
const { json } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3 },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger().map((value) => value + 0),
    normal,
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(normal, tie('json'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

/** The same value with the keys of every object the other way round. */
function reversed(value: Json): Json {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, member]) => [key, reversed(member)]),
  );
}

test('the order in which keys were set does not matter, as it does to JSON.stringify', () => {
  const property = fc.property(json, (value) => {
    expect(canonicalJson(reversed(value))).toBe(canonicalJson(value));
  });
  fc.assert(property);
  expect(JSON.stringify(reversed({ a: 1, b: 2 }))).not.toBe(JSON.stringify({ a: 1, b: 2 }));
});

test('the text is JSON of the same value, and its own canonical form', () => {
  const property = fc.property(json, (value) => {
    const text = canonicalJson(value);
    expect(JSON.parse(text)).toEqual(value);
    expect(canonicalJson(JSON.parse(text) as Json)).toBe(text);
  });
  fc.assert(property);
});

test('keys stand sorted by code unit, without white space', () => {
  expect(canonicalJson({ b: [1, true, null], a: { é: 'x', z: 0, Z: -1 }, '': [] })).toBe(
    '{"":[],"a":{"Z":-1,"z":0,"é":"x"},"b":[1,true,null]}',
  );
  // By code point the other way round.
  expect(canonicalJson({ '\ufb33': 1, '\u{1f600}': 2 })).toBe('{"\u{1f600}":2,"\ufb33":1}');
});

test('strings are in normal form C, so that one letter has one hash', () => {
  expect(canonicalJson({ title: 'Cafe\u0301' })).toBe('{"title":"Café"}');
  expect(canonicalJson(['\u212b', '\ufb01'])).toBe('["Å","\ufb01"]');
});

test('control characters and quotes are escaped as RFC 8785 has them', () => {
  expect(canonicalJson('"\\\n\t\u0001/\u2028')).toBe('"\\"\\\\\\n\\t\\u0001/\u2028"');
});

test.each([1.5, NaN, Infinity, 2 ** 53])('%d is refused, because not everybody would write it alike', (value) => {
  expect(() => canonicalJson({ at: [value] })).toThrow(RangeError);
});
