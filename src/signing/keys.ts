import { type KeyObject, createPrivateKey, generateKeyPair } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { toHex } from '../protocol/bytes.ts';

/** The key under which a letter's log signs checkpoints and receipts. It outlives the closing. */
export async function makeLogKey(): Promise<KeyObject> {
  const { privateKey } = await promisify(generateKeyPair)('ed25519');
  return privateKey;
}

export const storeLogKey = (dataFolder: string, letterId: Uint8Array, key: KeyObject): Promise<void> =>
  storeKey(fileOf(dataFolder, letterId), key);

export const loadLogKey = async (dataFolder: string, letterId: Uint8Array): Promise<KeyObject> =>
  createPrivateKey(await readFile(fileOf(dataFolder, letterId)));

/** Keeps a key for a letter that has no id yet, under the name of its public half. */
export const prepareLogKey = (dataFolder: string, name: string, key: KeyObject): Promise<void> =>
  storeKey(preparedFileOf(dataFolder, name), key);

export const hasPreparedKey = (dataFolder: string, name: string): boolean =>
  /^[\w-]{43}$/.test(name) && existsSync(preparedFileOf(dataFolder, name));

/** Makes a prepared key the one of a letter's logs, of which each tally has one. It stays prepared until the letter is stored, so that a crash loses nothing. */
export async function bindPreparedKey(
  dataFolder: string,
  name: string,
  letterIds: Uint8Array[],
  storeLetter: () => Promise<void>,
): Promise<void> {
  const prepared = preparedFileOf(dataFolder, name);
  const key = createPrivateKey(await readFile(prepared));
  for (const letterId of letterIds) await storeLogKey(dataFolder, letterId, key);
  await storeLetter();
  await rm(prepared);
}

async function storeKey(file: string, key: KeyObject): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(file, key.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
}

const folderOf = (dataFolder: string): string => join(dataFolder, 'keys', 'board');
const fileOf = (dataFolder: string, letterId: Uint8Array): string =>
  join(folderOf(dataFolder), `${toHex(letterId)}.pem`);
const preparedFileOf = (dataFolder: string, name: string): string =>
  join(folderOf(dataFolder), 'prepared', `${name}.pem`);
