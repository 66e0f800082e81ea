import { basename } from 'node:path';
import { buildSync, transformSync } from 'esbuild';
import { expect, test } from 'vitest';
import { type Source, root, sourcesBelow } from './source.ts';

/**
 * The files of a feature that do something, each with what it needs for that. Every other file of a feature is a
 * noun file: a pure rule, given values, which a test can call without a world.
 */
const doing: Record<string, string> = {
  store: 'the database',
  routes: 'requests, and the clock once for each',
  pages: 'the views',
  mail: 'the views',
  strategy: 'Passport',
  'sign-in': 'Passport',
  keys: 'the files that hold private keys',
  issuer: 'the world: it lives as long as the program',
  board: 'the world: it lives as long as the program',
  'public-board': 'the stores of what is published',
  'letter-state': 'the stores and the keys, whose answers it keeps at hand',
  shelf: 'the database, whose letters it keeps at hand',
  find: 'the shelf, and answers to what is not found',
  publish: 'the stores that a letter goes to',
  amend: 'the stores that a new version goes to',
  receive: 'the stores and the keys that a letter goes to',
  rounds: 'timers',
  deciding: 'the stores of proposals, writings and letters',
  deeds: 'the stores that a decided deed changes',
  collect: 'the issuer, and the cryptography of the browser, which is asynchronous',
  accepting: 'the board, which it hands posts to',
  'checkpoint-files': 'the log, and files that mirrors copy',
  tallied: 'the board, of which it asks every tally',
  'audit-file': 'the log, which it reads piece by piece',
  press: 'timers',
  writing: 'the site, which it asks as a reader does',
  files: 'files that any web server gives out',
  pile: 'such files, until they are whole',
  erasing: 'such files, and the log of the database',
  'card-press': 'threads, and the timers that end them',
  table: 'the board, which it reads page by page',
  typesetter: 'programs of its own, and the files that they are given',
  'typst-child.mjs': 'the template and the typefaces, and a sheet on standard input',
  packet: 'the log and the signatures, which it reads piece by piece',
  'make-packet': 'the board and the typesetter',
  reminders: 'the stores and the mail server',
  following: 'the world: it lives as long as the program',
  push: 'push services, to which it speaks',
  shred: 'the files that hold private keys',
  'signing-pool': 'threads, and the timers that end them',
  'employer-network': 'node:net, for arithmetic with addresses alone',
  desk: 'the stores, and where codes are given out the keys: it is where a letter is worked on',
  sending: 'the mail server, and the pace',
  sheet: 'the views',
  'roll-call': 'the store, the keys and the mail server',
  settle: 'the stores of the board, after a crash',
  accounts: 'the world: it lives as long as the program',
  'signed-in': 'requests, and the store of members',
  titles: 'the stores of letters, and of what is being written',
  session: 'express-session, and the store of sessions',
  passkey: 'the cryptography of the library, which is asynchronous',
  copies: 'the files of uploaded copies',
  sweep: 'the stores and the files of uploaded copies',
  door: 'what it loads when somebody comes',
  'read-post': 'the cryptography of the browser, which is asynchronous',
};

/** What no noun file reaches when it is loaded, itself or through what it imports. */
const doors = [
  ...['node:fs', 'node:fs/promises', 'node:http', 'node:https', 'node:net', 'node:timers', 'node:process'],
  ...['express', 'passport', 'nodemailer', 'handlebars', 'better-sqlite3', 'drizzle-orm', 'pino'],
];

/** Given to a noun file as arguments, never taken. */
const randomness = /\b(randomBytes|randomUUID|randomInt|randomFill\w*|getRandomValues|generateKey\w*)\b/;

const isNoun = ({ path }: Source): boolean =>
  !(basename(path, '.ts').replace(/^.*-(?=(routes|pages|mail)$)/, '') in doing);

const nouns = sourcesBelow('src/letters', 'src/issuing', 'src/signing', 'src/organizing', 'src/reading')
  .filter(isNoun)
  .map(({ path, text }) => [path, text] as const);

/** The program without its types and comments. */
const codeOf = (text: string): string => transformSync(text, { loader: 'ts', format: 'esm' }).code;

test.each(nouns)('%s waits for nothing', (_path, text) => {
  expect(codeOf(text), 'a file that has to wait stands in the list above, with its why').not.toMatch(/\bawait\b/);
});

test.each(nouns)('%s is given its random bytes', (_path, text) => {
  expect(codeOf(text)).not.toMatch(randomness);
});

test.each(nouns)('%s opens no database, file or connection', (path) => {
  expect(doorsBehind({ entryPoints: [path], absWorkingDir: root })).toEqual([]);
});

test('what a noun file reaches is found, itself and through others, but not through types', () => {
  const contents = [
    "import { get } from 'node:http';",
    "import { root } from './db/root.ts';",
    "import type { Db } from './db/open.ts';",
    'export const used = [get, root] satisfies (Db | unknown)[];',
  ].join('\n');
  const stdin = { contents, resolveDir: root, sourcefile: 'planted.ts', loader: 'ts' } as const;
  expect(doorsBehind({ stdin }).toSorted()).toEqual(['db/root.ts → node:fs', 'planted.ts → node:http']);
});

test('a wait in the code is found, and one in a comment is not', () => {
  expect(codeOf('export const a = async () => { await 1; };')).toMatch(/\bawait\b/);
  expect(codeOf('/** Does not await. */ export const a = 1; // await')).not.toMatch(/\bawait\b/);
});

function doorsBehind(entry: Parameters<typeof buildSync>[0]): string[] {
  const options = { bundle: true, write: false, metafile: true, packages: 'external', platform: 'node' } as const;
  const { metafile } = buildSync({ ...entry, ...options, format: 'esm', outdir: 'nowhere', logLevel: 'silent' });
  return Object.entries(metafile.inputs).flatMap(([file, { imports }]) =>
    imports
      .filter(({ path }) => doors.some((door) => path === door || path.startsWith(`${door}/`)))
      .map(({ path }) => `${file} → ${path}`),
  );
}
