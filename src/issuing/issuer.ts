import { createHash } from 'node:crypto';
import type { PublishedLetter } from '../letters/letter.ts';
import { type CodeQueue, type MailStatus, createCodeQueue, keepWorking } from '../mail/code-queue.ts';
import { type Bytes, toHex } from '../protocol/bytes.ts';
import { problem } from '../web/errors.ts';
import type { IssuerWorld } from '../world.ts';
import { newCode } from './code.ts';
import { type IssuerKeys, destroyIssuerKeys, loadIssuerKeys, tagOf } from './keys.ts';
import { codeMail } from './mail.ts';
import { type InvitationDesk, openInvitationDesk } from './inviting/desk.ts';
import { oneAtATime } from '../in-turn.ts';
import { countInMemory } from './memory-count.ts';
import { openSigningPool } from './signing-pool.ts';
import { type RollCallDesk, openRollCallDesk } from './roll-call/desk.ts';
import { rollCallStore } from './roll-call/store.ts';
import { spentStore } from './store.ts';
import { type Proof, type TicketDesk, openTicketDesk } from './ticket-desk.ts';
import type { Words } from '../web/words.ts';

const DAY = 86_400_000;
const MAILS_A_DAY = 3;

/** Why there is no pass. `busy`: more ask at once than can be served soon. `closed`: the letter, meanwhile. */
export type NotCollected = 'already collected' | 'busy' | 'closed' | 'not in the roll-call';

/** What passes are made for: a letter, a tally beside it, or a draft that colleagues comment on. */
export type WithPasses = Pick<PublishedLetter, 'publicId' | 'rollCall'>;

/** Proves mailboxes and signs blindly. Knows a mailbox for moments, in memory, and never a signature. */
export interface Issuer {
  /** Sends a code and gives the ticket for the window that asked; the same whoever the mailbox belongs to. */
  ask(letter: WithPasses, mailbox: string, domain: string, now: number, words: Words): Promise<string>;
  /** Undefined where the ticket is not one of this letter. */
  mailStatus(letter: WithPasses, ticket: string): MailStatus | undefined;
  /** Undefined where `blinded` is no blinded message under the letter's key. */
  collect(letter: WithPasses, proof: Proof, blinded: Bytes): Promise<Bytes | NotCollected | undefined>;
  /** For what the issuer computes in a signatory's place: some milliseconds each, so others get their turn between. */
  inTurn: ReturnType<typeof oneAtATime>;
  desk: TicketDesk;
  rollCall: RollCallDesk;
  invitations: InvitationDesk;
  /** The mails under way: how many mailboxes are in memory now. */
  queue: CodeQueue;
  /** Destroys the private key, K_tag and every tag of the letter. */
  close(letter: WithPasses): Promise<void>;
  /** Rewrites the file of tags where something was written since. */
  tidy(): Promise<void>;
  stop(): void;
}

export function openIssuer(world: IssuerWorld): Issuer {
  const { random, config } = world;
  const store = spentStore(world.databases.issuer);
  const queue = createCodeQueue(world.transport);
  const worker = keepWorking(queue, world.now);
  const desk = openTicketDesk(random);
  const mailsToMailbox = countInMemory(MAILS_A_DAY, DAY, random);
  const keys = keysAtHand(config.dataFolder);
  const pool = openSigningPool(world.log);
  const writing = new Set<Promise<unknown>>();
  const rollCall = rollCallStore(world.databases.issuer);

  return {
    desk,
    rollCall: openRollCallDesk(rollCall, (letterId) => keys.of(letterId)),
    invitations: openInvitationDesk((letterId) => keys.of(letterId)),
    queue,
    inTurn: oneAtATime(),
    async ask({ publicId }, mailbox, domain, now, words) {
      const tag = tagOf(await keys.of(publicId), publicId, mailbox);
      queue.refuseWhereFull();
      const code = newCode(random);
      const mail = random(16);
      const content = codeMail(mailbox, code, words);
      queue.add(toHex(mail), domain, mailsToMailbox.allows(mailbox, now) ? content : null, now);
      setImmediate(worker.wake);
      return desk.issue(publicId, { tag, code, mail, now });
    },
    mailStatus({ publicId }, text) {
      const ticket = desk.open(publicId, text);
      return ticket && queue.status(toHex(ticket.mail));
    },
    async collect({ publicId, rollCall: listed }, { tag }, blinded) {
      const own = await keys.of(publicId);
      const signature = await pool.sign(own, blinded);
      if (!signature || signature === 'busy') return signature;
      // what was closed meanwhile gets no tag any more: it would stay for ever
      if (keys.areGone(publicId)) return 'closed';
      const bm = new Uint8Array(createHash('sha256').update(blinded).digest()).slice(0, 16);
      const row = store.collect({ letter: publicId, tag, bm, listed });
      writing.add(row);
      const collecting = await row.finally(() => writing.delete(row));
      if (collecting === 'unknown') return 'not in the roll-call';
      return collecting === 'other' ? 'already collected' : signature;
    },
    async close({ publicId }) {
      keys.forget(publicId);
      await destroyIssuerKeys(config.dataFolder, publicId);
      await Promise.allSettled(writing);
      await rollCall.forget(publicId);
      await store.forget(publicId);
    },
    tidy: () => store.tidy(),
    stop() {
      worker.stop();
      pool.stop();
    },
  };
}

/** To every request that was on its way when the keys went. */
const closedMeanwhile = () => problem(410, 'issuing.status.closed', 'issuing.refusal.closed');

/** Keys read from their files once. */
function keysAtHand(dataFolder: string) {
  const kept = new Map<string, Promise<IssuerKeys | undefined>>();
  const gone = new Set<string>();
  return {
    async of(letterId: Bytes): Promise<IssuerKeys> {
      const id = toHex(letterId);
      const loading = gone.has(id) ? undefined : (kept.get(id) ?? loadIssuerKeys(dataFolder, letterId));
      if (!loading) throw closedMeanwhile();
      kept.set(id, loading);
      const found = await loading;
      if (found) return found;
      // read anew at the next request: whoever runs the site may have put them back
      kept.delete(id);
      throw new Error('the keys of an open letter are missing');
    },
    areGone: (letterId: Bytes) => gone.has(toHex(letterId)),
    forget(letterId: Bytes) {
      gone.add(toHex(letterId));
      kept.delete(toHex(letterId));
    },
  };
}
