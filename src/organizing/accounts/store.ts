import { eq } from 'drizzle-orm';
import type { Db } from '../../../db/open.ts';
import { organizers } from '../../../db/schema/organizers.ts';
import type { Bytes } from '../../protocol/bytes.ts';
import type { Organizer } from './organizer.ts';

export interface OrganizersStore {
  /** False where there is an organizer with this address already. */
  add(organizer: Omit<Organizer, 'language'>): Promise<boolean>;
  byEmail(email: string): Promise<Organizer | undefined>;
  byId(id: Bytes): Promise<Organizer | undefined>;
  rename(id: Bytes, name: string): Promise<void>;
  /** Every language that somebody chose. */
  languages(): Promise<string[]>;
  /** Null leaves it to the browser. */
  speak(id: Bytes, language: string | null): Promise<void>;
}

export function organizersStore(db: Db): OrganizersStore {
  return {
    add: async (organizer) => db.insert(organizers).values(organizer).onConflictDoNothing().run().changes === 1,
    byEmail: async (email) => db.select().from(organizers).where(eq(organizers.email, email)).get(),
    byId: async (id) => db.select().from(organizers).where(eq(organizers.id, id)).get(),
    rename: async (id, name) => void db.update(organizers).set({ name }).where(eq(organizers.id, id)).run(),
    languages: async () =>
      db
        .selectDistinct({ language: organizers.language })
        .from(organizers)
        .all()
        .flatMap(({ language }) => language ?? []),
    speak: async (id, language) => void db.update(organizers).set({ language }).where(eq(organizers.id, id)).run(),
  };
}
