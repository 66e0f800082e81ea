import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { WrittenLeaf } from '../../src/protocol/audit.ts';
import { fromBase64url, toBase64url } from '../../src/protocol/bytes.ts';
import { flipped, rsaKeys } from './keys.ts';
import { type MadeAudit, letter, makeAudit, makeLetter, signatory } from './log.ts';
import { audit, faultsOf, log, maya, releases, theo } from './small-log.ts';

const firstNote = log.head.checkpoints[0]!;

const withLeaves = (leaves: WrittenLeaf[]): MadeAudit => ({ ...log, leaves });

describe('the audit of a log', () => {
  test('holds, and says how many stand', () => {
    expect(audit(log)).toEqual({ total: 2, leaves: 5, faults: [] });
  });

  test('holds where nobody has signed yet', () => {
    expect(audit(makeAudit([], 0))).toEqual({ total: 0, leaves: 0, faults: [] });
  });

  test('holds against every checkpoint that somebody kept', () => {
    expect(audit(log, log.head.checkpoints).faults).toEqual([]);
    expect(
      audit({ ...log, head: { ...log.head, checkpoints: [log.head.checkpoints[2]!] } }, [firstNote]).faults,
    ).toEqual([]);
  });

  test('counts each pass once, however often it changed, and none that withdrew', () => {
    const three = [0, 1, 2].map(() => signatory());
    const changes = [1, 2, 3].flatMap((seq) => three.map((one) => one.post(seq, 'edit')));
    const signed = three.map((one) => one.post(0, 'sign'));
    expect(audit(makeAudit([signed, changes], 3))).toEqual({ total: 3, leaves: 12, faults: [] });
    const gone = three.map((one) => one.post(4, 'withdraw'));
    expect(audit(makeAudit([signed, changes, gone], 0))).toEqual({ total: 0, leaves: 15, faults: [] });
  });
});

describe('one changed byte is refused', () => {
  const fields = ['pk', 'prefix', 'sig', 'commit', 'esig'] as const;
  const cases = fields.flatMap((field) => log.leaves.map((leaf, at) => [field, at, leaf] as const));

  test.each(cases)('in the %s of leaf %i', (field, at, leaf) => {
    const bytes = fromBase64url(leaf[field]);
    for (const place of [0, 15, bytes.length - 1]) {
      const altered = { ...leaf, [field]: toBase64url(flipped(bytes, place)) };
      expect(faultsOf(withLeaves(log.leaves.with(at, altered)))).not.toBe('');
    }
  });

  test.each([
    ['a number', { seq: 7 }],
    ['a kind', { kind: 'withdraw' as const }],
    ['a kind that is none', { kind: 'boost' as never }],
    ['a version', { version: 2 }],
    ['a version that is none', { version: 0 }],
    ['a number that is text', { seq: '0' as never }],
  ])('in %s', (_what, change) => {
    expect(faultsOf(withLeaves(log.leaves.with(3, { ...log.leaves[3]!, ...change })))).not.toBe('');
  });

  test.each([
    ['another language', { language: 'de' }],
    ['another text', { text_hash: '0'.repeat(64) }],
    ['another key of the issuer', { spki: toBase64url(rsaKeys('another issuer').spki) }],
    ['another release rule', { release: { min: 1, every: 0 } }],
  ])('in the descriptor: %s', (_what, change) => {
    const versions = [{ ...letter.descriptor, ...change }];
    expect(faultsOf({ ...log, head: { ...log.head, versions } })).toContain('the descriptor is not the one');
  });
});

describe('a log is refused', () => {
  test.each([
    ['without its last leaf', log.leaves.slice(0, -1)],
    ['without its first leaf', log.leaves.slice(1)],
    ['without any leaf', []],
    ['with a leaf twice', [...log.leaves.slice(0, 4), log.leaves[3]!, ...log.leaves.slice(4)]],
    ['with two leaves swapped', [log.leaves[1]!, log.leaves[0]!, ...log.leaves.slice(2)]],
    ['with a leaf more in it', [signatory().post(0, 'sign'), ...log.leaves]],
    ['with a leaf exchanged for a true one', log.leaves.with(3, signatory().post(0, 'sign'))],
  ])('%s', (_what, leaves) => {
    expect(faultsOf(withLeaves(leaves))).toContain('a checkpoint does not match the log');
  });

  test.each([1, 3, 0, -2, 2.5])('whose page shows %d instead of 2', (total) => {
    expect(faultsOf({ ...log, head: { ...log.head, total } })).toBe(`the page shows ${total}, but the leaves make 2`);
  });

  test('whose checkpoints another key signed', () => {
    const forged = makeAudit(releases, 2, letter, generateKeyPairSync('ed25519').privateKey);
    expect(faultsOf(forged)).toContain('a checkpoint does not match the log: 5 leaves');
  });

  test.each([
    ['the name beside it', (note: string) => note.replace('— undersigned', '— Undersigned')],
    [
      'the id of the key beside it',
      (note: string) => note.replace(/(?<=— \S+ )./, (first) => (first === 'A' ? 'B' : 'A')),
    ],
    ['its size', (note: string) => note.replace('\n2\n', '\n3\n')],
    ['its end', (note: string) => `${note}\n`],
    ['all of it', () => 'a checkpoint'],
  ])('where a checkpoint differs in %s', (_what, alter) => {
    const note = alter(firstNote);
    expect(note).not.toBe(firstNote);
    const checkpoints = log.head.checkpoints.with(0, note);
    expect(faultsOf({ ...log, head: { ...log.head, checkpoints } })).toContain('a checkpoint does not match');
    expect(faultsOf(log, [note])).toContain('a checkpoint does not match');
  });

  test('whose last checkpoint covers less than its leaves', () => {
    expect(faultsOf(withLeaves([...log.leaves, signatory().post(0, 'sign')]))).toContain('covers 5 of 6 leaves');
    const checkpoints = log.head.checkpoints.slice(0, 2);
    expect(faultsOf({ ...log, head: { ...log.head, checkpoints } })).toBe('the last checkpoint covers 4 of 5 leaves');
  });

  test('whose signed checkpoints cover leaves of another letter, under the same keys', () => {
    const other = makeLetter('Another', letter.rsa, letter.log);
    const foreign = signatory(other);
    const faults = faultsOf(makeAudit([[maya.post(0, 'sign'), foreign.post(0, 'sign')]], 2));
    expect(faults).toContain('leaf 1: its pass was not issued for this letter');
    expect(faultsOf(makeAudit([[foreign.post(0, 'sign')]], 1, other))).toBe('');
  });

  test('whose signed checkpoints cover a pass of another issuer', () => {
    const stranger = signatory({ ...letter, rsa: rsaKeys('another issuer') });
    expect(faultsOf(makeAudit([[stranger.post(0, 'sign')]], 1))).toBe(
      'leaf 0: its pass was not issued for this letter',
    );
  });

  test('whose signed checkpoints cover a post that another pass signed', () => {
    const borrowed = { ...maya.post(0, 'sign'), esig: theo.post(0, 'sign').esig };
    expect(faultsOf(makeAudit([[borrowed]], 1))).toBe('leaf 0 is not signed with its pass');
  });
});
