import type { Sending } from '../../mail/transport.ts';
import { type Bytes, toHex } from '../../protocol/bytes.ts';
import type { IssuerWorld } from '../../world.ts';
import { newCode } from '../code.ts';
import { rollCallMail } from './mail.ts';
import { type Waiting, dueNow, tryLater } from './rounds.ts';
import type { RollCallStore } from './store.ts';
import type { Words } from '../../web/words.ts';

const SECOND = 1_000;
const TIDY = 30 * SECOND;

/** What became of a list: lines by their numbers, never by what stands in them. */
export interface Outcome {
  mailed: number;
  /** The mail server said that it will never take these. */
  refused: number[];
  /** It took none of these for ten minutes. */
  trouble: number[];
  /** The letter closed meanwhile; nothing more was sent. */
  closed: boolean;
}

export interface SendingContext {
  world: Pick<IssuerWorld, 'transport' | 'random' | 'now'>;
  letterId: Bytes;
  words: Words;
  store: RollCallStore;
  tagOfCode: (code: string) => Bytes;
  /** Mails a second to one domain. */
  pace: number;
  wait: (milliseconds: number) => Promise<unknown>;
  isOpen: () => Promise<boolean>;
  /** Called after each round with how many of the list are done with. */
  progress: (done: number) => void;
}

/**
 * Mails a code to each, round by round: a second's mails are made valid in one transaction, sent at once, and
 * settled in another, so that no file tells in which order they went. The list lives in memory alone.
 */
export async function sendCodes(context: SendingContext, list: Waiting[]): Promise<Outcome> {
  const { world, store, letterId } = context;
  const outcome: Outcome = { mailed: 0, refused: [], trouble: [], closed: false };
  let waiting = list;
  let tidied = world.now();
  while (waiting.length > 0 && !outcome.closed) {
    const began = world.now();
    if (!(await context.isOpen())) outcome.closed = true;
    else waiting = await round(context, waiting, outcome);
    context.progress(list.length - waiting.length);
    if (world.now() - tidied >= TIDY) {
      await store.vacuum();
      tidied = world.now();
    }
    if (waiting.length > 0) await context.wait(Math.max(0, began + SECOND - world.now()));
  }
  // it may have closed in the middle of a round: then nothing of it may stay
  if (outcome.closed || !(await context.isOpen())) {
    outcome.closed = true;
    await store.forget(letterId);
  }
  await store.vacuum();
  return outcome;
}

async function round(context: SendingContext, waiting: Waiting[], outcome: Outcome): Promise<Waiting[]> {
  const { world, store, letterId, words, pace } = context;
  const due = await withCodes(context, dueNow(waiting, pace, world.now()));
  const sendings = await Promise.all(
    due.mail.map((one) => world.transport.send(rollCallMail(one.mailbox, one.code!, words))),
  );
  const now = world.now();
  const over = due.mail.filter((one, i) => isOver(one, sendings[i]!, outcome, now));
  const isSent = (one: Waiting) => sendings[due.mail.indexOf(one)] === 'sent';
  const hashes = (some: Waiting[]) => some.map(({ h }) => h);
  const failed = over.filter((one) => !isSent(one));
  await store.settle(letterId, { sent: hashes(over.filter(isSent)), failed: hashes(failed) });
  return waiting.filter((one) => !over.includes(one) && !due.done.includes(one));
}

/** Makes codes for those who have none yet, and tells who turns out to have had theirs. */
async function withCodes(context: SendingContext, due: Waiting[]): Promise<{ mail: Waiting[]; done: Waiting[] }> {
  const { world, store, letterId, tagOfCode } = context;
  const fresh = due.filter(({ code }) => code === undefined);
  for (const one of fresh) one.code = newCode(world.random);
  const claims = fresh.map(({ h, code }) => ({ h, codeTag: tagOfCode(code!) }));
  const claimed = await store.claim(letterId, claims);
  const done = fresh.filter(({ h }) => !claimed.has(toHex(h)));
  return { mail: due.filter((one) => !done.includes(one)), done };
}

/** Whether nothing more is to be done for it; notes what became of it. */
function isOver(one: Waiting, sending: Sending, outcome: Outcome, now: number): boolean {
  switch (sending) {
    case 'sent':
      outcome.mailed += 1;
      return true;
    case 'refused':
      outcome.refused.push(one.line);
      return true;
    case 'trouble':
      if (tryLater(one, now)) return false;
      outcome.trouble.push(one.line);
      return true;
  }
}
