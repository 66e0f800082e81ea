import { countsEach } from '../../letters/counted.ts';
import type { PublishedLetter } from '../../letters/letter.ts';
import { titledAs } from '../../letters/titled.ts';
import { type WrittenIn, writtenIn } from '../../letters/written-in.ts';
import { paths } from '../../paths.ts';
import type { Published } from '../../signing/public-board.ts';
import type { MakeFrame } from '../../web/frame.ts';
import { directionOf } from '../../web/languages.ts';
import { type Frame, page, view } from '../../web/render.ts';
import type { Words } from '../../web/words.ts';
import { inXml } from '../feeds/xml.ts';
import { addresseesOf } from '../addressees.ts';
import { inOneLine, numberLine } from '../numbers/line.ts';
import { badgeCode, citation, frameCode, mailto, pinned } from './words.ts';

interface SharePage extends WrittenIn {
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

interface EmbedPage extends Pick<Frame, 'styles' | 'words' | 'titleIn'> {
  title: string;
  language: string;
  textDirection: 'ltr' | 'rtl';
  url: string;
  to: string;
  /** Null where it is sealed. */
  number: string | null;
  signed: string;
  sealed: boolean;
  /** Each is counted at once, because everybody signs with their name. */
  alone: boolean;
  /** Null while nobody is told of anybody. */
  asOf: { iso: string; words: string } | null;
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
    const title = titledAs(words, words.say('reading.share.title'), letter);
    return sharePage({
      ...frame({ title, listedAt: paths.share(address) }),
      letterTitle: letter.title,
      ...writtenIn(letter),
      letterPath: paths.letter(address),
      link: pinned(letter, baseUrl),
      mailto: mailto(letter, baseUrl),
      qrPath: paths.qr(address),
      cardPath: cards ? paths.card(address) : null,
      citation: citation(letter, published, baseUrl, words),
      frameCode: frameCode(letter, baseUrl, words),
      badgeCode: badgeCode(letter, baseUrl, words),
      badgePath: paths.badge(address),
      badgeWords: inOneLine(numberLine(letter, published, words)),
      markdownPath: paths.markdown(address),
      csvPath: paths.signaturesCsv(address),
      jsonPath: paths.apiLetter(address),
      feedPath: paths.feed(address),
    });
  },
  embed(letter: PublishedLetter, published: Published): string {
    const { styles, words, titleIn } = frame({ title: letter.title, titleIn: letter.language });
    const { number, words: signed, sealed, asOf } = numberLine(letter, published, words);
    return embedPage({
      ...{ styles, words, titleIn },
      title: letter.title,
      language: letter.language,
      textDirection: directionOf(letter.language),
      url: baseUrl + words.prefix + paths.letter(letter.address),
      to: addresseesOf(letter, words),
      ...{ number, signed, sealed, alone: countsEach(letter) },
      asOf: asOf === null ? null : { iso: new Date(asOf).toISOString(), words: words.dateTime(asOf) },
    });
  },
});

/**
 * In the letter's language, whose `words` these are. Of the width of what it says, as far as that can be told without
 * a typeface; the browser makes it fit.
 */
export function badgeFile(letter: PublishedLetter, published: Published, words: Words): string {
  const [label, number] = [words.say('reading.share.badge'), inXml(inOneLine(numberLine(letter, published, words)))];
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
