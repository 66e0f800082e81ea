import { createHash, generateKeyPairSync, verify } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { rawPublicKey, signWith } from '../../src/ed25519.ts';
import { type Bytes, toBase64, toHex, utf8 } from '../../src/protocol/bytes.ts';
import { checkpointText, logOrigin, shortId, signedCheckpoint } from '../../src/protocol/checkpoint.ts';
import { flipped, someBytes } from './keys.ts';

const hash = (bytes: Bytes): Bytes => new Uint8Array(createHash('sha256').update(bytes).digest());
const letterId = someBytes(32, 5);
const root = someBytes(32, 6);
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const key = rawPublicKey(publicKey);

const text = checkpointText(logOrigin(letterId), 12, root);
const note = signedCheckpoint(hash, text, key, signWith(privateKey, utf8(text)));

/** A signed note taken apart as C2SP's signed-note says, with nothing of ours. */
function readNote(written: string): { text: string; name: string; keyId: string; signature: Buffer } {
  const [, signed, name, line] = /^([^]*\n)\n— (\S+) (\S+)\n$/.exec(written)!;
  const bytes = Buffer.from(line!, 'base64');
  return {
    text: signed!,
    name: name!,
    keyId: bytes.subarray(0, 4).toString('hex'),
    signature: bytes.subarray(4),
  };
}

describe('a checkpoint', () => {
  test('says the log, the number of leaves and the root, a line each', () => {
    expect(text.split('\n')).toEqual([`undersigned/letter/${shortId(letterId)}`, '12', toBase64(root), '']);
    expect(Buffer.from(text.split('\n')[2]!, 'base64')).toEqual(Buffer.from(root));
  });

  test('carries a signature that node:crypto verifies over its text', () => {
    const read = readNote(note);
    expect(read.text).toBe(text);
    expect(verify(null, Buffer.from(read.text), publicKey, read.signature)).toBe(true);
  });

  test('does not verify over another size or root, nor under another key', () => {
    const { signature } = readNote(note);
    for (const other of [
      checkpointText(logOrigin(letterId), 13, root),
      checkpointText(logOrigin(letterId), 12, flipped(root, 0)),
      checkpointText(logOrigin(flipped(letterId, 0)), 12, root),
    ]) {
      expect(verify(null, Buffer.from(other), publicKey, signature)).toBe(false);
    }
    expect(verify(null, Buffer.from(text), generateKeyPairSync('ed25519').publicKey, signature)).toBe(false);
  });

  test('names its key by the first four bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ key)', () => {
    const read = readNote(note);
    const named = Buffer.concat([Buffer.from(read.name), Buffer.of(0x0a, 0x01), key]);
    expect(read.name).toBe(logOrigin(letterId));
    expect(read.keyId).toBe(createHash('sha256').update(named).digest('hex').slice(0, 8));
    expect(read.signature).toHaveLength(64);
  });
});

test('the key id is the one that Go’s package note prints for the key of its example', () => {
  // PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW: name, key id, 0x01 ‖ key
  const example = new Uint8Array(Buffer.from('ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW', 'base64'));
  const written = signedCheckpoint(hash, 'PeterNeumann\n1\n', example.slice(1), someBytes(64));
  expect(readNote(written)).toMatchObject({ name: 'PeterNeumann', keyId: 'c74f20a3' });
});

test('the origin has neither spaces nor a plus sign, which would break the note', () => {
  expect(logOrigin(letterId)).toMatch(/^undersigned\/letter\/[0-9A-HJKMNP-TV-Z]{26}$/);
});

test('the id that links pin is 130 bits of the letter’s id', () => {
  const bits = BigInt(`0x${toHex(letterId)}`) >> 126n;
  const pinned = [...shortId(letterId)].reduce(
    (sum, character) => sum * 32n + BigInt('0123456789ABCDEFGHJKMNPQRSTVWXYZ'.indexOf(character)),
    0n,
  );
  expect(pinned).toBe(bits);
});
