import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import Handlebars from 'handlebars';
import { root } from '../../db/root.ts';
import { type Language, keepChoice } from './languages.ts';
import type { SafeHtml } from './safe-html.ts';
import { type Values, type Words, isSaying } from './words.ts';

/**
 * Declares a view once, with its data. Strict mode throws on a field that is missing, so a view and its data
 * cannot drift apart; what is optional is null.
 */
export function view<Data extends object>(name: string, extension = 'html'): (data: Data) => string {
  let template: Handlebars.TemplateDelegate<Data> | undefined;
  return (data) => {
    template ??= compile<Data>(name, extension);
    return template(data, { data: { plain: extension === 'txt' } });
  };
}

/** Everything that the page layout needs. */
export interface Frame {
  title: string;
  /** Null where the title is in the language of the page. */
  titleIn: { language: string; direction: 'ltr' | 'rtl' } | null;
  description: string;
  words: Words;
  language: Language;
  direction: 'ltr' | 'rtl';
  /** The same page in the other languages, for the reader's choice; empty where the page cannot be had by its address. */
  inLanguages: { language: Language; name: string; path: string; current: boolean }[];
  /** The same for search engines, by whole addresses. */
  translations: { language: string; url: string }[];
  /** Absolute address for search engines; null keeps the page out of them. */
  canonical: string | null;
  image: { url: string; words: string } | null;
  alternates: { type: string; title: string; url: string }[];
  structured: SafeHtml | null;
  styles: string;
  /** What the styles will ask for; named in the page, it comes beside them and not after. */
  typeface: string;
  /** Browser modules to load, with the hash that the browser checks them against. */
  scripts: { src: string; integrity: string }[];
  development: boolean;
}

/** A page of the site: a view within the layout. */
export function page<Data extends object>(name: string): (data: Frame & Data) => string {
  const fill = view<Frame & Data>(`pages/${name}`);
  return (data) => keepChoice(fill(data), data.words.prefix);
}

const handlebars = Handlebars.create();
handlebars.registerHelper('t', translate);
const folder = join(root, 'views');
for (const kind of ['layouts', 'partials']) {
  for (const file of readdirSync(join(folder, kind))) {
    handlebars.registerPartial(basename(file, '.html'), readFileSync(join(folder, kind, file), 'utf8'));
  }
}

function compile<Data>(name: string, extension: string): Handlebars.TemplateDelegate<Data> {
  const source = readFileSync(join(folder, `${name}.${extension}`), 'utf8');
  return handlebars.compile<Data>(source, {
    strict: true,
    knownHelpers: { t: true },
    knownHelpersOnly: true,
    noEscape: extension === 'txt',
  });
}

interface Asked {
  hash: Record<string, unknown>;
  data: { root: { words: Words }; plain: boolean };
}

/**
 * `{{t 'site.skip'}}`, with values as `name=value`. Sayings are ours and may hold markup; the values are
 * escaped. Also says a saying that came as text, such as a fault's message.
 */
function translate(saying: unknown, { hash, data }: Asked): Handlebars.SafeString | string {
  if (typeof saying !== 'string') throw new TypeError('a view says what is no saying');
  const { words } = data.root;
  if (data.plain) return words.say(saying, hash as Values);
  // what was said already may hold what somebody typed: it is escaped as a whole
  if (!isSaying(saying)) return saying;
  const [key, carried = ''] = saying.split(/\?(.*)/s);
  const values = { ...Object.fromEntries(new URLSearchParams(carried)), ...hash };
  const escaped = Object.entries(values).map(([name, value]) => [name, escapeOne(value)]);
  return new Handlebars.SafeString(words.say(key!, Object.fromEntries(escaped) as Values));
}

/** Numbers choose plurals and stay numbers; what is sanitised already stays as it is. */
const escapeOne = (value: unknown): unknown =>
  typeof value === 'number' ? value : Handlebars.escapeExpression(value as string);
