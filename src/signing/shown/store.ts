import { type SQL, and, asc, eq, gt, sql } from 'drizzle-orm';
import type { Db } from '../../../db/open.ts';
import { signatures } from '../../../db/schema/board.ts';
import type { WordIndex } from '../../../db/word-index.ts';
import type { Bytes } from '../../protocol/bytes.ts';
import { type Hidden, shownWords } from '../hiding/hidden.ts';
import { commentIsJudged, hiddenOfRow, readHidden } from '../hiding/store.ts';

/** A signature as everybody may read it: what is hidden, or waits for an organizer, is not in it. */
export interface ShownSignature extends Pick<
  typeof signatures.$inferSelect,
  'position' | 'shown' | 'name' | 'role' | 'comment' | 'employer'
> {
  hidden: Hidden;
}

export interface SignatoryQuery {
  letter: Bytes;
  /** Position after which the page begins. */
  after: number;
  limit: number;
  /** Beginnings of words of name or role, folded; null for all. */
  beginnings: string[] | null;
  employer: number | null;
}

/** What readers page through. */
export interface ShownPages {
  /** Named and by-role signatures in the log's order. */
  signatories(query: SignatoryQuery): Promise<ShownSignature[]>;
  /** Without those that wait for an organizer. */
  comments(letter: Bytes, after: number, limit: number): Promise<ShownSignature[]>;
}

export function shownPages(db: Db, index: WordIndex): ShownPages {
  const pages = pagesOf(db);
  return {
    signatories: async (query) => db.transaction(() => signatoriesFor(query, index, pages).map(shownOf)),
    comments: async (letter, after, limit) => pages.comments.all({ letter, after, limit }).map(shownOf),
  };
}

/** What leaves this file for readers; keys, bodies and salts do not. */
const publicColumns = {
  position: signatures.position,
  shown: signatures.shown,
  name: signatures.name,
  role: signatures.role,
  comment: signatures.comment,
  employer: signatures.employer,
  hidden: hiddenOfRow,
};

type PublicRow = Omit<ShownSignature, 'hidden'> & { hidden: string };

/** The one place where what is hidden leaves a row. */
function shownOf({ hidden: json, ...row }: PublicRow): ShownSignature {
  const hidden = readHidden(json);
  return { ...row, ...shownWords(row, hidden), hidden };
}

type Pages = ReturnType<typeof pagesOf>;

/**
 * Keyset paging: the log's positions never change, so a page costs the same at any depth. The conditions are those of
 * the partial indexes, word for word, or SQLite would not use them.
 */
function pagesOf(db: Db) {
  const isOf = (name: 'letter' | 'employer' | 'position') => eq(signatures[name], sql.placeholder(name));
  const page = (...filter: SQL[]) =>
    db
      .select(publicColumns)
      .from(signatures)
      .where(and(isOf('letter'), gt(signatures.position, sql.placeholder('after')), ...filter))
      .orderBy(asc(signatures.position))
      .limit(sql.placeholder('limit'))
      .prepare();
  return {
    shown: page(sql`words IS NOT NULL`),
    ofEmployer: page(isOf('employer'), sql`words IS NOT NULL`),
    comments: page(sql`comment IS NOT NULL`, commentIsJudged),
    at: page(sql`${signatures.position} IN (SELECT value FROM json_each(${sql.placeholder('positions')}))`),
  };
}

function signatoriesFor(query: SignatoryQuery, index: WordIndex, pages: Pages): PublicRow[] {
  const { letter, beginnings, employer, after, limit } = query;
  if (beginnings === null) {
    return employer === null
      ? pages.shown.all({ letter, after, limit })
      : pages.ofEmployer.all({ letter, employer, after, limit });
  }
  const positions = index.find({ letter, beginnings, employer, after, limit });
  return pages.at.all({ letter, after, limit, positions: JSON.stringify(positions) });
}
