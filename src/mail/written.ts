import { view } from '../web/render.ts';
import type { Words } from '../web/words.ts';
import type { Mail } from './transport.ts';

const WIDTH = 76;

/** What `mail/code` holds: where the code is typed and a last word, both in sayings. */
export interface CodeMail {
  code: string;
  where: string;
  last: string;
}

/** A mail of the three views `mail/<name>`: subject, plain text and HTML, in one reader's language. */
export function mailView<Data extends object>(name: string): (to: string, words: Words, data: Data) => Mail {
  const subject = view<Data & { words: Words }>(`mail/${name}.subject`, 'txt');
  const text = view<Data & { words: Words }>(`mail/${name}`, 'txt');
  const html = view<Data & { words: Words }>(`mail/${name}`, 'html');
  return (to, words, data) => {
    const content = { ...data, words };
    return { to, subject: subject(content).trim(), text: wrapped(text(content)), html: html(content) };
  };
}

/** Lines that every mail program shows whole; an address longer than a line stays in one. */
const wrapped = (text: string): string => text.replace(new RegExp(`(?=.{${WIDTH + 1}})(.{1,${WIDTH}}) `, 'g'), '$1\n');
