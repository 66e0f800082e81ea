import type { Place } from './languages.ts';

export type Values = Record<string, string | number>;

/**
 * The words of the interface for one reader. A saying is named by its file below locales/ and its key there, such as
 * `site.skip`; values that it was given on its way stand behind a question mark (`said`).
 */
export interface Words extends Place {
  direction: 'ltr' | 'rtl';
  /** Plain text. Throws where the language lacks the saying or a value. */
  say(saying: string, values?: Values): string;
  number(value: number): string;
  /** A share of a whole, to a tenth where it is below one in a hundred. */
  percent(share: number): string;
  /** A day, in UTC. */
  date(instant: number): string;
  dateTime(instant: number): string;
  /** Milliseconds in words, to the second: “90 seconds”, “2 minutes”, “7 days”. */
  span(milliseconds: number): string;
  /** “a, b and c”. */
  list(parts: string[]): string;
}

/** Whether a text is a saying, and no text that was said already. */
export const isSaying = (text: string): boolean => /^[a-z][a-z-]*(\.[\w-]+)+(\?|$)/.test(text);

/** A saying with its values as one text, for what travels as text: the message of a fault, a problem's detail. */
export const said = (key: string, values: Values = {}): string =>
  `${key}?${new URLSearchParams(Object.entries(values).map(([name, value]): [string, string] => [name, String(value)])).toString()}`;
