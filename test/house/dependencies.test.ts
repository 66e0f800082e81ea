import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Source, packagesOf, root, sourcesBelow } from './source.ts';

interface Manifest {
  scripts: Record<string, string>;
  dependencies: Record<string, string>;
  /** What a site does without where a machine has no program for it. */
  optionalDependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
const dependencies = Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies });
const devDependencies = Object.keys(manifest.devDependencies);

const isCode = ({ path }: Source): boolean => /\.(ts|mts|mjs)$/.test(path);
const settings = ['vitest.config.ts', 'drizzle.config.ts'].map((path) => ({
  path,
  text: readFileSync(join(root, path), 'utf8'),
}));
const production = sourcesBelow('src', 'db').filter((source) => isCode(source) && !source.path.startsWith('src/dev/'));
const development = [...sourcesBelow('src/dev', 'test', 'bench', 'tools').filter(isCode), ...settings];
const styles = sourcesBelow('views/styles');

/** Packages that are run or found by another, where nothing names them. */
const broughtAlong: Record<string, string> = {
  'oxlint-tsgolint': 'oxlint --type-aware',
  typescript: 'tsc -p',
};

const importedBy = (sources: Source[]): Set<string> => new Set(sources.flatMap(packagesOf));

/** Whether a development dependency is imported, named by a script or a style, or the types of something imported. */
function isOfUse(name: string): boolean {
  const imported = importedBy([...production, ...development]);
  const scripts = Object.values(manifest.scripts).join('\n');
  if (name.startsWith('@types/')) return name === '@types/node' || imported.has(name.slice('@types/'.length));
  if (imported.has(name) || styles.some(({ text }) => text.includes(name))) return true;
  if (development.some(({ path, text }) => path.startsWith('tools/') && text.includes(name))) return true;
  return scripts.includes(broughtAlong[name] ?? `${name} `);
}

test('everything that is installed for production is imported there', () => {
  const imported = importedBy(production);
  expect(dependencies.filter((name) => !imported.has(name))).toEqual([]);
});

test('everything that is installed for development is of use there', () => {
  expect(devDependencies.filter((name) => !isOfUse(name))).toEqual([]);
  expect(isOfUse('left-pad') || isOfUse('@types/left-pad')).toBe(false);
});

test('production imports nothing that is installed for development only', () => {
  expect([...importedBy(production)].filter((name) => !dependencies.includes(name))).toEqual([]);
});

test('a package that nobody asked for is not imported', () => {
  const installed = [...dependencies, ...devDependencies];
  expect([...importedBy(development)].filter((name) => !installed.includes(name))).toEqual([]);
});

test('the package of an import is told from its path', () => {
  const text = [
    "import { a } from 'drizzle-orm/sqlite-core';",
    "import type {\n  B,\n} from '@scope/package/deep';",
    "import 'node:fs';\nimport '../letters/letter.ts';\nexport * from 'zod';",
    "const c = await import('esbuild');\nexport const d = 'not-imported';",
  ].join('\n');
  expect(packagesOf({ path: 'planted.ts', text })).toEqual(['drizzle-orm', '@scope/package', 'zod', 'esbuild']);
});
