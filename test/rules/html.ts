import type { BodyText } from '../../src/letters/markdown.ts';

export interface Tag {
  name: string;
  attributes: Map<string, string>;
}

const TAG = /<(\/?)([a-z][a-z0-9]*)((?: [a-z][a-z-]*="[^"<>]*")*)( ?\/)?>/y;

/**
 * The opening tags of HTML in its strictest form: quoted attributes in small letters, no comments, no `<` that
 * begins no tag. A browser reads such HTML in one way only; anything else throws.
 */
export function tagsOf(html: string): Tag[] {
  const tags: Tag[] = [];
  for (let at = html.indexOf('<'); at >= 0; at = html.indexOf('<', TAG.lastIndex)) {
    TAG.lastIndex = at;
    const [, closing, name, attributes] = TAG.exec(html) ?? [];
    if (name === undefined) throw new Error(`not plain HTML: ${html.slice(at, at + 40)}`);
    if (!closing) tags.push({ name, attributes: attributesOf(attributes ?? '') });
  }
  return tags;
}

const attributesOf = (text: string): Map<string, string> =>
  new Map(Array.from(text.matchAll(/ ([a-z-]+)="([^"]*)"/g), ([, name, value]) => [name!, unescaped(value!)]));

/** All that is written of a letter's body, in the order of the page. */
export const wholeOf = ({ body, notes }: BodyText): string => body.toHTML() + (notes?.toHTML() ?? '');

const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", colon: ':', tab: '\t' };

/** Entities as a browser reads them in an attribute, as far as they could spell a scheme. */
const unescaped = (text: string): string =>
  text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|([a-z]+));?/gi, (all, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return NAMED[name.toLowerCase()] ?? all;
    return String.fromCodePoint(hex === undefined ? Number(decimal) : parseInt(hex, 16));
  });

export const textOf = (html: string): string => unescaped(html.replace(/<[^>]*>/g, ''));
