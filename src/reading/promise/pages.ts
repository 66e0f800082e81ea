import { paths } from '../../paths.ts';
import type { MakeFrame } from '../../web/frame.ts';
import { page } from '../../web/render.ts';
import type { Words } from '../../web/words.ts';

/** What the issuer alone knows. */
export interface IssuerFigures {
  mailboxes: number;
  /** Since when the oldest of them is held; undefined where there is none. */
  oldest: number | undefined;
  /** Letters whose keys it destroyed. */
  destroyed: number;
}

interface FiguresView {
  /** How many mailboxes this process holds in memory at this instant. */
  held: string;
  /** Since when the oldest of them, in words; null where there is none. */
  oldest: string | null;
  destroyed: string;
}

interface PromisePage {
  /** Null in a copy, which knows of no moment. */
  now: { iso: string; words: string } | null;
  /** Null in a copy, and where the issuer stands apart. */
  figures: FiguresView | null;
  issuerPath: string;
  lastRelease: string | null;
}

interface IssuerPage {
  now: { iso: string; words: string };
  figures: FiguresView;
  promisePath: string;
}

const promisePage = page<PromisePage>('reading/promise');
const issuerPage = page<IssuerPage>('reading/issuer-promise');

export const promisePages = (frame: MakeFrame) => ({
  promise(now: number | null, figures: IssuerFigures | null, lastRelease: number | undefined): string {
    const { words } = frame;
    return promisePage({
      ...frame({ title: words.say('promise.title'), listedAt: paths.promise() }),
      now: now === null ? null : momentOf(now, words),
      figures: now === null ? null : figures && figuresView(figures, now, words),
      issuerPath: paths.issuerPromise(),
      lastRelease: lastRelease === undefined ? null : words.dateTime(lastRelease),
    });
  },
  issuer(now: number, figures: IssuerFigures): string {
    const { words } = frame;
    return issuerPage({
      ...frame({ title: words.say('promise.issuer.title'), at: paths.issuerPromise() }),
      now: momentOf(now, words),
      figures: figuresView(figures, now, words),
      promisePath: paths.promise(),
    });
  },
});

const momentOf = (now: number, words: Words): IssuerPage['now'] => ({
  iso: new Date(now).toISOString(),
  words: words.dateTime(now),
});

const figuresView = ({ mailboxes, oldest, destroyed }: IssuerFigures, now: number, words: Words): FiguresView => ({
  held: words.number(mailboxes),
  oldest: oldest === undefined ? null : words.span(now - oldest),
  destroyed: words.number(destroyed),
});
