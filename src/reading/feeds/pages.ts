import type { Answers } from '../../letters/answers/answer.ts';
import type { PublishedLetter } from '../../letters/letter.ts';
import { paths } from '../../paths.ts';
import { utf8 } from '../../protocol/bytes.ts';
import { view } from '../../web/render.ts';
import { wordsIn } from '../../web/speak.ts';
import { authorOf } from '../author.ts';
import type { GrowthPoint } from '../growth.ts';
import { canonicalOf } from '../translations/read-in.ts';
import { type LetterEvent, eventsOf, languageOf } from './events.ts';
import { urnOf } from './urn.ts';
import { inXml } from './xml.ts';

/** In which language words of ours are; null where it is that of what stands around them. */
type OurLanguage = string | null;

interface Feed {
  language: string;
  id: string;
  title: string;
  subtitle: string;
  subtitleIn: OurLanguage;
  author: string;
  updated: string;
  self: string;
  alternate: string;
  entries: EntryView[];
}

interface EntryView {
  /** Null where it is that of the feed. */
  language: string | null;
  id: string;
  title: string;
  titleIn: OurLanguage;
  author: string;
  at: string;
  url: string;
  words: string;
  wordsIn: OurLanguage;
}

interface Sitemap {
  urls: { url: string; changed: string | null }[];
}

export interface Grown {
  letter: PublishedLetter;
  growth: GrowthPoint[];
  answers: Answers;
}

const feed = view<Feed>('pages/reading/feed', 'xml');
const sitemap = view<Sitemap>('pages/reading/sitemap', 'xml');

/** What happened to one letter (RFC 4287). */
export function letterFeed({ letter, growth, answers }: Grown, baseUrl: string): string {
  const events = eventsOfGrown({ letter, growth, answers });
  return feed({
    language: letter.language,
    id: urnOf(letter.publicId, 'letter'),
    title: inXml(letter.title),
    subtitle: inXml(events.at(-1)!.words),
    subtitleIn: ourLanguage(letter, events.at(-1)!.ours.words),
    author: inXml(authorOf(letter, wordsIn(letter.language))),
    updated: iso(events[0]!.at),
    self: baseUrl + paths.feed(letter.address),
    alternate: baseUrl + paths.letter(letter.address),
    entries: events.map((event) => entryOf(letter, event, urnOf(letter.publicId, event.key), baseUrl)),
  });
}

/** The letters of the site: one entry each, which counts as changed when something happens to it. */
export function siteFeed(letters: Grown[], baseUrl: string): string {
  const words = wordsIn('en');
  const entries = letters
    .map((grown) => ({ letter: grown.letter, events: eventsOfGrown(grown) }))
    .toSorted((a, b) => b.events[0]!.at - a.events[0]!.at);
  return feed({
    language: 'en',
    id: urnOf(utf8(baseUrl), 'site'),
    title: words.say('reading.home.title'),
    subtitle: words.say('reading.event.site'),
    subtitleIn: null,
    author: new URL(baseUrl).host,
    updated: iso(entries[0]?.events[0]?.at ?? 0),
    self: baseUrl + paths.siteFeed(),
    alternate: baseUrl + paths.home(),
    entries: entries.map(({ letter, events }) => {
      const last = { ...events.at(-1)!, at: events[0]!.at };
      const language = letter.language === 'en' ? null : letter.language;
      return { ...entryOf(letter, last, urnOf(letter.publicId, 'letter'), baseUrl), language };
    }),
  });
}

/**
 * Every page that is meant to be found: nothing of a letter that gathers, and lists of names only where their
 * organizers let them be found.
 */
export function sitemapFile(letters: (Grown & { listed: boolean })[], baseUrl: string): string {
  const plain = [paths.home(), paths.promise()].map((path) => ({ url: baseUrl + path, changed: null }));
  const ofLetters = letters.flatMap((grown) => {
    const changed = iso(eventsOfGrown(grown)[0]!.at);
    const found = [paths.letter, paths.audit, ...(grown.listed ? [paths.signatures] : [])];
    const { address, translations } = grown.letter;
    const all = [
      ...found.map((path) => path(address)),
      ...translations.map((one) => canonicalOf(address, one.language)),
    ];
    return all.map((path) => ({ url: baseUrl + path, changed }));
  });
  return sitemap({ urls: [...plain, ...ofLetters] });
}

const entryOf = (letter: PublishedLetter, event: LetterEvent, id: string, baseUrl: string): EntryView => ({
  ...{ language: null, id },
  title: inXml(event.title),
  titleIn: ourLanguage(letter, event.ours.title),
  author: inXml(authorOf(letter, wordsIn(letter.language))),
  at: iso(event.at),
  url: baseUrl + paths.letter(letter.address),
  words: inXml(event.words),
  wordsIn: ourLanguage(letter, event.ours.words),
});

/** Where we do not speak the letter's language, our words are in another one. */
const ourLanguage = (letter: PublishedLetter, isOurs: boolean): OurLanguage => {
  const spoken = languageOf(letter, isOurs);
  return spoken === letter.language ? null : spoken;
};

/** In the letter's language. */
const eventsOfGrown = ({ letter, growth, answers }: Grown): LetterEvent[] =>
  eventsOf(letter, growth, answers, wordsIn(letter.language));

const iso = (instant: number): string => new Date(instant).toISOString();
