import { createHash } from 'node:crypto';
import { type Content, textFields } from './content.ts';
import { contentIn, fieldsOf } from './read-content.ts';

/**
 * What a form carries of the state that it was opened with: the name of each field with a short hash of its text. By it
 * a save tells what was changed even where that state is not kept any more. Keeping each state as long as a form may
 * stand open would film somebody typing for days; and the hashes fit one field of a form without script too.
 */
export const openedAs = (content: Content): string =>
  Object.entries(fieldsOf(content))
    .map(([name, text]) => `${name}.${hashOf(text)}`)
    .join(' ');

/** The content whose texts are those hashes; undefined where a form does not say all of it. */
export function readOpened(opened: string): Content | undefined {
  const hashes = opened.split(' ').map((one) => [one.slice(0, one.lastIndexOf('.')), one.slice(-LENGTH)]);
  const content = contentIn(Object.fromEntries(hashes));
  return textFields.every((field) => content.texts[field].length === LENGTH) ? content : undefined;
}

const LENGTH = 8;

/** Of 48 bits: only two texts are ever held against it. */
export const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, LENGTH);
