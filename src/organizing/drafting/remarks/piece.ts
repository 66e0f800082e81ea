import { createHash } from 'node:crypto';
import { normalText } from '../../../protocol/bytes.ts';
import { type Content, type ListField, placesOf, textAt, withList, withText } from '../content.ts';

/** A piece of the draft that something can be said about: a paragraph of the body, a demand, a line. */
export interface Piece {
  /** Where it stands: `salutation`, `body`, `demands.i7f.text`. */
  at: string;
  /** The paragraph of the body, counted from 1 as the guard counts; null elsewhere. */
  paragraph: number | null;
  text: string;
}

/** What became of a piece: it reads as it did, it reads otherwise at what seems to be its place, or it is gone. */
export type Standing = { state: 'same' | 'changed'; piece: Piece } | { state: 'gone' };

/** A body with more paragraphs than this is no letter. */
export const MOST_PARAGRAPHS = 1_000;

/** How far from its place a paragraph is looked for that reads otherwise now. */
const FAR = 40;
/** The share of words that a paragraph must have kept to be taken for the same one. */
const ALIKE = 0.5;

const BLANK = /(\n{2,})/;
const LINES = ['title', 'salutation', 'closing', 'from'];
const ITEMS = /^(demands|pledges)\.\w+\.text$/;
const DEMANDS_LINE = /^\[demands\][ \t]*$/;

/** Every piece of a content that holds words, in the order in which people read them. */
export function piecesOf(content: Content): Piece[] {
  const all = [...placesOf(content)].flatMap(({ at, text }): Piece[] => {
    if (at === 'body') return paragraphsOf(text);
    const said = normalText(text).trim();
    const isPiece = said !== '' && (LINES.includes(at) || ITEMS.test(at));
    return isPiece ? [{ at, paragraph: null, text: said }] : [];
  });
  return all.toSorted((a, b) => rank(a) - rank(b));
}

/** A text without line breaks in front and white space behind; white space in front can mean something in Markdown. */
export const bare = (text: string): string => normalText(text).replace(/^\n+|\s+$/g, '');

/** Its name in an address, and in a page: `body.3`, `demands.i7f.text`. */
export const keyOf = ({ at, paragraph }: Piece): string => (paragraph === null ? at : `${at}.${paragraph}`);

/** What it is for the trail, which is read in any language: `title`, `body.3`, `demands.2` for the second demand. */
export function placeOf({ lists }: Content, { at, paragraph }: Piece): string {
  const [list = '', id] = at.split('.');
  if (paragraph !== null) return `${at}.${paragraph}`;
  return id === undefined ? at : `${list}.${lists[list as ListField].findIndex((item) => item.id === id) + 1}`;
}

/** What a form carries of the piece that its writer saw. */
export const hashOf = ({ text }: Piece): string => createHash('sha256').update(text).digest('hex');

/** Where a piece stands among the pieces of now, by its text and its place. */
export function standingOf(pieces: Piece[], was: Piece): Standing {
  const there = pieces.filter(({ at }) => at === was.at);
  const same = nearest(
    there.filter(({ text }) => text === was.text),
    was,
  );
  if (same) return { state: 'same', piece: same };
  const piece = was.paragraph === null ? there[0] : mostAlike(there, was);
  return piece ? { state: 'changed', piece } : { state: 'gone' };
}

/** The content with this text in the place of a piece that it has; with none, the piece is left out. */
export function replaced(content: Content, { at, paragraph, text }: Piece, instead: string): Content {
  if (paragraph !== null) return withText(content, at, withParagraph(content.texts.body, paragraph, text, instead));
  const [list = '', id] = at.split('.');
  if (instead !== '' || id === undefined) return withText(content, at, instead);
  return withList(content, list as ListField, (items) => items.filter((item) => item.id !== id));
}

/** Whether a content reads as `replaced` made it, whatever else was written into it meanwhile. */
export function readsSo(content: Content, { at, paragraph, text }: Piece, instead: string): boolean {
  if (paragraph === null) return normalText(textAt(content, at) ?? '').trim() === instead;
  const wanted = instead === '' ? [] : paragraphsOf(instead);
  const there = new Set(paragraphsOf(content.texts.body).map((piece) => piece.text));
  return instead === '' ? !there.has(text) : wanted.every((piece) => there.has(piece.text));
}

const reading = ['title', 'salutation', 'body', 'demands', 'closing', 'from', 'pledges'];
const rank = ({ at }: Piece): number => reading.indexOf(at.split('.')[0]!);

/** The same paragraphs with the same numbers as the guard's. A line [demands] stands for others. */
const paragraphsOf = (body: string): Piece[] =>
  normalText(body)
    .split(/\n{2,}/)
    .slice(0, MOST_PARAGRAPHS)
    .map((text, i) => ({ at: 'body', paragraph: i + 1, text: bare(text) }))
    .filter(({ text }) => text.trim() !== '' && !DEMANDS_LINE.test(text));

const distance = (piece: Piece, was: Piece): number => Math.abs((piece.paragraph ?? 0) - (was.paragraph ?? 0));

const nearest = (pieces: Piece[], was: Piece): Piece | undefined =>
  pieces.toSorted((a, b) => distance(a, was) - distance(b, was))[0];

function mostAlike(pieces: Piece[], was: Piece): Piece | undefined {
  const words = wordsOf(was.text);
  const alike = pieces
    .filter((piece) => distance(piece, was) <= FAR)
    .map((piece) => ({ piece, share: shareOf(words, wordsOf(piece.text)) }))
    .filter(({ share }) => share >= ALIKE);
  return alike.toSorted((a, b) => b.share - a.share || distance(a.piece, was) - distance(b.piece, was))[0]?.piece;
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** The share of words that two texts have in common, from 0 to 1. */
function shareOf(a: string[], b: string[]): number {
  const left = new Map<string, number>();
  for (const word of a) left.set(word, (left.get(word) ?? 0) + 1);
  let common = 0;
  for (const word of b) {
    const more = left.get(word) ?? 0;
    if (more > 0) common += 1;
    left.set(word, more - 1);
  }
  return a.length + b.length === 0 ? 0 : (2 * common) / (a.length + b.length);
}

/** The body with another text for one paragraph, and every blank line as it was. */
function withParagraph(body: string, number: number, text: string, instead: string): string {
  const parts = normalText(body).split(BLANK);
  const i = 2 * (number - 1);
  const part = parts[i] ?? '';
  if (bare(part) !== text) return body;
  if (instead !== '')
    return parts
      .with(
        i,
        part.replace(text, () => instead),
      )
      .join('');
  // with the blank lines behind it, or for the last one those before it
  return (i + 1 < parts.length ? parts.toSpliced(i, 2) : parts.toSpliced(Math.max(0, i - 1), 2)).join('');
}
