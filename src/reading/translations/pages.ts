import { addresseeLine } from '../../letters/canonical-text.ts';
import type { Demand, PublishedLetter } from '../../letters/letter.ts';
import { type BodyText, renderBody } from '../../letters/markdown.ts';
import { nameFor, ownName } from '../../letters/translations/language.ts';
import { type Translated, type Translation, translated } from '../../letters/translations/translation.ts';
import { paths } from '../../paths.ts';
import { toHex } from '../../protocol/bytes.ts';
import type { Published } from '../../signing/public-board.ts';
import type { FrameOptions, MakeFrame } from '../../web/frame.ts';
import { directionOf } from '../../web/languages.ts';
import { page } from '../../web/render.ts';
import { wordsIn } from '../../web/speak.ts';
import type { Words } from '../../web/words.ts';
import { type ProgressView, progressView } from '../numbers/progress.ts';
import { type NumbersView, numbersView } from '../numbers/views.ts';
import { headOf } from '../sharing/head.ts';
import { canonicalOf, foundAt, readInView } from './read-in.ts';

interface TextView extends BodyText {
  textTitle: string;
  tag: string;
  textDirection: 'ltr' | 'rtl';
  salutation: string | null;
  closing: string | null;
  from: string | null;
}

interface TranslationPage extends Pick<NumbersView, 'count' | 'sealed' | 'missed'> {
  /** Null where it is not sealed. */
  progress: ProgressView | null;
  text: TextView;
  original: TextView;
  ownName: string;
  originalName: string;
  addressees: string[];
  readIn: ReturnType<typeof readInView>;
  older: { version: string; latest: string; path: string } | null;
  signPath: string | null;
  letterPath: string;
  markdownPath: string;
  textHash: string;
}

const translationPage = page<TranslationPage>('reading/translation');

/** A letter in another language, with the original beside it; one tally, and one way to sign. */
export function pageOfTranslation(
  frame: MakeFrame,
  letter: PublishedLetter,
  { language, version, content }: Translation & { content: Translated },
  published: Published,
): string {
  const { words } = frame;
  const shown = translated(letter, language, content);
  const takes = letter.status !== 'closed';
  const { count, sealed, missed } = numbersView(letter, published, words);
  return translationPage({
    ...frame({ ...headFor(letter, shown.title, language, published, words), islands: islandsOf(takes, count.hidden) }),
    ...{ count, sealed, missed, progress: progressView(letter, published, words) },
    ...{ text: textView(shown), original: textView(letter, 'original') },
    ownName: ownName(language),
    originalName: nameFor(words.language, letter.language),
    addressees: letter.to.map(addresseeLine),
    readIn: readInView(letter, language, words),
    older: version < letter.version ? olderView(letter, version, words) : null,
    signPath: takes ? paths.sign(letter.address) : null,
    letterPath: paths.letter(letter.address),
    markdownPath: paths.markdown(letter.address),
    textHash: toHex(letter.textHash),
  });
}

const islandsOf = (takes: boolean, hidden: boolean): string[] =>
  takes ? ['pin.js', ...(hidden ? [] : ['live-count.js'])] : [];

/** What gathers is for those who have its address, and no search engine. */
function headFor(
  letter: PublishedLetter,
  title: string,
  language: string,
  published: Published,
  words: Words,
): FrameOptions {
  const at = paths.translation(letter.address, language);
  if (letter.status === 'gathering') return { title, titleIn: language, at };
  const { alternates = [] } = headOf(letter, published, words, null);
  const found = { listedAt: at, canonicalAt: canonicalOf(letter.address, language), foundAt: foundAt(letter) };
  return { title, titleIn: language, alternates, ...found };
}

const olderView = ({ version: latest, address }: PublishedLetter, version: number, words: Words) => ({
  ...{ version: words.number(version), latest: words.number(latest), path: paths.versions(address) },
});

interface Shown extends Omit<Translated, 'demands'> {
  language: string;
  demands: Demand[];
}

/** `prefix` stands before the ids of the second text on the page. */
const textView = ({ title, language, salutation, body, demands, closing, from }: Shown, prefix?: string): TextView => ({
  ...{ textTitle: title, tag: language, textDirection: directionOf(language) },
  ...{ salutation, closing, from, ...renderBody(body, demands, wordsIn(language), language, prefix) },
});
