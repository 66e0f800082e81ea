import { type PublishedLetter, takesSignatures } from '../../letters/letter.ts';
import { letterStore } from '../../letters/store.ts';
import { toHex } from '../../protocol/bytes.ts';
import type { IssuerWorld } from '../../world.ts';
import { newCode } from '../code.ts';
import { type IssuerKeys, codeTagOf, loadIssuerKeys } from '../keys.ts';
import { destroyKeyOfSending, hashOfMailbox, keyOfSending, lockSending, sendingStage } from './keys.ts';
import type { Entry } from './list.ts';
import { toWait } from './rounds.ts';
import { type Outcome, type SendingContext, sendCodes } from './sending.ts';
import { rollCallStore } from './store.ts';
import { wordsIn } from '../../web/speak.ts';

export interface MailingOptions extends Pick<SendingContext, 'pace' | 'wait' | 'progress'> {
  /** Mail to a list though an earlier sending is finished, and nobody can tell who had a code in it. */
  more: boolean;
  /** Finish even where some were not mailed. */
  finish: boolean;
}

export interface Mailed extends Outcome {
  /** How many of the list had their code before. */
  before: number;
  finished: boolean;
}

/**
 * Mails a code to everybody on the list who has none, and finishes when all of it is mailed. Broken off, it is
 * called again with the same list and goes on.
 */
export const mailRollCall = (
  world: IssuerWorld,
  letter: PublishedLetter,
  list: Entry[],
  options: MailingOptions,
): Promise<Mailed | 'finished before' | 'under way'> =>
  alone(world, letter, () => mailAll(world, letter, list, options));

/** Whether a sending was begun and not finished. */
export const hasUnfinished = async (world: IssuerWorld, { publicId }: PublishedLetter): Promise<boolean> =>
  (await sendingStage(world.config.dataFolder, publicId)) === 'unfinished';

/** Destroys the key by which mailed mailboxes are recognised, and what it recognised. */
export const finishMailing = (world: IssuerWorld, letter: PublishedLetter): Promise<'finished' | 'under way'> =>
  alone(world, letter, async () => {
    await finish(world, letter);
    return 'finished' as const;
  });

/** Two runs at once would both take a key, or the one would destroy it under the other. */
async function alone<Result>(
  world: IssuerWorld,
  { publicId }: PublishedLetter,
  work: () => Promise<Result>,
): Promise<Result | 'under way'> {
  const letGo = lockSending(world.config.dataFolder, publicId);
  if (!letGo) return 'under way';
  try {
    return await work();
  } finally {
    letGo();
  }
}

async function mailAll(
  world: IssuerWorld,
  letter: PublishedLetter,
  list: Entry[],
  options: MailingOptions,
): Promise<Mailed | 'finished before'> {
  const { publicId } = letter;
  const { dataFolder } = world.config;
  const store = rollCallStore(world.databases.issuer);
  const stage = await sendingStage(dataFolder, publicId);
  if (stage === 'finished' && !options.more) return 'finished before';
  // rows under a key that is gone recognise nobody; a crash may have left them
  if (stage !== 'unfinished') await store.forgetSending(publicId);
  const keys = await keysOf(world, letter);
  const key = await keyOfSending(dataFolder, publicId, world.random);
  const all = list.map((entry) => toWait(entry, hashOfMailbox(key, publicId, entry.mailbox)));
  const had = await store.mailed(publicId);
  const waiting = all.filter(({ h }) => !had.has(toHex(h)));
  const before = all.length - waiting.length;
  const outcome = await sendCodes(
    {
      ...{ world, store, letterId: publicId, words: wordsIn(letter.language), pace: options.pace, wait: options.wait },
      tagOfCode: (code) => codeTagOf(keys, publicId, code),
      isOpen: () => isOpen(world, letter),
      progress: (done) => options.progress(before + done),
    },
    waiting,
  );
  const whole = outcome.refused.length + outcome.trouble.length === 0;
  const finished = !outcome.closed && (whole || options.finish);
  if (finished) await finish(world, letter);
  return { ...outcome, before, finished };
}

async function finish(world: IssuerWorld, { publicId }: PublishedLetter): Promise<void> {
  await destroyKeyOfSending(world.config.dataFolder, publicId);
  await rollCallStore(world.databases.issuer).forgetSending(publicId);
}

/** Makes codes for paper; they stand nowhere but in the answer. */
export async function makeCodes(world: IssuerWorld, letter: PublishedLetter, count: number): Promise<string[]> {
  const store = rollCallStore(world.databases.issuer);
  const keys = await keysOf(world, letter);
  const codes = Array.from({ length: count }, () => newCode(world.random));
  await store.add(
    letter.publicId,
    codes.map((code) => codeTagOf(keys, letter.publicId, code)),
  );
  await store.vacuum();
  return codes;
}

async function keysOf(world: IssuerWorld, { publicId }: PublishedLetter): Promise<IssuerKeys> {
  const keys = await loadIssuerKeys(world.config.dataFolder, publicId);
  if (!keys?.codeKey) throw new Error('the keys of an open roll-call letter are missing');
  return keys;
}

/** Asked anew each time: another program may close the letter meanwhile, and destroy its keys. */
async function isOpen(world: IssuerWorld, { slug, publicId }: PublishedLetter): Promise<boolean> {
  const letter = await letterStore(world.databases.letters).bySlug(slug);
  const keys = await loadIssuerKeys(world.config.dataFolder, publicId);
  return letter !== undefined && takesSignatures(letter, world.now()) && keys !== undefined;
}
