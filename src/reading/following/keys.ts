import { type KeyObject, createPrivateKey, generateKeyPair } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { concat, fromBase64url, toBase64url } from '../../protocol/bytes.ts';

/** The key by which push services know this site again (VAPID, RFC 8292), both halves as base64url. */
export interface PushKey {
  /** A point of P-256, uncompressed: browsers follow under it. */
  publicKey: string;
  privateKey: string;
}

/** Made at the first start and kept: under another, nobody who follows could be told anything. */
export async function openPushKey(dataFolder: string): Promise<PushKey> {
  const file = pushKeyFile(dataFolder);
  if (!existsSync(file)) await makeKey(file);
  return loadPushKey(dataFolder);
}

export const loadPushKey = async (dataFolder: string): Promise<PushKey> =>
  halvesOf(createPrivateKey(await readFile(pushKeyFile(dataFolder))));

async function makeKey(file: string): Promise<void> {
  const { privateKey } = await promisify(generateKeyPair)('ec', { namedCurve: 'prime256v1' });
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
}

function halvesOf(key: KeyObject): PushKey {
  const { x, y, d } = key.export({ format: 'jwk' });
  const point = concat(Uint8Array.of(4), fromBase64url(x!), fromBase64url(y!));
  return { publicKey: toBase64url(point), privateKey: d! };
}

/** Where it is kept; in no backup, as those who follow are in none. */
export const pushKeyFile = (dataFolder: string): string => join(dataFolder, 'keys', 'push.pem');
