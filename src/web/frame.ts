import type { Assets } from './assets.ts';
import type { Frame } from './render.ts';
import { dataBlock } from './safe-html.ts';

export interface FrameOptions {
  title: string;
  description?: string;
  /** Path for search engines; left out, the page asks not to be listed. */
  listedAt?: string;
  /** Of the picture that other sites show beside a link, and what is on it. */
  image?: { path: string; words: string };
  /** The same page for programs. */
  alternates?: { type: string; title: string; path: string }[];
  /** What search engines read (schema.org); given a function that makes a path a whole address. */
  structured?: (whole: (path: string) => string) => object;
  /** Names of islands, such as `live-count.js`. */
  islands?: string[];
}

export type MakeFrame = (options: FrameOptions) => Frame;

const ABOUT = 'Open letters that employees sign: provably employees, provably counted, and impossible to find out.';

/** Makes what the layout of every page needs. */
export const frameMaker =
  (baseUrl: string, development: boolean, assets: Assets): MakeFrame =>
  ({ title, description, listedAt, image, alternates = [], structured, islands = [] }) => ({
    title,
    description: description ?? ABOUT,
    language: 'en',
    direction: 'ltr',
    canonical: listedAt === undefined ? null : baseUrl + listedAt,
    image: image ? { url: baseUrl + image.path, words: image.words } : null,
    alternates: alternates.map(({ type, title: name, path }) => ({ type, title: name, url: baseUrl + path })),
    structured: structured ? dataBlock(structured((path) => baseUrl + path)) : null,
    styles: assets.url('site.css'),
    scripts: islands.map((name) => ({ src: assets.url(name), integrity: assets.integrity(name) })),
    development,
  });
