import { createHash } from 'node:crypto';
import type { PublishedLetter } from '../letters/letter.ts';
import { type CodeQueue, type MailStatus, createCodeQueue, keepWorking } from '../mail/code-queue.ts';
import { type Bytes, toHex } from '../protocol/bytes.ts';
import type { World } from '../world.ts';
import { blindSign } from './blind-signature.ts';
import { newCode } from './code.ts';
import { type IssuerKeys, destroyIssuerKeys, loadIssuerKeys, tagOf } from './keys.ts';
import { codeMail } from './mail.ts';
import { countInMemory } from './memory-count.ts';
import { spentStore } from './store.ts';
import { type Proof, type TicketDesk, openTicketDesk } from './ticket-desk.ts';

const DAY = 86_400_000;
const MAILS_A_DAY = 3;

/** Proves mailboxes and signs blindly. Knows a mailbox for moments, in memory, and never a signature. */
export interface Issuer {
  /** Sends a code and gives the ticket for the window that asked; the same whoever the mailbox belongs to. */
  ask(letter: PublishedLetter, mailbox: string, domain: string, now: number): Promise<string>;
  /** Undefined where the ticket is not one of this letter. */
  mailStatus(letter: PublishedLetter, ticket: string): MailStatus | undefined;
  /** Undefined where `blinded` is no blinded message under the letter's key. */
  collect(letter: PublishedLetter, proof: Proof, blinded: Bytes): Promise<Bytes | 'already collected' | undefined>;
  desk: TicketDesk;
  /** The mails under way: how many mailboxes are in memory now. */
  queue: CodeQueue;
  /** Destroys the private key, K_tag and every tag of the letter. */
  close(letter: PublishedLetter): Promise<void>;
  /** Rewrites the file of tags where something was written since. */
  tidy(): Promise<void>;
  stop(): void;
}

export function openIssuer(world: World): Issuer {
  const { random, config } = world;
  const store = spentStore(world.databases.issuer);
  const queue = createCodeQueue(world.transport);
  const worker = keepWorking(queue, world.now);
  const desk = openTicketDesk(random);
  const mailsToMailbox = countInMemory(MAILS_A_DAY, DAY, random);
  const keys = keysAtHand(config.dataFolder);
  // whatever ended the program last time may have kept it from tidying
  let dirty = true;

  return {
    desk,
    queue,
    async ask({ publicId }, mailbox, domain, now) {
      const tag = tagOf(await keys.of(publicId), publicId, mailbox);
      const code = newCode(random);
      const mail = random(16);
      const content = codeMail(mailbox, code);
      queue.add(toHex(mail), domain, mailsToMailbox.allows(mailbox, now) ? content : null, now);
      setImmediate(worker.wake);
      return desk.issue(publicId, { tag, code, mail, now });
    },
    mailStatus({ publicId }, text) {
      const ticket = desk.open(publicId, text);
      return ticket && queue.status(toHex(ticket.mail));
    },
    async collect({ publicId }, { tag }, blinded) {
      const { privateKey, publicKey } = await keys.of(publicId);
      const signature = blindSign(privateKey, publicKey, blinded);
      if (!signature) return undefined;
      const bm = new Uint8Array(createHash('sha256').update(blinded).digest()).slice(0, 16);
      const collecting = await store.collect({ letter: publicId, tag, bm });
      dirty = true;
      return collecting === 'other' ? 'already collected' : signature;
    },
    async close({ publicId }) {
      keys.forget(publicId);
      await destroyIssuerKeys(config.dataFolder, publicId);
      await store.forget(publicId);
    },
    async tidy() {
      if (!dirty) return;
      dirty = false;
      await store.vacuum();
    },
    stop: worker.stop,
  };
}

/** Keys read from their files once. */
function keysAtHand(dataFolder: string) {
  const kept = new Map<string, Promise<IssuerKeys | undefined>>();
  return {
    async of(letterId: Bytes): Promise<IssuerKeys> {
      const id = toHex(letterId);
      const loading = kept.get(id) ?? loadIssuerKeys(dataFolder, letterId);
      kept.set(id, loading);
      const found = await loading;
      if (!found) throw new Error('the keys of an open letter are missing');
      return found;
    },
    forget: (letterId: Bytes) => void kept.delete(toHex(letterId)),
  };
}
