import type { Assets } from './assets.ts';
import type { Frame } from './render.ts';

export interface FrameOptions {
  title: string;
  description?: string;
  /** Path for search engines; left out, the page asks not to be listed. */
  listedAt?: string;
  /** Names of islands, such as `live-count.js`. */
  islands?: string[];
}

export type MakeFrame = (options: FrameOptions) => Frame;

const ABOUT = 'Open letters that employees sign: provably employees, provably counted, and impossible to find out.';

/** Makes what the layout of every page needs. */
export const frameMaker =
  (baseUrl: string, development: boolean, assets: Assets): MakeFrame =>
  ({ title, description, listedAt, islands = [] }) => ({
    title,
    description: description ?? ABOUT,
    language: 'en',
    direction: 'ltr',
    canonical: listedAt === undefined ? null : baseUrl + listedAt,
    styles: assets.url('site.css'),
    scripts: islands.map((name) => ({ src: assets.url(name), integrity: assets.integrity(name) })),
    development,
  });
