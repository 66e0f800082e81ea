#!/usr/bin/env node
import { readFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { Command, CommanderError } from 'commander';
import { closeDatabases } from '../../db/open.ts';
import { root } from '../../db/root.ts';
import { readConfig } from '../config.ts';
import { readLetterFile, writeLetterFile } from '../letters/letter-file.ts';
import { letterStore } from '../letters/store.ts';
import { fail, serve } from '../main.ts';
import { saveLetter } from '../organizing/publish.ts';
import { paths } from '../paths.ts';
import { type World, realWorld } from '../world.ts';
import { explain, verifyCount } from './verify.ts';

/** What the user asked for and cannot have; the message says why. Exit status 1. */
class Refusal extends Error {}

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

const undersigned = new Command('undersigned')
  .description('Open letters that employees sign.')
  .version(version)
  .exitOverride()
  .showHelpAfterError();

undersigned
  .command('serve')
  .description('serve the site')
  .action(() => serve(process.env));

undersigned
  .command('migrate')
  .description('bring the databases to this version')
  .action(() => inWorld(async () => say('The databases are at this version.')));

const letter = undersigned.command('letter').description('letters as files');

letter
  .command('import')
  .argument('<file>', 'a letter file; - reads standard input')
  .description('store a letter; published if its status says so')
  .action((file: string) => inWorld((world) => importLetter(world, file)));

letter
  .command('export')
  .argument('<slug>')
  .description('write a letter as a file')
  .action((slug: string) => inWorld((world) => exportLetter(world, slug)));

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

/** One line on a terminal, rewritten as the check goes on; nothing where the output is kept. */
function showProgress(done: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${done} entries checked `);
}

async function importLetter(world: World, file: string): Promise<void> {
  const source = await readSource(file);
  const read = readLetterFile(source);
  if ('faults' in read) throw new Refusal(read.faults.map((fault) => `${file}: ${fault}`).join('\n'));
  const saved = await saveLetter(world, read.draft, world.now());
  if ('refused' in saved) throw new Refusal(`${file}: ${saved.refused}`);
  const where = `${world.config.baseUrl}${paths.letter(saved.address)}`;
  say(
    saved.saved === 'draft'
      ? `Stored as a draft: ${saved.address}`
      : `${saved.saved === 'open' ? 'Open' : 'Gathering, at a private address'}: ${where}`,
  );
}

async function exportLetter(world: World, slug: string): Promise<void> {
  const found = await letterStore(world.databases.letters).bySlug(slug);
  if (!found) throw new Refusal(`There is no letter "${slug}".`);
  const status = found.status === 'draft' || found.status === 'gathering' ? found.status : 'open';
  process.stdout.write(writeLetterFile({ ...found, status }));
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

async function inWorld(act: (world: World) => Promise<unknown>): Promise<void> {
  const world = realWorld(readConfig(process.env, 'command'));
  try {
    await act(world);
  } finally {
    world.transport.close();
    closeDatabases(world.databases);
  }
}

const say = (words: string): void => void process.stdout.write(`${words}\n`);

try {
  await undersigned.parseAsync();
} catch (fault) {
  if (fault instanceof CommanderError) process.exitCode = fault.exitCode === 0 ? 0 : 2;
  else if (fault instanceof Refusal) {
    process.stderr.write(`${fault.message}\n`);
    process.exitCode = 1;
  } else fail(fault);
}
