import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One file of the repository, by its path from the root. */
export interface Source {
  path: string;
  text: string;
}

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Every file below these folders; a folder that is not there yet holds none. */
export function sourcesBelow(...folders: string[]): Source[] {
  return folders.flatMap((folder) => filesBelow(join(root, folder)).map((file) => read(file)));
}

/** Every TypeScript file that ships or is built from: what the rules of the house speak of. */
export const shipped = (): Source[] => sourcesBelow('src', 'db').filter(({ path }) => path.endsWith('.ts'));

function filesBelow(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw fault;
  }
}

const read = (file: string): Source => ({
  path: relative(root, file).split(sep).join('/'),
  text: readFileSync(file, 'utf8'),
});

const statement = /^(?:import|export)\s(?:[^;'"]*?\sfrom\s+)?'([^']+)'/gm;
const expression = /\bimport\(\s*'([^']+)'/g;

/** What a file imports, types too, as it is written there. */
export const importsOf = ({ text }: Source): string[] =>
  [...text.matchAll(statement), ...text.matchAll(expression)].map((match) => match[1]!);

/** The files of ours that a file imports, by their paths from the root. */
export const neighboursOf = (source: Source): string[] =>
  importsOf(source)
    .filter((name) => name.startsWith('.'))
    .map((name) => posix.join(posix.dirname(source.path), name));

/** The packages that a file imports, without the paths inside them and without Node's own. */
export const packagesOf = (source: Source): string[] =>
  importsOf(source)
    .filter((name) => !name.startsWith('.') && !name.startsWith('node:'))
    .map((name) => name.split('/', name.startsWith('@') ? 2 : 1).join('/'));
