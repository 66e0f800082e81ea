import type { IncomingMessage } from 'node:http';
import type { Assets } from './assets.ts';
import { type Place, directionOf, everyLanguage, languages, placeOf } from './languages.ts';
import type { Frame } from './render.ts';
import { dataBlock } from './safe-html.ts';
import { wordsFor } from './speak.ts';
import type { Words } from './words.ts';

export interface FrameOptions {
  title: string;
  /** Of the title, where it is in another language than the page. */
  titleIn?: string;
  description?: string;
  /** Path for search engines; left out, the page asks not to be listed. */
  listedAt?: string;
  /** The one path for search engines, where a choice of language before it makes no other page of it. */
  canonicalAt?: string;
  /** Where search engines find it in each language, if not by the same path. */
  foundAt?: { language: string; path: string }[];
  /** Path of a page that is not listed and can be had in other languages by it. */
  at?: string;
  /** Of the picture that other sites show beside a link, and what is on it. */
  image?: { path: string; words: string };
  /** The same page for programs. */
  alternates?: { type: string; title: string; path: string }[];
  /** What search engines read (schema.org); given a function that makes a path a whole address. */
  structured?: (whole: (path: string) => string) => object;
  /** Names of islands, such as `live-count.js`. */
  islands?: string[];
}

/** Makes what the layout of every page needs, in one reader's language. */
export interface MakeFrame {
  (options: FrameOptions): Frame;
  words: Words;
}

export type Frames = (place: Place) => MakeFrame;

/** One frame for each language, once as the browser's wish and once as the reader's choice. */
export function framesFor(baseUrl: string, development: boolean, assets: Assets): Frames {
  return oncePerPlace((place) => {
    const words = wordsFor(place);
    const make = (options: FrameOptions): Frame => frameOf(options, words, { baseUrl, development, assets });
    return Object.assign(make, { words });
  });
}

/** What is made once for each language; given a request, that of whoever asks. */
export type InEachLanguage<Pages> = (req: IncomingMessage) => Pages;

/** Makes pages once for each language. */
export function inEachLanguage<FrameMaker, Pages>(
  frames: (place: Place) => FrameMaker,
  make: (frame: FrameMaker) => Pages,
): InEachLanguage<Pages> {
  const pages = oncePerPlace((place) => make(frames(place)));
  return (req) => pages(placeOf(req));
}

function oncePerPlace<Made>(make: (place: Place) => Made): (place: Place) => Made {
  const made = new Map<string, Made>();
  return (place) => {
    const name = place.prefix || place.language;
    const kept = made.get(name) ?? make(place);
    made.set(name, kept);
    return kept;
  };
}

interface Ground {
  baseUrl: string;
  development: boolean;
  assets: Assets;
}

function frameOf(options: FrameOptions, words: Words, { baseUrl, development, assets }: Ground): Frame {
  const {
    title,
    titleIn,
    description,
    listedAt,
    at,
    foundAt,
    canonicalAt,
    image,
    alternates = [],
    structured,
    islands = [],
  } = options;
  const { language, direction, prefix } = words;
  const path = listedAt ?? at;
  return {
    title,
    titleIn: titleIn === undefined || titleIn === language ? null : spokenIn(titleIn),
    description: description ?? words.say('site.about'),
    words,
    language,
    direction,
    inLanguages: path === undefined ? [] : everyLanguage.map((other) => choiceOf(other, path, language)),
    translations: listedAt === undefined ? [] : translationsOf(baseUrl, foundAt ?? inEach(listedAt)),
    canonical: listedAt === undefined ? null : baseUrl + (canonicalAt ?? prefix + listedAt),
    image: image ? { url: baseUrl + image.path, words: image.words } : null,
    alternates: alternates.map(({ type, title: name, path: its }) => ({ type, title: name, url: baseUrl + its })),
    structured: structured ? dataBlock(structured((its) => baseUrl + its)) : null,
    styles: assets.url('site.css'),
    typeface: assets.url('source-serif-4-latin.woff2'),
    scripts: islands.map((name) => ({ src: assets.url(name), integrity: assets.integrity(name) })),
    development,
  };
}

const spokenIn = (language: string) => ({ language, direction: directionOf(language) });

const choiceOf = (other: (typeof everyLanguage)[number], path: string, language: string) => ({
  language: other,
  name: languages[other],
  path: `/${other}${path}`,
  current: other === language,
});

/** Every language has an address of its own; the one without a language is for whoever has made no choice. */
const inEach = (path: string): { language: string; path: string }[] => [
  ...everyLanguage.map((language) => ({ language, path: `/${language}${path}` })),
  { language: 'x-default', path },
];

const translationsOf = (baseUrl: string, found: { language: string; path: string }[]): Frame['translations'] =>
  found.map(({ language, path }) => ({ language, url: baseUrl + path }));
