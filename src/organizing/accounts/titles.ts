import type { Letter } from '../../letters/letter.ts';
import type { LetterStore } from '../../letters/store.ts';
import { type Bytes, toHex } from '../../protocol/bytes.ts';

/** What the letter of this id is called; null where it has no title yet. */
export type TitleOf = (letter: Bytes) => Promise<string | null>;

/** What drafts are called as their writers left them, though they may have faults. */
export type WorkingTitles = (letters: Bytes[]) => Promise<{ letter: Bytes; title: string }[]>;

/** A draft is called as its writers call it now; what is published, as the public knows it. */
export const titleOf = (letter: Letter | undefined, working: string | undefined): string | null =>
  (letter && letter.status !== 'draft' ? letter.title : working || letter?.title) || null;

export const titlesFrom =
  (letters: LetterStore, working: WorkingTitles): TitleOf =>
  async (id) =>
    titleOf(await letters.byId(id), (await byLetter(working, [id])).get(toHex(id)));

/** The working titles by the ids of their letters in addresses. */
export const byLetter = async (working: WorkingTitles, letters: Bytes[]): Promise<Map<string, string>> =>
  new Map((await working(letters)).map(({ letter, title }) => [toHex(letter), title]));
