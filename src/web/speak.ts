import { readFileSync, readdirSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { basename, join } from 'node:path';
import { createInstance } from 'i18next';
import { root } from '../../db/root.ts';
import { type Language, type Place, directionOf, placeOf, spokenFor } from './languages.ts';
import { type Values, type Words, isSaying } from './words.ts';

/** English as most of the world writes it, day before month. */
const tagOf = (language: Language): string => (language === 'en' ? 'en-GB' : language);

/** The words for a reader at this place. */
export function wordsFor({ language, prefix }: Place): Words {
  const sayings = sayingsIn(language);
  const tag = tagOf(language);
  const numbers = new Intl.NumberFormat(tag);
  const day = new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeZone: 'UTC' });
  const minute = new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
  const lists = new Intl.ListFormat(tag);
  return {
    language,
    prefix,
    direction: directionOf(language),
    say: (saying, values) => sayings(saying, values),
    number: (value) => numbers.format(value),
    percent: (share) => share.toLocaleString(tag, { style: 'percent', maximumFractionDigits: share < 0.01 ? 1 : 0 }),
    date: (instant) => day.format(instant),
    dateTime: (instant) => `${minute.format(instant)} UTC`,
    span: (milliseconds) => spanIn(tag, Math.round(milliseconds / 1_000)),
    list: (parts) => lists.format(parts),
  };
}

const UNITS = { day: 86_400, hour: 3_600, minute: 60, second: 1 };

/** In the largest unit of which there are so many, and no part of one more. */
function spanIn(tag: string, seconds: number): string {
  const fits = Object.entries(UNITS).find(([, size]) => seconds >= size && seconds % size === 0);
  const [unit, size] = fits ?? (['second', 1] as const);
  return (seconds / size).toLocaleString(tag, { style: 'unit', unit, unitDisplay: 'long' });
}

/** The words for whoever asks. */
export const wordsOf = (req: IncomingMessage): Words => {
  const { language, prefix } = placeOf(req);
  return prefix === '' ? wordsIn(language) : wordsFor({ language, prefix });
};

const plain = new Map<Language, Words>();

/** The words for what has no reader whom we see, such as a mail or a card: in a letter's language where we speak it. */
export function wordsIn(language: string): Words {
  const spoken = spokenFor(language) ?? 'en';
  const words = plain.get(spoken) ?? wordsFor({ language: spoken, prefix: '' });
  plain.set(spoken, words);
  return words;
}

type Sayings = (saying: string, values?: Values) => string;

const known = new Map<Language, Sayings>();

function sayingsIn(language: Language): Sayings {
  const sayings = known.get(language) ?? readSayings(language);
  known.set(language, sayings);
  return sayings;
}

function readSayings(language: Language): Sayings {
  const library = createInstance();
  const resources = { [language]: { translation: textsIn(language) } };
  void library.init({
    lng: language,
    resources,
    // a language that lacks a saying must not be patched with another one
    fallbackLng: false,
    keySeparator: false,
    nsSeparator: false,
    initAsync: false,
    // views escape
    interpolation: { escapeValue: false },
    saveMissing: true,
    missingKeyHandler: (_languages, _area, key) => refuse(`${language} lacks the saying ${key}`),
    missingInterpolationHandler: (text, [, name]: string[]) => refuse(`no value for ${name} in “${text}”`),
  });
  return (saying, values = {}) => {
    if (!isSaying(saying)) return saying;
    const at = saying.indexOf('?');
    const carried = at < 0 ? {} : Object.fromEntries(new URLSearchParams(saying.slice(at + 1)));
    const all: Values = { ...carried, ...values };
    // a plural is chosen by a number
    if (all['count'] !== undefined) all['count'] = Number(all['count']);
    // what somebody typed may look like a reference to another saying
    return library.t(at < 0 ? saying : saying.slice(0, at), { ...all, nest: false });
  };
}

function refuse(why: string): never {
  throw new Error(why);
}

/** All texts of a language; the name of each file stands before its keys. */
function textsIn(language: Language): Record<string, string> {
  const folder = join(root, 'locales', language);
  return Object.fromEntries(
    readdirSync(folder).flatMap((file) => {
      const texts = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, string>;
      return Object.entries(texts).map(([key, text]) => [`${basename(file, '.json')}.${key}`, text]);
    }),
  );
}
