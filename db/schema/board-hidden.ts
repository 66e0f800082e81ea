import { index, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { bytes } from './bytes.ts';

/**
 * In board.db: which words of a published entry are not shown. It holds no words, no time and not who decided: the
 * words stand with the signature, and go with it. A row without a reason says that the words wait for an organizer.
 */
export const hidden = sqliteTable(
  'hidden',
  {
    letter: bytes('letter').notNull(),
    pk: bytes('pk').notNull(),
    part: text('part', { enum: ['name', 'role', 'comment'] }).notNull(),
    reason: text('reason', {
      enum: ['insult', 'names somebody who did not agree', 'personal data', 'not about the letter', 'illegal'],
    }),
  },
  (t) => [primaryKey({ columns: [t.letter, t.pk, t.part] }), index('hidden_why').on(t.letter, t.reason)],
);
