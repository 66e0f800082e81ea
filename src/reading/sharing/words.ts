import type { PublishedLetter } from '../../letters/letter.ts';
import { date, dateTime, number } from '../../letters/words.ts';
import { paths } from '../../paths.ts';
import { shortId } from '../../protocol/checkpoint.ts';
import type { Published } from '../../signing/board.ts';
import { nounFor } from '../numbers/views.ts';

/** The number in words, as it stands beside a link. */
export const countWords = ({ totals: { total } }: Published): string => `${number('en', total)} ${nounFor(total)}`;

/** The link to give away: it pins key, text and rules. */
export const pinned = ({ address, publicId }: PublishedLetter, baseUrl: string): string =>
  `${baseUrl}${paths.letter(address)}#${shortId(publicId)}`;

/** After the manner of APA, with the number and its instant, because both change. */
export function citation(letter: PublishedLetter, published: Published, baseUrl: string): string {
  const author = letter.from ?? `Employees of ${letter.employers.map(({ name }) => name).join(' and ')}`;
  const counted =
    published.totals.total === 0 ? '' : ` ${countWords(published)} as of ${dateTime('en', published.asOf)}.`;
  return `${author}. (${date('en', letter.openedAt)}). ${endOf(letter.title)} [Open letter].${counted} ${baseUrl}${paths.letter(letter.address)}`;
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
export const FRAME: Size = { width: 480, height: 260 };

export const frameCode = ({ address }: PublishedLetter, baseUrl: string, { width, height } = FRAME): string =>
  `<iframe src="${baseUrl}${paths.embed(address)}" width="${width}" height="${height}" title="An open letter, and how many have signed it" loading="lazy" style="border:0;max-width:100%"></iframe>`;

export const badgeCode = ({ address }: PublishedLetter, baseUrl: string): string =>
  `<a href="${baseUrl}${paths.letter(address)}"><img src="${baseUrl}${paths.badge(address)}" alt="How many have signed the open letter"></a>`;
