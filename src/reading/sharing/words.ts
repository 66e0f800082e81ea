import type { PublishedLetter } from '../../letters/letter.ts';
import { paths } from '../../paths.ts';
import { shortId } from '../../protocol/checkpoint.ts';
import type { Published } from '../../signing/public-board.ts';
import type { Words } from '../../web/words.ts';
import { authorOf } from '../author.ts';
import { inOneLine, numberLine } from '../numbers/line.ts';

/** The link to give away: it pins key, text and rules. */
export const pinned = ({ address, publicId }: PublishedLetter, baseUrl: string): string =>
  `${baseUrl}${paths.letter(address)}#${shortId(publicId)}`;

/** After the manner of APA, with the number and its instant, because both change. */
export function citation(letter: PublishedLetter, published: Published, baseUrl: string, words: Words): string {
  const cited = {
    author: authorOf(letter, words),
    day: words.date(letter.openedAt),
    title: endOf(letter.title),
    url: `${baseUrl}${paths.letter(letter.address)}`,
  };
  const line = numberLine(letter, published, words);
  if (line.asOf === null) return words.say('reading.share.citation', cited);
  const counted = { signed: inOneLine(line), asOf: words.dateTime(line.asOf) };
  return words.say('reading.share.citation-counted', { ...cited, ...counted });
}

const endOf = (title: string): string => title.replace(/\.$/, '');

/** For any mail program: no address, no tracker. */
export function mailto(letter: PublishedLetter, baseUrl: string): string {
  const body = `${letter.title}\r\n\r\n${pinned(letter, baseUrl)}\r\n`;
  return `mailto:?subject=${encodeURIComponent(letter.title)}&body=${encodeURIComponent(body)}`;
}

export interface Size {
  width: number;
  height: number;
}

/** What the frame needs; a page may give it less. */
export const FRAME: Size = { width: 480, height: 300 };

export const frameCode = (
  { address }: PublishedLetter,
  baseUrl: string,
  words: Words,
  { width, height } = FRAME,
): string =>
  `<iframe src="${baseUrl}${paths.embed(address)}" width="${width}" height="${height}" title="${words.say('reading.share.frame-title')}" loading="lazy" style="border:0;max-width:100%"></iframe>`;

export const badgeCode = ({ address }: PublishedLetter, baseUrl: string, words: Words): string =>
  `<a href="${baseUrl}${paths.letter(address)}"><img src="${baseUrl}${paths.badge(address)}" alt="${words.say('reading.share.badge-alt')}"></a>`;
