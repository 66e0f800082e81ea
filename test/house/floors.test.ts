import { posix } from 'node:path';
import { expect, test } from 'vitest';
import { floors, placeOf } from './floors.ts';
import { lintPlanted } from './lint.ts';
import { type Source, neighboursOf, shipped } from './source.ts';

const features = ['src/issuing/', 'src/signing/', 'src/organizing/', 'src/reading/'];

/** One file of each kind that a rule tells apart. */
const house = [
  ...['db/open.ts', 'db/schema/board.ts', 'src/protocol/bytes.ts', 'src/web/forms.ts', 'src/web/render.ts'],
  ...['src/paths.ts', 'src/config.ts', 'src/ed25519.ts', 'src/world.ts', 'src/browser/live-count.ts'],
  ...['src/letters/letter.ts', 'src/letters/store.ts', 'src/mail/transport.ts', 'src/mail/store.ts'],
  ...features.flatMap((folder) => ['noun', 'store', 'routes', 'pages', 'mail'].map((file) => `${folder}${file}.ts`)),
  ...['src/issuing/strategy.ts', 'src/organizing/accounts/sign-in.ts', 'src/reading/press-routes.ts'],
  ...['src/signing/pending/store.ts', 'src/signing/pending/noun.ts', 'src/signing/pending/pages.ts'],
  ...['src/app.ts', 'src/main.ts', 'src/cli/undersigned.ts', 'src/dev/routes.ts', 'src/dev/gallery.ts'],
];

/** The rules 1, 2 and 4 of the house, said a second time, so that the linter's patterns can be held against them. */
function mayImport(from: string, to: string): boolean {
  const [here, there] = [placeOf(from)!, placeOf(to)!];
  if (to.startsWith('db/schema/') && here !== 'db/') return isStore(from);
  if (here === there) return true;
  if (here === 'src/protocol/' || here === 'src/paths.ts') return false;
  if (here === 'src/browser/' || here === 'db/') return there === 'src/protocol/';
  if (there === 'src/browser/') return false;
  if (features.slice(0, 2).includes(here) && features.slice(0, 2).includes(there)) return false;
  if (floors[there]! > floors[here]!) return false;
  const putsTogether = floors[here]! > 4 && here !== 'src/cli/';
  return putsTogether || !/(routes|pages|mail)\.ts$/.test(to);
}

const isStore = (path: string): boolean => path.endsWith('/store.ts');
const isRoutes = (path: string): boolean => path.endsWith('routes.ts');

/** Rule 5: who opens which library. */
const doors: Record<string, (path: string) => boolean> = {
  express: (path) => path === 'src/app.ts' || isRoutes(path) || path.startsWith('src/web/'),
  nodemailer: (path) => path === 'src/mail/transport.ts',
  handlebars: (path) => path === 'src/web/render.ts',
  passport: (path) => path === 'src/issuing/strategy.ts' || path === 'src/organizing/accounts/sign-in.ts',
  'passport-strategy': (path) => doors['passport']!(path),
  'better-sqlite3': (path) => path.startsWith('db/'),
  'drizzle-orm/sqlite-core': (path) => path.startsWith('db/') || isStore(path),
};

const arrows = house.map((from) => ({
  from,
  to: [...house.filter((to) => to !== from), ...Object.keys(doors)],
}));

const findings = lintPlanted(arrows.map(({ from, to }) => ({ path: from, text: to.map(importOf(from)).join('\n') })));
const refused = new Map(
  findings
    .filter(({ rule }) => rule === 'eslint(no-restricted-imports)')
    .map(({ path, line, message }) => [arrow(path, arrows.find(({ from }) => from === path)!.to[line - 1]!), message]),
);

/** Types count: whoever knows a type of another floor knows that floor. */
function importOf(from: string) {
  return (to: string, i: number): string => {
    if (to in doors) return `import { Thing as Thing${i} } from '${to}';`;
    const path = posix.relative(posix.dirname(from), to);
    return `import type { Thing as Thing${i} } from '${path.startsWith('.') ? path : `./${path}`}';`;
  };
}

function arrow(from: string, to: string): string {
  return `${from} → ${to}`;
}

test('the linter lets through the arrows that the house allows, and refuses every other', () => {
  const forbidden = arrows.flatMap(({ from, to }) =>
    to.filter((one) => !(doors[one] ? doors[one](from) : mayImport(from, one))).map((one) => arrow(from, one)),
  );
  expect(forbidden.length).toBeGreaterThan(1_000);
  expect([...refused.keys()].toSorted()).toEqual(forbidden.toSorted());
});

test.each([
  ['src/web/forms.ts', 'src/letters/letter.ts', 'Arrows point down'],
  ['src/letters/letter.ts', 'src/reading/store.ts', 'Arrows point down'],
  ['src/issuing/noun.ts', 'src/signing/noun.ts', 'two hosts'],
  ['src/signing/store.ts', 'src/issuing/store.ts', 'two hosts'],
  ['src/organizing/noun.ts', 'src/app.ts', 'Arrows point down'],
  ['src/app.ts', 'src/dev/gallery.ts', 'Arrows point down'],
  ['src/reading/pages.ts', 'src/signing/routes.ts', 'never its routes, pages or mail'],
  ['src/reading/pages.ts', 'db/schema/board.ts', 'Only store.ts files and db/ see the schema'],
  ['src/browser/live-count.ts', 'src/paths.ts', 'a house of its own'],
  ['src/protocol/bytes.ts', 'src/ed25519.ts', 'imports nothing from outside itself'],
  ['src/signing/noun.ts', 'express', 'Each library has one door'],
])('%s that imports %s is told the rule', (from, to, rule) => {
  expect(refused.get(arrow(from, to))).toContain(rule);
});

test('every file stands on a floor', () => {
  expect(shipped().flatMap(({ path }) => (placeOf(path) === undefined ? [path] : []))).toEqual([]);
});

test('no two places need each other, not even through others', () => {
  expect(circleOf(shipped())).toBeUndefined();
});

test('a circle of places is found', () => {
  const source = (path: string, name: string): Source => ({ path, text: `import type { Thing } from '${name}';\n` });
  const files = [source('src/letters/a.ts', '../mail/b.ts'), source('src/mail/b.ts', '../web/c.ts')];
  expect(circleOf(files)).toBeUndefined();
  expect(circleOf([...files, source('src/web/d.ts', '../letters/e.ts')])).toEqual([
    ...['src/letters/', 'src/mail/', 'src/web/', 'src/letters/'],
  ]);
});

/** The linter sees circles of files; this one sees circles of folders, whose files need each other crosswise. */
function circleOf(sources: Source[]): string[] | undefined {
  const needs = new Map<string, Set<string>>();
  for (const source of sources) {
    const here = placeOf(source.path)!;
    const there = neighboursOf(source).flatMap((path) => placeOf(path) ?? []);
    needs.set(here, new Set([...(needs.get(here) ?? []), ...there.filter((place) => place !== here)]));
  }
  const finished = new Set<string>();
  const walk = (place: string, way: string[]): string[] | undefined => {
    if (way.includes(place)) return [...way.slice(way.indexOf(place)), place];
    if (finished.has(place)) return undefined;
    for (const next of needs.get(place) ?? []) {
      const circle = walk(next, [...way, place]);
      if (circle) return circle;
    }
    finished.add(place);
    return undefined;
  };
  for (const place of needs.keys()) {
    const circle = walk(place, []);
    if (circle) return circle;
  }
  return undefined;
}
