import type { PublishedLetter } from '../../letters/letter.ts';
import { dateTime, number } from '../../letters/words.ts';
import { paths } from '../../paths.ts';
import type { Published } from '../../signing/board.ts';
import type { MakeFrame } from '../../web/frame.ts';
import { type Frame, page, view } from '../../web/render.ts';
import { inXml } from '../feeds/xml.ts';
import { nounFor } from '../numbers/views.ts';
import { badgeCode, citation, countWords, frameCode, mailto, pinned } from './words.ts';

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
  files: { path: string; words: string }[];
}

interface EmbedPage extends Pick<Frame, 'styles'> {
  title: string;
  language: string;
  url: string;
  to: string;
  total: string | null;
  noun: string;
  asOf: { iso: string; words: string };
}

interface Badge {
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
    return sharePage({
      ...frame({ title: `Share and cite: ${letter.title}`, listedAt: paths.share(address) }),
      letterTitle: letter.title,
      letterPath: paths.letter(address),
      link: pinned(letter, baseUrl),
      mailto: mailto(letter, baseUrl),
      qrPath: paths.qr(address),
      cardPath: cards ? paths.card(address) : null,
      citation: citation(letter, published, baseUrl),
      frameCode: frameCode(letter, baseUrl),
      badgeCode: badgeCode(letter, baseUrl),
      badgePath: paths.badge(address),
      badgeWords: countWords(published),
      files: [
        { path: paths.markdown(address), words: 'The text, plain' },
        { path: paths.signaturesCsv(address), words: 'The signatories, as a table (CSV)' },
        { path: paths.apiLetter(address), words: 'The letter and its numbers, for programs (JSON)' },
        { path: paths.feed(address), words: 'What happens to it, for feed readers (Atom)' },
      ],
    });
  },
  embed(letter: PublishedLetter, { totals, asOf }: Published): string {
    const { styles } = frame({ title: letter.title });
    return embedPage({
      styles,
      title: letter.title,
      language: letter.language,
      url: baseUrl + paths.letter(letter.address),
      to: letter.to.map(({ name, organization }) => [name, organization].filter(Boolean).join(', ')).join('; '),
      total: totals.total === 0 ? null : number('en', totals.total),
      noun: nounFor(totals.total),
      asOf: { iso: new Date(asOf).toISOString(), words: dateTime('en', asOf) },
    });
  },
});

/** Of the width of its words, as far as that can be told without their typeface; the browser makes them fit. */
export function badgeFile(published: Published): string {
  const [label, words] = ['open letter', inXml(countWords(published))];
  const [labelText, wordsText] = [widthOf(label), widthOf(words)];
  const [labelWidth, wordsWidth] = [labelText + 14, wordsText + 14];
  return badge({
    ...{ label, words, labelText, wordsText, labelWidth, wordsWidth },
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
