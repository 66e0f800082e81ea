import { dateTime, number } from '../../letters/words.ts';
import { paths } from '../../paths.ts';
import type { MakeFrame } from '../../web/frame.ts';
import { page } from '../../web/render.ts';

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
  now: { iso: string; words: string };
  /** Null where the issuer stands apart. */
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
  promise(now: number, figures: IssuerFigures | null, lastRelease: number | undefined): string {
    return promisePage({
      ...frame({ title: 'What we promise', listedAt: paths.promise() }),
      now: momentOf(now),
      figures: figures && figuresView(figures, now),
      issuerPath: paths.issuerPromise(),
      lastRelease: lastRelease === undefined ? null : dateTime('en', lastRelease),
    });
  },
  issuer(now: number, figures: IssuerFigures): string {
    return issuerPage({
      ...frame({ title: 'What the issuer says of itself' }),
      now: momentOf(now),
      figures: figuresView(figures, now),
      promisePath: paths.promise(),
    });
  },
});

const momentOf = (now: number): PromisePage['now'] => ({
  iso: new Date(now).toISOString(),
  words: dateTime('en', now),
});

const figuresView = ({ mailboxes, oldest, destroyed }: IssuerFigures, now: number): FiguresView => ({
  held: number('en', mailboxes),
  oldest: oldest === undefined ? null : seconds(now - oldest),
  destroyed: number('en', destroyed),
});

const seconds = (milliseconds: number): string =>
  new Intl.NumberFormat('en-GB', { style: 'unit', unit: 'second', unitDisplay: 'long' }).format(
    Math.round(milliseconds / 1000),
  );
