#!/usr/bin/env node
import { readFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { Command, CommanderError, Option } from 'commander';
import { closeDatabases } from '../../db/open.ts';
import { root } from '../../db/root.ts';
import { type Role, readConfig } from '../config.ts';
import { readLetterFile, writeLetterFile } from '../letters/letter-file.ts';
import { type Draft, type Letter, isPublished } from '../letters/letter.ts';
import { letterStore } from '../letters/store.ts';
import { saveLetter } from '../organizing/publish.ts';
import { isTranslationFile } from '../letters/translations/translation-file.ts';
import { isPublishedFile, readPublishedFile, writePublishedFile } from '../organizing/published-letter.ts';
import { prepareLetter, receiveLetter } from '../organizing/receive.ts';
import { paths } from '../paths.ts';
import { readBase64url } from '../protocol/bytes.ts';
import { wordsIn } from '../web/speak.ts';
import { type CommonWorld, realBoardWorld, realIssuerWorld, realWorld } from '../world.ts';
import { writeBackup } from './backup.ts';
import { checkInstallation } from './check.ts';
import { progressBar } from './progress.ts';
import { Refusal, usable } from './refusal.ts';
import { addOrganizer } from './organizer.ts';
import { addRollCall } from './roll-call.ts';
import { addSigning } from './sign.ts';
import { importTranslation, translationText } from './translation.ts';
import { explain, verifyCount } from './verify.ts';

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

const undersigned = new Command('undersigned')
  .description('Open letters that employees sign.')
  .version(version)
  .exitOverride()
  .showHelpAfterError();

undersigned
  .command('serve')
  .description('serve the site')
  .addOption(new Option('--role <role>', 'issuer or board alone; overrides ROLE').choices(['both', 'issuer', 'board']))
  .action(async ({ role }: { role?: Role }) => {
    const { serve } = await theServer();
    await serve(role ? { ...process.env, ROLE: role } : process.env);
  });

undersigned
  .command('migrate')
  .description('bring the databases to this version')
  .action(() => inWorld(async () => say('The databases are at this version.')));

undersigned
  .command('backup')
  .argument('<file>', 'a zip file that is not there yet')
  .description('write what can be restored into one file, while the site runs')
  .action((file: string) =>
    inWorld(async (world) => say(`Written: ${file}\nSHA-256: ${await writeBackup(world, file)}`)),
  );

undersigned
  .command('check')
  .description('look at databases, keys, counts and the mail server')
  .action(() => inWorld(check));

const letter = undersigned.command('letter').description('letters as files');

letter
  .command('import')
  .argument('<file>', 'a letter file; - reads standard input')
  .option('--log-key <key>', 'on an issuer that stands apart: what "letter prepare" printed on the board')
  .description('store a letter; published if its status says so')
  .action((file: string, { logKey }: { logKey?: string }) => inWorld((world) => importLetter(world, file, logKey)));

letter
  .command('prepare')
  .description("on a board that stands apart: make the key of the next letter's log, for the issuer")
  .action(() => inWorld(prepare));

letter
  .command('export')
  .argument('<slug>')
  .option('--published', 'with its keys and its address, for a board that stands apart')
  .description('write a letter as a file')
  .addOption(new Option('--language <tag>', 'its translation into this language').conflicts('published'))
  .action((slug: string, { published, language }: { published?: true; language?: string }) =>
    inWorld((world) => {
      const translation = (found: Letter) => translationText(world, found, language!);
      return exportLetter(world, slug, language ? translation : published ? publishedText : letterText);
    }),
  );

undersigned
  .command('verify')
  .argument('<source>', 'the address of a letter, or an audit file')
  .option('--since <file>', 'a checkpoint kept from earlier, which the log must still extend')
  .description("check a letter's published count")
  .action(async (source: string, { since }: { since?: string }) => {
    const findings = await verifyCount(source, since, showProgress).catch((fault: unknown) => {
      throw new Refusal((fault as Error).message);
    });
    if (process.stderr.isTTY) process.stderr.write('\n');
    if (findings.faults.length > 0) throw new Refusal(explain(findings));
    say(explain(findings));
  });

addSigning(undersigned);
addRollCall(undersigned, { inWorld, readSource, say: (words) => say(words) });
addOrganizer(undersigned, { inWorld, say: (words) => say(words) });

undersigned
  .command('snapshots')
  .argument('[letters...]', 'ids of letters; without one, all of them')
  .description('write the public pages as files, for a web server in front')
  .action((ids: string[]) =>
    inWorld(async (world) => {
      // with it comes the whole of the public pages
      const { writeCopies } = await import('./snapshots.ts');
      await writeCopies(world, ids);
    }),
  );

/** One line on a terminal, rewritten as the check goes on; nothing where the output is kept. */
function showProgress(done: number, all: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${progressBar(done, all)} `);
}

async function prepare(world: CommonWorld): Promise<void> {
  if (world.config.role !== 'board')
    throw new Refusal('Only a board that stands apart prepares letters: set ROLE=board.');
  say(await prepareLetter(world));
}

async function check(world: CommonWorld): Promise<void> {
  const checked = await checkInstallation(world);
  for (const { what, fault } of checked)
    say(`${fault === null ? 'ok    ' : 'FAULT '} ${what}${fault === null ? '' : `: ${fault}`}`);
  const faults = checked.filter(({ fault }) => fault !== null);
  if (faults.length > 0) throw new Refusal(`${faults.length} of ${checked.length} checks found a fault.`);
}

async function importLetter(world: CommonWorld, file: string, logKey?: string): Promise<void> {
  const source = await readSource(file);
  if (isTranslationFile(source)) return say(await importTranslation(world, file, source));
  const boardLog = logKey === undefined ? undefined : readBase64url(logKey);
  if (logKey !== undefined && boardLog?.length !== 32) throw new Refusal('--log-key: this is no key of a log');
  const read = isPublishedFile(source) ? undefined : usable(file, readLetterFile(source));
  const saved = read
    ? await saveLetter(world, read.draft, world.now(), boardLog)
    : await receiveLetter(world, usable(file, readPublishedFile(source)), world.now());
  if ('refused' in saved) throw new Refusal(`${file}: ${wordsIn('en').say(saved.refused)}`);
  const where = `${world.config.baseUrl}${paths.letter(saved.address)}`;
  say(
    saved.saved === 'draft'
      ? `Stored as a draft: ${saved.address}`
      : `${saved.saved === 'open' ? 'Open' : 'Gathering, at a private address'}: ${where}`,
  );
  if (read?.lowSeal !== undefined) note(raisedWords(read.lowSeal, read.draft));
  if (read?.evidence?.length) say('Its evidence was not stored: bring the file in on the page of a draft.');
}

const raisedWords = (asked: number, { sealUntil }: Draft): string =>
  `seal_until is raised from ${asked} to ${sealUntil}: so many signatures are published together`;

async function exportLetter(
  world: CommonWorld,
  slug: string,
  write: (letter: Letter) => string | Promise<string>,
): Promise<void> {
  const found = await letterStore(world.databases.letters).bySlug(slug);
  if (!found) throw new Refusal(`There is no letter "${slug}".`);
  process.stdout.write(await write(found));
}

function letterText(found: Letter): string {
  const status = found.status === 'draft' || found.status === 'gathering' ? found.status : 'open';
  return writeLetterFile({ ...found, status });
}

function publishedText(found: Letter): string {
  if (!isPublished(found)) throw new Refusal(`"${found.slug}" is a draft; it has no keys yet.`);
  return writePublishedFile(found);
}

async function readSource(file: string): Promise<string> {
  try {
    const bytes = file === '-' ? await buffer(process.stdin) : await readFile(file);
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (fault) {
    if (fault instanceof TypeError) throw new Refusal(`${file}: must be UTF-8 text`);
    if ((fault as NodeJS.ErrnoException).code === 'EISDIR') throw new Refusal(`${file}: is a folder, not a file`);
    if ((fault as NodeJS.ErrnoException).code === 'ENOENT') throw new Refusal(`${file}: there is no such file`);
    throw fault;
  }
}

const worlds = { both: realWorld, issuer: realIssuerWorld, board: realBoardWorld };

async function inWorld(act: (world: CommonWorld) => Promise<unknown>): Promise<void> {
  const config = readConfig(process.env, 'command');
  const world = worlds[config.role](config);
  try {
    await act(world);
  } finally {
    if ('transport' in world) world.transport.close();
    closeDatabases(world.databases);
  }
}

/** Loaded when it is needed: it is a third of what a command would wait for. */
const theServer = () => import('../main.ts');

const say = (words: string): void => void process.stdout.write(`${words}\n`);
const note = (words: string): void => void process.stderr.write(`note: ${words}\n`);

try {
  await undersigned.parseAsync();
} catch (fault) {
  if (fault instanceof CommanderError) process.exitCode = fault.exitCode === 0 ? 0 : 2;
  else if (fault instanceof Refusal) {
    process.stderr.write(`${fault.message}\n`);
    process.exitCode = 1;
  } else (await theServer()).fail(fault);
}
