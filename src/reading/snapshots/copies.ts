import type { PublishedLetter } from '../../letters/letter.ts';
import { isMain, talliesOf } from '../../letters/tally.ts';
import { paths } from '../../paths.ts';
import { everyLanguage } from '../../web/languages.ts';

/** A public address, and the file below `snapshots/` in which its answer is kept. */
export interface Copy {
  path: string;
  file: string;
  /** With which it has to be answered, if not with 200. */
  status?: number;
}

/** In front of the path of a page: none for whoever has not chosen a language, and one for each choice. */
const PREFIXES = ['', ...everyLanguage.map((language) => `/${language}`)];

/** An entry of the log is a good kilobyte in `audit.json`: of a larger letter it would be rewritten for minutes. */
const MOST_ENTRIES = 100_000;

/** What stands above the letters. */
export const copiesOfSite = (): Copy[] => [
  ...pages(paths.home()),
  ...[paths.siteFeed(), paths.sitemap(), paths.robots(), paths.openApi()].map((path) => as('', path)),
  as('.json', paths.apiLetters()),
];

/** What a letter's number, text and names depend on, besides the letter. */
export interface Extent {
  /** Queries of the pages of signatories that follow the first, by tally's address. */
  followers: Map<string, string[]>;
  /** Leaves in the log, by tally's address. */
  sizes: Map<string, number>;
}

/** Every public address of a letter that does not gather any more. Its checkpoints are files already. */
export const copiesOf = (letter: PublishedLetter, extent: Extent): Copy[] =>
  talliesOf(letter).flatMap((tally) => [
    ...(isMain(tally) ? ofLetter(tally) : []),
    ...ofTally(tally, extent.followers.get(tally.address) ?? [], extent.sizes.get(tally.address) ?? 0),
  ]);

function ofLetter({ address, version, translations }: PublishedLetter): Copy[] {
  const numbers = Array.from({ length: version }, (_, i) => String(i + 1));
  const shared = [paths.card, paths.badge, paths.qr, paths.markdown, paths.descriptor, paths.descriptors, paths.feed];
  return [
    ...[paths.letter, paths.versions, paths.share, paths.embed].flatMap((path) => pages(path(address))),
    ...translations.flatMap(({ language }) => pages(paths.translation(address, language))),
    ...shared.map((path) => as('', path(address))),
    ...numbers.map((number) => as('', paths.version(address, number))),
    as('.json', paths.apiLetter(address)),
    as('', paths.pdf(address)),
    as('.pdf', paths.pdf(address, 'letter')),
  ];
}

function ofTally({ address }: PublishedLetter, followers: string[], size: number): Copy[] {
  return [
    ...[paths.audit, paths.signatures].flatMap((path) => pages(path(address))),
    ...followers.flatMap((query) => pages(`${paths.signatures(address)}?${query}`)),
    as('', paths.signaturesCsv(address)),
    ...(size > MOST_ENTRIES ? [] : [as('', paths.auditJson(address))]),
    as('.bin', paths.leafHashes(address)),
    ...[paths.checkpoint, paths.checkpoints].map((path) => as('.txt', path(address))),
    as('.json', paths.apiSignatures(address)),
  ];
}

/** In place of all that, where its organizers removed a letter. */
export const tombstonesOf = (letter: PublishedLetter): Copy[] =>
  talliesOf(letter).flatMap(({ address }) => [
    ...pages(paths.letter(address), '.gone.html').map(gone),
    gone(as('.gone.problem', paths.apiLetter(address))),
  ]);

const gone = (copy: Copy): Copy => ({ ...copy, status: 410 });

const pages = (path: string, ending = '.html'): Copy[] => PREFIXES.map((prefix) => as(ending, prefix + path));

/** Below the folder as in the address, with an ending for a web server that tells types by it. */
const as = (ending: string, path: string): Copy => ({
  path,
  file: `${path.slice(1)}${path.endsWith('/') ? 'index' : ''}${ending}`,
});

/** The folders in which nothing but copies of letters stands, and checkpoints. */
export const shelves = (): string[] => [
  ...PREFIXES.map((prefix) => `${prefix}/letters`.slice(1)),
  paths.apiLetters().slice(1),
];

/** The files that can stand on a shelf beside a letter's folder. */
export const filesBeside = (address: string): string[] =>
  ['.html', '.json', '.gone.html', '.gone.problem'].map((ending) => address + ending);

/** Whether a file of a letter says nothing of anybody who signed: such a one stays where somebody's words are erased. */
export function holdsNoWords(address: string): (file: string) => boolean {
  const text = [paths.markdown, paths.descriptor, paths.descriptors, paths.badge, paths.qr, paths.auditJson];
  const files = new Set([
    ...text.map((path) => as('', path(address)).file),
    as('.bin', paths.leafHashes(address)).file,
    ...[paths.checkpoint, paths.checkpoints].map((path) => as('.txt', path(address)).file),
  ]);
  const folders = [paths.versions, paths.checkpoints].map((path) => `${path(address).slice(1)}/`);
  return (file) => files.has(file) || folders.some((folder) => file.startsWith(folder)) || /\.gone\.\w+$/.test(file);
}
