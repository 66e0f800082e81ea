import { type KeyObject, createHmac, createPrivateKey, createPublicKey } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Bytes, enc, toHex, uint32 } from '../protocol/bytes.ts';
import type { CommonWorld } from '../world.ts';
import { shred } from './shred.ts';

/** What the issuer of one letter knows and the board does not. */
export interface IssuerKeys {
  privateKey: KeyObject;
  publicKey: KeyObject;
  /** K_tag, 32 bytes; a roll-call letter has none. */
  tagKey: Bytes | null;
  /** K_code, 32 bytes, of a roll-call letter. */
  codeKey: Bytes | null;
}

export const RSA_BITS = 3072;

export async function makeIssuerKeys(
  { random, newRsaPair }: Pick<CommonWorld, 'random' | 'newRsaPair'>,
  rollCall = false,
): Promise<IssuerKeys> {
  const pair = await newRsaPair(RSA_BITS);
  return { ...pair, tagKey: rollCall ? null : random(32), codeKey: rollCall ? random(32) : null };
}

/** The key as descriptors name it: SubjectPublicKeyInfo under the OID rsaEncryption. */
export const spkiOf = (publicKey: KeyObject): Bytes =>
  new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }));

/** `tag` of a mailbox for a letter, 16 bytes (PROTOCOL.md, step 1). */
export const tagOf = (keys: IssuerKeys, letterId: Uint8Array, mailbox: string): Bytes =>
  keyed(keys.tagKey, enc('tag/v1', letterId, mailbox));

/** `tag` of a roll-call letter's code, 16 bytes: nothing of it comes from a mailbox. */
export const codeTagOf = (keys: IssuerKeys, letterId: Uint8Array, code: string): Bytes =>
  keyed(keys.codeKey, enc('roll-call/v1', letterId, code));

/** `tag` under which a pass (`pk`) asked for invitation `n` of the vouched tally, 16 bytes. */
export const invitingTagOf = (keys: IssuerKeys, tallyId: Uint8Array, pk: Bytes, n: number): Bytes =>
  keyed(keys.tagKey, enc('invite/v1', tallyId, pk, uint32(n)));

/** `tag` under which an invitation collects its pass, 16 bytes: nothing of it comes from who invited. */
export const invitedTagOf = (keys: IssuerKeys, tallyId: Uint8Array, nonce: Bytes): Bytes =>
  keyed(keys.tagKey, enc('invited/v1', tallyId, nonce));

function keyed(key: Bytes | null, message: Bytes): Bytes {
  if (!key) throw new Error('this letter proves nobody in this way');
  return new Uint8Array(createHmac('sha256', key).update(message).digest()).slice(0, 16);
}

/** Keeps the keys in files of their own, outside databases and backups, readable by this user alone. */
export async function storeIssuerKeys(dataFolder: string, letterId: Uint8Array, keys: IssuerKeys): Promise<void> {
  const folder = folderOf(dataFolder, letterId);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(join(folder, 'rsa.pem'), keys.privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  if (keys.tagKey) await writeFile(join(folder, 'tag.key'), keys.tagKey, { mode: 0o600 });
  if (keys.codeKey) await writeFile(join(folder, 'code.key'), keys.codeKey, { mode: 0o600 });
}

/** Undefined where the letter has been closed and its keys destroyed. */
export async function loadIssuerKeys(dataFolder: string, letterId: Uint8Array): Promise<IssuerKeys | undefined> {
  const folder = folderOf(dataFolder, letterId);
  if (!existsSync(join(folder, 'rsa.pem'))) return undefined;
  const privateKey = createPrivateKey(await readFile(join(folder, 'rsa.pem')));
  const [tagKey, codeKey] = await Promise.all(['tag.key', 'code.key'].map((name) => readKey(join(folder, name))));
  return { privateKey, publicKey: createPublicKey(privateKey), tagKey: tagKey ?? null, codeKey: codeKey ?? null };
}

/** Shreds every key, then removes the folder; again where a crash came between. */
export async function destroyIssuerKeys(dataFolder: string, letterId: Uint8Array): Promise<void> {
  const folder = folderOf(dataFolder, letterId);
  if (!existsSync(folder)) return;
  for (const name of await readdir(folder)) await shred(join(folder, name));
  await rm(folder, { recursive: true });
}

const readKey = async (file: string): Promise<Bytes | null> =>
  existsSync(file) ? new Uint8Array(await readFile(file)) : null;

/** Where a letter's issuer keeps its keys. */
export const folderOf = (dataFolder: string, letterId: Uint8Array): string =>
  join(dataFolder, 'keys', 'issuer', toHex(letterId));
