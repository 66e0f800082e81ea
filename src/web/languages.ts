import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';
import Negotiator from 'negotiator';

/** What the interface speaks, each named in itself. English stands first: it is what is spoken where none fits. */
export const languages = {
  en: 'English',
  de: 'Deutsch',
  es: 'Español',
  fr: 'Français',
  ar: 'العربية',
} as const;

export type Language = keyof typeof languages;

export const everyLanguage = Object.keys(languages) as Language[];

export const isLanguage = (text: string): text is Language => Object.hasOwn(languages, text);

/** The language itself, of a tag that may name a region too. */
export const primaryOf = (tag: string): string => tag.toLowerCase().split('-')[0]!;

/** What is spoken of something in a language, such as `de-AT`: that one; undefined where the interface does not. */
export function spokenFor(language: string): Language | undefined {
  const primary = primaryOf(language);
  return isLanguage(primary) ? primary : undefined;
}

/** Scripts that run from the right to the left. */
const FROM_RIGHT = ['Adlm', 'Arab', 'Armi', 'Hebr', 'Mand', 'Nkoo', 'Rohg', 'Samr', 'Syrc', 'Thaa'];

/** How texts in a language run, by its script; what names no language runs as English does. */
export function directionOf(language: string): 'ltr' | 'rtl' {
  try {
    return FROM_RIGHT.includes(new Intl.Locale(language).maximize().script ?? '') ? 'rtl' : 'ltr';
  } catch {
    return 'ltr';
  }
}

/** In which language somebody reads, and what stands before each of our paths for that. */
export interface Place {
  language: Language;
  /** Such as `/de`, where the reader chose; empty where the browser's wish decides. */
  prefix: string;
}

/** A reader's choice stands at the head of the path: no cookie, and a link that somebody shares speaks the same. */
const chosen = /^\/(en|de|es|fr|ar)(?=[/?]|$)/;

/** The path without the choice at its head. */
export const withoutChoice = (url: string): string => url.replace(chosen, '').replace(/^(?!\/)/, '/');

const choices = new WeakMap<IncomingMessage, Language>();

/** From here on this request is answered in a language that its sender chose before, and that an account keeps. */
export const chooseFor = (req: IncomingMessage, language: Language): void => void choices.set(req, language);

/** By what an account keeps, else by the choice in the path, else by `Accept-Language`; never by where somebody is. */
export function placeOf(req: IncomingMessage & { originalUrl?: string }): Place {
  const kept = choices.get(req);
  if (kept !== undefined) return { language: kept, prefix: '' };
  const [prefix = '', language] = chosen.exec(req.originalUrl ?? req.url ?? '') ?? [];
  if (language !== undefined && isLanguage(language)) return { language, prefix };
  return { language: preferred(req.headers['accept-language']), prefix: '' };
}

/**
 * Takes the choice off the path, so that routes need not know of it, and puts it before where they redirect to. What
 * organizers do has no such addresses: their cookie is bound to a path.
 */
export const followChoice: RequestHandler = (req, res, next) => {
  const [prefix] = chosen.exec(req.url) ?? [];
  if (prefix === undefined) return next();
  req.url = withoutChoice(req.url);
  if (req.url.startsWith('/organize')) return res.redirect(303, req.url);
  const location = res.location.bind(res);
  res.location = (url) => location(url.startsWith('/') ? keepPath(url, prefix) : url);
  next();
};

const MOST_WISHES = 1_000;
const wishes = new Map<string, Language>();

/** The language that fits the header best; the same few headers come again and again. */
export function preferred(header = ''): Language {
  const known = wishes.get(header);
  if (known) return known;
  const [first] = new Negotiator({ headers: { 'accept-language': header || '*' } }).languages(everyLanguage);
  const language = first !== undefined && isLanguage(first) ? first : 'en';
  if (wishes.size >= MOST_WISHES) wishes.clear();
  wishes.set(header, language);
  return language;
}

/** What is the same in every language, or chosen already. */
const fixedPath = String.raw`(?:assets|api|dev|en|de|es|fr|ar)\/|organize|\/`;
const links = new RegExp(String.raw` (href|action|src|data-[a-z-]+)="\/(?!${fixedPath})`, 'g');
const path = new RegExp(String.raw`^\/(?!${fixedPath})`);

const keepPath = (url: string, prefix: string): string => url.replace(path, `${prefix}/`);

/** Lets every link of a page to this site keep the reader's choice; in tags only, because texts are as they were written. */
export const keepChoice = (html: string, prefix: string): string =>
  prefix === '' ? html : html.replace(/<[a-z][^<>]*>/g, (tag) => tag.replace(links, ` $1="${prefix}/`));
