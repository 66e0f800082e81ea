import { and, count, eq } from 'drizzle-orm';
import type { Db } from '../../../../db/open.ts';
import { passkeys, recoveryCodes } from '../../../../db/schema/organizers.ts';
import type { Bytes } from '../../../protocol/bytes.ts';

export type Passkey = typeof passkeys.$inferSelect;

export interface PasskeysStore {
  /** False where this passkey is there already. */
  add(passkey: Passkey): Promise<boolean>;
  byId(id: Bytes): Promise<Passkey | undefined>;
  of(organizer: Bytes): Promise<Passkey[]>;
  /** False where the organizer has no such passkey. Recovery codes go with the last one. */
  remove(id: Bytes, organizer: Bytes): Promise<boolean>;
  counted(id: Bytes, counter: number): Promise<void>;
  /** New recovery codes, as hashes; the ones before are void. */
  replaceCodes(organizer: Bytes, hashes: Bytes[]): Promise<void>;
  /** Uses a recovery code; true once. */
  useCode(organizer: Bytes, hash: Bytes): Promise<boolean>;
  unusedCodes(organizer: Bytes): Promise<number>;
}

export function passkeysStore(db: Db): PasskeysStore {
  const ofOrganizer = (organizer: Bytes) => db.select().from(passkeys).where(eq(passkeys.organizer, organizer)).all();
  const forgetCodes = (organizer: Bytes) =>
    db.delete(recoveryCodes).where(eq(recoveryCodes.organizer, organizer)).run();
  const unused = (organizer: Bytes) => and(eq(recoveryCodes.organizer, organizer), eq(recoveryCodes.used, false));

  return {
    add: async (passkey) => db.insert(passkeys).values(passkey).onConflictDoNothing().run().changes === 1,
    byId: async (id) => db.select().from(passkeys).where(eq(passkeys.id, id)).get(),
    of: async (organizer) => ofOrganizer(organizer),
    remove: async (id, organizer) =>
      db.transaction(() => {
        const own = and(eq(passkeys.id, id), eq(passkeys.organizer, organizer));
        const removed = db.delete(passkeys).where(own).run().changes === 1;
        if (ofOrganizer(organizer).length === 0) forgetCodes(organizer);
        return removed;
      }),
    counted: async (id, counter) => void db.update(passkeys).set({ counter }).where(eq(passkeys.id, id)).run(),
    replaceCodes: async (organizer, hashes) =>
      db.transaction(() => {
        forgetCodes(organizer);
        db.insert(recoveryCodes)
          .values(hashes.map((hash) => ({ hash, organizer })))
          .run();
      }),
    useCode: async (organizer, hash) =>
      db
        .update(recoveryCodes)
        .set({ used: true })
        .where(and(eq(recoveryCodes.hash, hash), unused(organizer)))
        .returning({ hash: recoveryCodes.hash })
        .all().length === 1,
    unusedCodes: async (organizer) =>
      db.select({ codes: count() }).from(recoveryCodes).where(unused(organizer)).get()!.codes,
  };
}
