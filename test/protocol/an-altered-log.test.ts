import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyCount } from '../../src/cli/verify.ts';
import { readCheckpoint } from '../../src/protocol/checkpoint.ts';
import type { PostKind } from '../../src/protocol/messages.ts';
import { flipped } from './keys.ts';
import { letter, makeAudit, makeLetter, signatory, written } from './log.ts';
import { faultsOf, hana, log, maya, releases, theo } from './small-log.ts';

const [firstNote, secondNote] = log.head.checkpoints as [string, string];

describe('turns are refused', () => {
  const one = signatory();
  const post = (seq: number, kind: PostKind) => one.post(seq, kind);
  test.each([
    ['a pass that signs twice', [post(0, 'sign'), post(0, 'sign')], 1],
    ['a pass that signs twice, numbered on', [post(0, 'sign'), post(1, 'sign')], 1],
    ['a pass that begins with an edit', [post(0, 'edit')], 1],
    ['a pass that begins with its second step', [post(1, 'edit')], 1],
    ['a pass that begins with a withdrawal', [post(0, 'withdraw')], 0],
    ['a step left out', [post(0, 'sign'), post(2, 'edit')], 1],
    ['a step taken twice', [post(0, 'sign'), post(1, 'edit'), post(1, 'edit')], 1],
    ['a step back', [post(0, 'sign'), post(1, 'edit'), post(0, 'edit')], 1],
    ['a change after the withdrawal', [post(0, 'sign'), post(1, 'withdraw'), post(2, 'edit')], 1],
    ['a signature after the withdrawal', [post(0, 'sign'), post(1, 'withdraw'), post(2, 'sign')], 1],
    ['a second withdrawal', [post(0, 'sign'), post(1, 'withdraw'), post(2, 'withdraw')], 0],
  ])('%s', (_what, leaves, total) => {
    const last = leaves.length - 1;
    expect(faultsOf(makeAudit([leaves], total))).toBe(`leaf ${last}: its pass was used before, or out of turn`);
  });
});

describe('whoever kept a checkpoint', () => {
  test('learns that the log was forked since, though the fork is signed', () => {
    const fork = makeAudit(
      [
        [maya.post(0, 'sign'), theo.post(0, 'sign')],
        [hana.post(0, 'sign'), signatory().post(0, 'sign')],
      ],
      4,
    );
    expect(faultsOf(fork)).toBe('');
    expect(faultsOf(fork, [firstNote])).toBe('a checkpoint does not match the log: 2 leaves');
    expect(faultsOf(fork, [secondNote])).toBe('a checkpoint does not match the log: 4 leaves');
  });

  test('learns that the log was cut off since, though what is left is signed', () => {
    const cut = makeAudit(releases.slice(0, 1), 2);
    expect(faultsOf(cut)).toBe('');
    expect(faultsOf(cut, [secondNote])).toBe('a checkpoint does not match the log: 4 leaves');
  });

  test('of another letter is told that it does not fit', () => {
    const other = makeLetter('Another', letter.rsa, letter.log);
    const [note] = makeAudit([[signatory(other).post(0, 'sign'), signatory(other).post(0, 'sign')]], 2, other).head
      .checkpoints;
    expect(readCheckpoint(note!)?.size).toBe(2);
    expect(faultsOf(log, [note!])).toBe('a checkpoint does not match the log: 2 leaves');
  });
});

describe('a byte of audit.json that becomes another', () => {
  let folder: string;
  let file: string;
  const text = Buffer.from(written(log));
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'undersigned-'));
    file = join(folder, 'audit.json');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** What the tool makes of these bytes. */
  const outcome = async (bytes: Buffer): Promise<string> => {
    writeFileSync(file, bytes);
    return verifyCount(file, undefined, () => undefined).then(
      ({ faults }) => (faults.length === 0 ? 'holds' : 'faults'),
      () => 'not readable',
    );
  };
  const parsed = (bytes: Buffer): unknown => {
    try {
      return JSON.parse(bytes.toString());
    } catch {
      return undefined;
    }
  };

  test('never leaves a count that holds, unless it says the same', async () => {
    expect(await outcome(text)).toBe('holds');
    const property = fc.asyncProperty(fc.nat(text.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
      const bytes = Buffer.from(flipped(new Uint8Array(text), at, change));
      expect((await outcome(bytes)) !== 'holds' || isDeepStrictEqual(parsed(bytes), parsed(text))).toBe(true);
    });
    await fc.assert(property, { numRuns: 600 });
  });
});
