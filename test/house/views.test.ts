import { expect, test } from 'vitest';
import { type Source, sourcesBelow } from './source.ts';

const views = sourcesBelow('views').filter(({ path }) => /\.(html|txt|xml|svg)$/.test(path));
const source = sourcesBelow('src').filter(({ path }) => path.endsWith('.ts'));

const call = /\b(page|view)(?:<[^;()]*?>)?\(\s*'([^']+)'(?:,\s*'([^']+)')?/g;

/** The views that the program declares: `page<…>('reading/letter')`, `view<…>('mail/code', 'txt')`. */
const declaredIn = (sources: Source[]): string[] =>
  sources.flatMap(({ text }) =>
    Array.from(text.matchAll(call), ([, kind, name, extension = 'html']) =>
      kind === 'page' ? `views/pages/${name}.html` : `views/${name}.${extension}`,
    ).concat(Array.from(text.matchAll(mailCall), ([, name]) => partsOfMail(name!)).flat()),
  );

/** A mail is three views: `mailView<…>('code')`. */
const mailCall = /\bmailView(?:<[^;()]*?>)?\(\s*'([^']+)'/g;
const partsOfMail = (name: string): string[] =>
  ['.subject.txt', '.txt', '.html'].map((end) => `views/mail/${name}${end}`);

/** Views that stand for themselves; layouts and partials are used by others. */
const standing = (sources: Source[]): string[] =>
  sources.map(({ path }) => path).filter((path) => /^views\/(pages|mail)\//.test(path));

const partial = /\{\{~?#?>\s*([\w-]+)/g;
const inline = /\{\{~?#\*inline\s+"([^"]+)"/g;

const partialsUsedIn = (sources: Source[]): string[] => {
  const named = (pattern: RegExp) =>
    sources.flatMap(({ text }) => Array.from(text.matchAll(pattern), (match) => match[1]!));
  const blocks = named(inline);
  return named(partial).filter((name) => !blocks.includes(name));
};

const partialsOf = (sources: Source[]): string[] =>
  sources.flatMap(({ path }) => /^views\/(?:layouts|partials)\/(.+)\.html$/.exec(path)?.[1] ?? []);

const unescaped = (sources: Source[]): string[] =>
  sources.filter(({ text }) => /\{\{\{|\{\{~?&/.test(text)).map(({ path }) => path);

const sorted = (names: string[]): string[] => [...new Set(names)].toSorted();

test('every view is declared by the program, and every declared view is there', () => {
  expect(sorted(declaredIn(source))).toEqual(sorted(standing(views)));
});

test('every layout and partial is used, and every one that is used is there', () => {
  expect(sorted(partialsUsedIn(views))).toEqual(sorted(partialsOf(views)));
});

test('no view shows anything unescaped', () => {
  expect(unescaped(views)).toEqual([]);
});

test('declarations, partials and triple braces are found', () => {
  const program = {
    path: 'src/reading/pages.ts',
    text: "const a = page<Letter & { rows: Row<Name>[] }>('reading/letter');\nconst b = view<\n  Mail\n>('mail/code', 'txt');",
  };
  expect(declaredIn([program])).toEqual(['views/pages/reading/letter.html', 'views/mail/code.txt']);
  const page = {
    path: 'views/pages/a.html',
    text: '{{#> layout}}{{#*inline "head"}}{{/inline}}{{> head}}{{>card}}{{/layout}}',
  };
  expect(partialsUsedIn([page])).toEqual(['layout', 'card']);
  expect(unescaped([page])).toEqual([]);
  expect(unescaped([{ path: 'views/pages/b.html', text: '{{{body}}}' }])).toEqual(['views/pages/b.html']);
  expect(unescaped([{ path: 'views/pages/c.html', text: '{{&body}}' }])).toEqual(['views/pages/c.html']);
});
