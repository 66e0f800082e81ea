import { type KeyObject, createPrivateKey, generateKeyPair } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { toHex } from '../protocol/bytes.ts';

/** The key under which a letter's log signs checkpoints and receipts. It outlives the closing. */
export async function makeLogKey(): Promise<KeyObject> {
  const { privateKey } = await promisify(generateKeyPair)('ed25519');
  return privateKey;
}

export async function storeLogKey(dataFolder: string, letterId: Uint8Array, key: KeyObject): Promise<void> {
  await mkdir(folderOf(dataFolder), { recursive: true, mode: 0o700 });
  await writeFile(fileOf(dataFolder, letterId), key.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
}

export const loadLogKey = async (dataFolder: string, letterId: Uint8Array): Promise<KeyObject> =>
  createPrivateKey(await readFile(fileOf(dataFolder, letterId)));

const folderOf = (dataFolder: string): string => join(dataFolder, 'keys', 'board');
const fileOf = (dataFolder: string, letterId: Uint8Array): string =>
  join(folderOf(dataFolder), `${toHex(letterId)}.pem`);
