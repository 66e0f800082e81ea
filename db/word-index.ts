import type { Db } from './open.ts';

/** One published entry, as the index has it. */
export interface Indexed {
  letter: Uint8Array;
  /** In the log: what comes after it is found after it. */
  position: number;
  /** Folded, with one space between two; null where nothing of it is to be found. */
  words: string | null;
  employer: number;
}

export interface WordSearch {
  letter: Uint8Array;
  /** Beginnings of words, all of which an entry must have. */
  beginnings: string[];
  employer: number | null;
  after: number;
  limit: number;
}

/**
 * Which entries have which words: an FTS5 table that keeps no text. Its row ids are a letter's number and a position,
 * so a page of what is found begins anywhere at the same price and reads no entry of another letter. The words come
 * folded and divided, and the tokenizer `ascii` leaves them as they are: what was put in is what is taken out.
 *
 * With `secure-delete` a word leaves its page as soon as it is deleted. What marks the beginning of a page can be the
 * beginning of a word that was deleted; `remove` looks for that and has the whole index written anew.
 */
export interface WordIndex {
  add(entry: Indexed): void;
  /** Takes out entries exactly as they were put in. */
  remove(entries: Indexed[]): void;
  isEmpty(): boolean;
  /** Positions, rising. */
  find(search: WordSearch): number[];
}

/** Row ids of a letter, one after the other: as many as its log can have entries. */
const ROOM = 2 ** 32;
/**
 * As many letters of a word are indexed. Every shorter beginning has its own list of entries (`prefix` in the
 * migration), so that however many have it, a page of them is read and no more.
 */
const LONGEST = 10;
/** A shorter beginning of a word says nothing of anybody. */
const TELLING = 4;

/** To be called within the caller's transactions. */
export function wordIndex({ $client: client }: Db): WordIndex {
  const number = client.prepare('SELECT number FROM indexed_letters WHERE letter = ?').pluck();
  const newNumber = client.prepare('INSERT INTO indexed_letters (letter) VALUES (?)');
  const add = client.prepare('INSERT INTO indexed_words (rowid, words) VALUES (?, ?)');
  const remove = client.prepare("INSERT INTO indexed_words (indexed_words, rowid, words) VALUES ('delete', ?, ?)");
  const find = client
    .prepare(
      'SELECT rowid FROM indexed_words WHERE indexed_words MATCH ? AND rowid > ? AND rowid < ? ORDER BY rowid LIMIT ?',
    )
    .pluck();
  const firstOf = (letter: Uint8Array) => {
    const known = number.get(letter) as number | undefined;
    return known === undefined ? undefined : known * ROOM;
  };
  const tracesOf = traceFinder(client);
  const write = writerAnew(client);

  return {
    add({ letter, position, words, employer }) {
      if (words === null) return;
      const first = firstOf(letter) ?? Number(newNumber.run(letter).lastInsertRowid) * ROOM;
      add.run(first + position, textOf(words, employer));
    },
    remove(entries) {
      const words = entries.flatMap((entry) => entry.words?.split(' ') ?? []);
      for (const entry of entries) {
        const first = firstOf(entry.letter);
        if (entry.words !== null && first !== undefined)
          remove.run(first + entry.position, textOf(entry.words, entry.employer));
      }
      if (words.length > 0 && tracesOf(words)) write();
    },
    isEmpty: () => client.prepare('SELECT 1 FROM indexed_letters').get() === undefined,
    find({ letter, beginnings, employer, after, limit }) {
      const first = firstOf(letter);
      if (first === undefined || beginnings.length === 0) return [];
      // whole numbers: a REAL is no bound to FTS5, which would then read the letter from its first entry
      const [from, to] = [BigInt(first + after), BigInt(first + ROOM)];
      const rows = find.all(queryOf(beginnings, employer), from, to, limit) as number[];
      return rows.map((row) => row - first);
    },
  };
}

/** The employer is a word too, with a sign before it that no other word has. */
const textOf = (words: string, employer: number): string => `${words.split(' ').map(cut).join(' ')} §${employer}`;

const cut = (word: string): string => [...word].slice(0, LONGEST).join('');

/** FTS5's own language; a quoted word is never read as a part of it. */
function queryOf(beginnings: string[], employer: number | null): string {
  const words = beginnings
    .map(cut)
    .map((word) => `"${word.replaceAll('"', '')}"${[...word].length < LONGEST ? ' *' : ''}`);
  return [...words, ...(employer === null ? [] : [`"§${employer}"`])].join(' AND ');
}

/** Whether a page still begins with part of one of these words, where nobody's entry has a word that begins so. */
function traceFinder(client: Db['$client']): (words: string[]) => boolean {
  const marks = client
    .prepare(
      // the first character says of which list: whole words, or beginnings of one length
      'SELECT DISTINCT substr(CAST(term AS TEXT), 2) FROM indexed_words_idx ' +
        'WHERE substr(CAST(term AS TEXT), 2) IN (SELECT value FROM json_each(?))',
    )
    .pluck();
  const anybody = client.prepare('SELECT 1 FROM indexed_words WHERE indexed_words MATCH ? LIMIT 1');
  return (words) => {
    const beginnings = words
      .map(cut)
      .flatMap((word) =>
        Array.from({ length: Math.max(0, word.length - TELLING + 1) }, (_, i) => word.slice(0, TELLING + i)),
      );
    const found = marks.all(JSON.stringify(beginnings)) as string[];
    return found.some((beginning) => anybody.get(queryOf([beginning], null)) === undefined);
  };
}

/** All in one new segment. What is one already would be left alone, so there is a second for a moment. */
function writerAnew(client: Db['$client']): () => void {
  const own = client.prepare("INSERT INTO indexed_words (rowid, words) VALUES (0, 'a')");
  const optimize = client.prepare("INSERT INTO indexed_words (indexed_words) VALUES ('optimize')");
  const notOwn = client.prepare("INSERT INTO indexed_words (indexed_words, rowid, words) VALUES ('delete', 0, 'a')");
  return () => {
    own.run();
    optimize.run();
    notOwn.run();
  };
}
