import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import Handlebars from 'handlebars';
import { root } from '../../db/root.ts';
import type { SafeHtml } from './safe-html.ts';

/**
 * Declares a view once, with its data. Strict mode throws on a field that is missing, so a view and its data
 * cannot drift apart; what is optional is null.
 */
export function view<Data extends object>(name: string, extension = 'html'): (data: Data) => string {
  let template: Handlebars.TemplateDelegate<Data> | undefined;
  return (data) => {
    template ??= compile<Data>(name, extension);
    return template(data);
  };
}

/** Everything that the page layout needs. */
export interface Frame {
  title: string;
  description: string;
  language: string;
  direction: 'ltr' | 'rtl';
  /** Absolute address for search engines; null keeps the page out of them. */
  canonical: string | null;
  image: { url: string; words: string } | null;
  alternates: { type: string; title: string; url: string }[];
  structured: SafeHtml | null;
  styles: string;
  /** Browser modules to load, with the hash that the browser checks them against. */
  scripts: { src: string; integrity: string }[];
  development: boolean;
}

/** A page of the site: a view within the layout. */
export const page = <Data extends object>(name: string): ((data: Frame & Data) => string) =>
  view<Frame & Data>(`pages/${name}`);

const handlebars = Handlebars.create();
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
    knownHelpersOnly: true,
    noEscape: extension === 'txt',
  });
}
