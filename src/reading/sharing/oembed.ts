import * as z from 'zod';
import type { PublishedLetter } from '../../letters/letter.ts';
import { paths } from '../../paths.ts';
import { withoutChoice } from '../../web/languages.ts';
import type { Words } from '../../web/words.ts';
import { FRAME, frameCode } from './words.ts';

export interface OembedAsked {
  slug: string;
  maxwidth: number | undefined;
  maxheight: number | undefined;
}

const size = z
  .string()
  .regex(/^\d{1,5}$/)
  .transform(Number)
  .optional();

const asked = z.object({ url: z.string().max(2_000), format: z.string().optional(), maxwidth: size, maxheight: size });

/** What a site asks that found the discovery link (oembed.com), or why it gets no answer. */
export function readOembed(query: unknown, baseUrl: string): OembedAsked | 'mistyped' | 'not a letter' | 'format' {
  const read = asked.safeParse(query);
  if (!read.success) return 'mistyped';
  const { url, format, maxwidth, maxheight } = read.data;
  if (format !== undefined && format !== 'json') return 'format';
  const path = withoutChoice(url.startsWith(`${baseUrl}/`) ? url.slice(baseUrl.length) : url);
  const slug = /^\/letters\/([a-z0-9-]+)(?:\/in\/[A-Za-z0-9-]+)?\/?(?:[?#].*)?$/.exec(path)?.[1];
  return slug === undefined ? 'not a letter' : { slug, maxwidth, maxheight };
}

/** `words` are those of the letter's language. */
export function oembedOf(
  letter: PublishedLetter,
  { maxwidth, maxheight }: OembedAsked,
  baseUrl: string,
  words: Words,
  cards: boolean,
) {
  const width = Math.min(FRAME.width, maxwidth ?? FRAME.width);
  const height = Math.min(FRAME.height, maxheight ?? FRAME.height);
  const image = { thumbnail_url: baseUrl + paths.card(letter.address), thumbnail_width: 1200, thumbnail_height: 630 };
  // the picture has one size, which may be more than is wanted
  const fits = (maxwidth ?? 1200) >= 1200 && (maxheight ?? 630) >= 630;
  return {
    version: '1.0',
    type: 'rich',
    provider_name: 'Undersigned',
    provider_url: baseUrl,
    title: letter.title,
    author_name: letter.from ?? undefined,
    ...{ width, height, html: frameCode(letter, baseUrl, words, { width, height }) },
    ...(cards && fits ? image : {}),
    cache_age: 3600,
  };
}
