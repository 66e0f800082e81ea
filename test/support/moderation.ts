import { paths } from '../../src/paths.ts';
import { toHex } from '../../src/protocol/bytes.ts';
import { type OrganizerBrowser, readEscaped } from './organizers.ts';

export interface ModeratedEntry {
  /** The value that its form sends; empty where another keeper decides. */
  entry: string;
  text: string;
  /** Part, author, age and reason, as one line. */
  about: string;
}

type Section = 'waiting' | 'find' | 'hidden';

const plain = (html: string): string => readEscaped(html.replace(/<[^>]*>/g, '')).trim();

/** The entries in one section of the page of moderation. */
export function entriesIn(html: string, section: Section): ModeratedEntry[] {
  const part = new RegExp(`<section[^>]* id="${section}">[^]*?</section>`).exec(html)?.[0] ?? '';
  const items = part.match(/<li>[^]*?<\/li>/g) ?? [];
  return items.map((item) => {
    const [, text = '', about = ''] = /<p dir="auto">([^]*?)<\/p>\n<footer>([^]*?)<\/footer>/.exec(item) ?? [];
    const [, entry = ''] = /name="entry" value="([^"]*)"/.exec(item) ?? [];
    return { entry: readEscaped(entry), text: plain(text), about: plain(about) };
  });
}

export const openModeration = async (browser: OrganizerBrowser, letter: { id: Uint8Array }, query = '') =>
  (await browser.get(paths.moderation(toHex(letter.id), query)).expect(200)).text;

export const judge = (browser: OrganizerBrowser, letter: { id: Uint8Array }, form: Record<string, string>) =>
  browser
    .post(paths.moderation(toHex(letter.id)))
    .type('form')
    .send(form);
