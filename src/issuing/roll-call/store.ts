import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { Db } from '../../../db/open.ts';
import { rewrite } from '../../../db/rewrite.ts';
import { codes, sending, spent } from '../../../db/schema/issuer.ts';
import { type Bytes, toHex } from '../../protocol/bytes.ts';

/** A mailbox of the list, as its hash, and the code that it shall get. */
export interface Claim {
  h: Bytes;
  codeTag: Bytes;
}

export interface RollCallStore {
  /** Whether this is the tag of a code of the letter, used or not. */
  knows(letter: Bytes, tag: Bytes): Promise<boolean>;
  /** Makes codes valid that are printed on paper. */
  add(letter: Bytes, tags: Bytes[]): Promise<void>;
  /** Which of these mailboxes had their code: `toHex` of their hashes. */
  mailed(letter: Bytes): Promise<Set<string>>;
  /**
   * Makes these codes valid before they are mailed, and gives the hashes of those that may be. Where it is not known
   * whether an earlier code arrived, that one is made invalid, so that no mailbox has two; if it has been used, its
   * mailbox gets no other.
   */
  claim(letter: Bytes, claims: Claim[]): Promise<Set<string>>;
  /** Forgets which code went to whom; codes that the mail server did not take are valid no more, unless used. */
  settle(letter: Bytes, outcome: { sent: Bytes[]; failed: Bytes[] }): Promise<void>;
  /** Forgets which mailboxes had their code, on the disk too. */
  forgetSending(letter: Bytes): Promise<void>;
  /** Destroys everything of the letter; whoever calls rewrites the file. */
  forget(letter: Bytes): Promise<void>;
  vacuum(): Promise<void>;
}

export function rollCallStore(db: Db): RollCallStore {
  const atOnce = <Thing>(act: () => Thing): Thing => db.transaction(act, { behavior: 'immediate' });

  return {
    knows: async (letter, tag) => db.select().from(codes).where(codeRow(letter, tag)).get() !== undefined,
    add: async (letter, tags) =>
      atOnce(() => {
        for (const tag of inOrder(tags)) db.insert(codes).values({ letter, tag }).run();
      }),
    async mailed(letter) {
      const had = and(eq(sending.letter, letter), isNull(sending.codeTag));
      return new Set(
        db
          .select({ h: sending.h })
          .from(sending)
          .where(had)
          .all()
          .map(({ h }) => toHex(h)),
      );
    },
    claim: async (letter, claims) =>
      atOnce(() => {
        const sorted = claims.toSorted((a, b) => Buffer.compare(a.codeTag, b.codeTag));
        return new Set(sorted.filter((claim) => claimOne(db, letter, claim)).map(({ h }) => toHex(h)));
      }),
    settle: async (letter, { sent, failed }) =>
      atOnce(() => {
        const all = and(eq(sending.letter, letter), inArray(sending.h, sent));
        if (sent.length > 0) db.update(sending).set({ codeTag: null }).where(all).run();
        for (const h of failed) failOne(db, letter, h);
      }),
    async forgetSending(letter) {
      db.delete(sending).where(eq(sending.letter, letter)).run();
      rewrite(db);
    },
    forget: async (letter) =>
      atOnce(() => {
        for (const table of [codes, sending]) db.delete(table).where(eq(table.letter, letter)).run();
      }),
    async vacuum() {
      rewrite(db);
    },
  };
}

/** Whether this mailbox may be mailed this code. */
function claimOne(db: Db, letter: Bytes, { h, codeTag }: Claim): boolean {
  const before = rowOf(db, letter, h);
  if (before && before.codeTag === null) return false;
  if (before?.codeTag && !revoke(db, letter, before.codeTag)) {
    forgetCode(db, letter, h);
    return false;
  }
  const set = { codeTag };
  db.insert(sending)
    .values({ letter, h, codeTag })
    .onConflictDoUpdate({ target: [sending.letter, sending.h], set })
    .run();
  db.insert(codes).values({ letter, tag: codeTag }).run();
  return true;
}

function failOne(db: Db, letter: Bytes, h: Bytes): void {
  const before = rowOf(db, letter, h);
  if (before?.codeTag && !revoke(db, letter, before.codeTag)) forgetCode(db, letter, h);
  else db.delete(sending).where(sendingRow(letter, h)).run();
}

/** Makes the code in doubt invalid; false where it has been used, and so arrived. */
function revoke(db: Db, letter: Bytes, codeTag: Bytes): boolean {
  const used = and(eq(spent.letter, letter), eq(spent.tag, codeTag));
  if (db.select({ tag: spent.tag }).from(spent).where(used).get()) return false;
  db.delete(codes).where(codeRow(letter, codeTag)).run();
  return true;
}

const rowOf = (db: Db, letter: Bytes, h: Bytes) => db.select().from(sending).where(sendingRow(letter, h)).get();
const forgetCode = (db: Db, letter: Bytes, h: Bytes) =>
  db.update(sending).set({ codeTag: null }).where(sendingRow(letter, h)).run();
const codeRow = (letter: Bytes, tag: Bytes) => and(eq(codes.letter, letter), eq(codes.tag, tag));
const sendingRow = (letter: Bytes, h: Bytes) => and(eq(sending.letter, letter), eq(sending.h, h));

/** Rows come in the order of their random tags, so that nothing tells in which order codes were made. */
const inOrder = (tags: Bytes[]): Bytes[] => tags.toSorted((a, b) => Buffer.compare(a, b));
