import type { PublishedLetter } from '../../letters/letter.ts';
import { paths } from '../../paths.ts';
import type { Published } from '../../signing/public-board.ts';
import type { MakeFrame } from '../../web/frame.ts';
import { type Frame, page, view } from '../../web/render.ts';
import type { Words } from '../../web/words.ts';
import { inXml } from '../feeds/xml.ts';
import { nounFor, signedWords } from '../numbers/nouns.ts';
import { badgeCode, citation, frameCode, mailto, pinned } from './words.ts';

interface SharePage {
  letterTitle: string;
  letterPath: string;
  link: string;
  mailto: string;
  qrPath: string;
  cardPath: string | null;
  citation: string;
  frameCode: string;
  badgeCode: string;
  badgePath: string;
  badgeWords: string;
  markdownPath: string;
  csvPath: string;
  jsonPath: string;
  feedPath: string;
}

interface EmbedPage extends Pick<Frame, 'styles' | 'words'> {
  title: string;
  language: string;
  url: string;
  to: string;
  total: string | null;
  noun: string;
  asOf: { iso: string; words: string };
}

interface Badge {
  direction: 'ltr' | 'rtl';
  words: string;
  label: string;
  labelWidth: number;
  labelMiddle: number;
  labelText: number;
  wordsWidth: number;
  wordsMiddle: number;
  wordsText: number;
  width: number;
}

const sharePage = page<SharePage>('reading/share');
const embedPage = view<EmbedPage>('pages/reading/embed');
const badge = view<Badge>('pages/reading/badge', 'svg');

export const sharingPages = (frame: MakeFrame, baseUrl: string, cards: boolean) => ({
  share(letter: PublishedLetter, published: Published): string {
    const { address } = letter;
    const { words } = frame;
    const title = words.say('reading.titled', { page: words.say('reading.share.title'), letter: letter.title });
    return sharePage({
      ...frame({ title, listedAt: paths.share(address) }),
      letterTitle: letter.title,
      letterPath: paths.letter(address),
      link: pinned(letter, baseUrl),
      mailto: mailto(letter, baseUrl),
      qrPath: paths.qr(address),
      cardPath: cards ? paths.card(address) : null,
      citation: citation(letter, published, baseUrl, words),
      frameCode: frameCode(letter, baseUrl, words),
      badgeCode: badgeCode(letter, baseUrl, words),
      badgePath: paths.badge(address),
      badgeWords: signedWords(letter, published.totals.total, words),
      markdownPath: paths.markdown(address),
      csvPath: paths.signaturesCsv(address),
      jsonPath: paths.apiLetter(address),
      feedPath: paths.feed(address),
    });
  },
  embed(letter: PublishedLetter, { totals, asOf }: Published): string {
    const { styles, words } = frame({ title: letter.title });
    return embedPage({
      ...{ styles, words },
      title: letter.title,
      language: letter.language,
      url: baseUrl + words.prefix + paths.letter(letter.address),
      to: letter.to.map(({ name, organization }) => [name, organization].filter(Boolean).join(', ')).join('; '),
      total: totals.total === 0 ? null : words.number(totals.total),
      noun: nounFor(letter, totals.total, words),
      asOf: { iso: new Date(asOf).toISOString(), words: words.dateTime(asOf) },
    });
  },
});

/**
 * In the letter's language, whose `words` these are. Of the width of what it says, as far as that can be told without
 * a typeface; the browser makes it fit.
 */
export function badgeFile(letter: PublishedLetter, { totals }: Published, words: Words): string {
  const [label, number] = [words.say('reading.share.badge'), inXml(signedWords(letter, totals.total, words))];
  const [labelText, wordsText] = [widthOf(label), widthOf(number)];
  const [labelWidth, wordsWidth] = [labelText + 14, wordsText + 14];
  return badge({
    ...{ direction: words.direction, label, words: number, labelText, wordsText, labelWidth, wordsWidth },
    labelMiddle: labelWidth / 2,
    wordsMiddle: labelWidth + wordsWidth / 2,
    width: labelWidth + wordsWidth,
  });
}

/** In pixels, of Verdana at 11. */
function widthOf(text: string): number {
  const narrow = text.match(/[ijltfr .,]/g)?.length ?? 0;
  return Math.round(narrow * 4 + (text.length - narrow) * 6.9);
}
