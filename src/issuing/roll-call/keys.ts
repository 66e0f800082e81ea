import { createHmac } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lockFile } from '../../../db/lock.ts';
import { type Bytes, type Random, enc } from '../../protocol/bytes.ts';
import { folderOf } from '../keys.ts';
import { shred } from '../shred.ts';

/** `none`: nothing was mailed yet. `unfinished`: K_send is there. `finished`: it was there, and is destroyed. */
export type SendingStage = 'none' | 'unfinished' | 'finished';

export async function sendingStage(dataFolder: string, letterId: Bytes): Promise<SendingStage> {
  if (await keptKey(sendKey(dataFolder, letterId))) return 'unfinished';
  return existsSync(mark(dataFolder, letterId)) ? 'finished' : 'none';
}

/** K_send, 32 bytes: that of the unfinished sending, or a new one. */
export async function keyOfSending(dataFolder: string, letterId: Bytes, random: Random): Promise<Bytes> {
  const file = sendKey(dataFolder, letterId);
  const kept = await keptKey(file);
  if (kept) return kept;
  const key = random(32);
  await writeWhole(file, key);
  return key;
}

/** Under this hash, 16 bytes, a mailbox is recognised until K_send is destroyed. */
export const hashOfMailbox = (sendingKey: Bytes, letterId: Bytes, mailbox: string): Bytes =>
  new Uint8Array(
    createHmac('sha256', sendingKey)
      .update(enc('sending/v1', letterId, mailbox))
      .digest(),
  ).slice(0, 16);

/** Overwrites and removes K_send; that there was one stays known, so that nobody is mailed twice by mistake. */
export async function destroyKeyOfSending(dataFolder: string, letterId: Bytes): Promise<void> {
  const file = sendKey(dataFolder, letterId);
  await writeFile(mark(dataFolder, letterId), '', { mode: 0o600 });
  if (existsSync(file)) await shred(file);
}

/** Undefined where another run mails for this letter: a list that is given twice at once would be mailed twice. */
export const lockSending = (dataFolder: string, letterId: Bytes): (() => void) | undefined =>
  lockFile(join(folderOf(dataFolder, letterId), 'mailing.lock'));

/** Undefined where a crash left the file empty as it was made, or overwritten as it was destroyed. */
async function keptKey(file: string): Promise<Bytes | undefined> {
  if (!existsSync(file)) return undefined;
  const key = new Uint8Array(await readFile(file));
  return key.length === 32 && key.some((byte) => byte !== 0) ? key : undefined;
}

/** In place where the file is there, and on the disk before it goes on. */
async function writeWhole(file: string, bytes: Bytes): Promise<void> {
  const opened = await open(file, existsSync(file) ? 'r+' : 'wx', 0o600);
  await opened.write(bytes, 0, bytes.length, 0);
  await opened.sync();
  await opened.close();
}

const sendKey = (dataFolder: string, letterId: Bytes): string => join(folderOf(dataFolder, letterId), 'send.key');
const mark = (dataFolder: string, letterId: Bytes): string => join(folderOf(dataFolder, letterId), 'mailed');
