import { createHash, generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { closeDatabases } from '../db/open.ts';
import { readConfig } from '../src/config.ts';
import { readLetterFile } from '../src/letters/letter-file.ts';
import { isPublished } from '../src/letters/letter.ts';
import { letterStore } from '../src/letters/store.ts';
import { saveLetter } from '../src/organizing/publish.ts';
import { makeRelease } from '../src/signing/make-release.ts';
import { type Fields, bodyOf } from '../src/signing/signature.ts';
import { boardStore } from '../src/signing/store.ts';
import { realWorld } from '../src/world.ts';
import { launch, startArguments, startSettings, stop } from './support/processes.ts';
import { type Row, atMost, markdown, median, spread } from './support/table.ts';

const SLUG = 'measured';
const MOST_MB = 150;
export const SIGNATORIES = 10_000;

const LETTER = `---
title: Answer us
slug: ${SLUG}
to: [{name: Pat Orsini, role: Chief Executive, organization: Halden}]
employers: [{name: Halden, domains: [halden.example], headcount: 90000}]
status: open
---
We ask for an answer.
`;

interface Written {
  bytes: number;
  pdf: number;
  seconds: number;
  /** The most memory that the process itself held; where Linux started it, no less than who started it. */
  own: number;
}

/** The packet of a letter with many signatories, made by a process of its own: memory of it and of what it starts. */
export async function measurePacket(rounds: number, signatories = SIGNATORIES): Promise<Row> {
  const folder = mkdtempSync(join(tmpdir(), 'undersigned-bench-'));
  const databaseUrl = `file:${join(folder, 'undersigned.db')}`;
  const [peaks, times]: number[][] = [[], []];
  let written: Written | undefined;
  try {
    await plantSignatories(databaseUrl, signatories);
    for (let round = 1; round <= rounds; round++) {
      const { peak, ...rest } = await writeOnce(databaseUrl);
      written = rest;
      peaks!.push(peak / 1e6);
      times!.push(rest.seconds);
      const figures = `${rest.seconds.toFixed(2)} s, ${(peak / 1e6).toFixed(0)} MB`;
      process.stderr.write(`  packet ${round} of ${rounds}: ${figures}\n`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const size = `${(written!.bytes / 1e6).toFixed(1)} MB with a PDF of ${(written!.pdf / 1e3).toFixed(0)} kB`;
  return {
    what: `packet, ${signatories} signatories, ${size}`,
    bare: '',
    ours: `${median(times!).toFixed(2)} s`,
    cpu: `${spread(peaks!, 0)} MB in all`,
    rate: '',
    goal: `< ${MOST_MB} MB`,
    verdict: atMost(MOST_MB, peaks!),
  };
}

/** `peak`: of the process and its children together, where the system tells of them; else its own alone. */
async function writeOnce(databaseUrl: string): Promise<Written & { peak: number }> {
  // with the settings of `npm start`, which end in the program
  const child = launch([...startArguments.slice(0, -1), join('bench', 'support', 'packet-writing.mjs')], startSettings);
  let peak = 0;
  const looking = setInterval(() => (peak = Math.max(peak, memoryOf(child.pid!))), 20);
  try {
    const written = await new Promise<Written>((resolve, reject) => {
      child.once('message', (message) => resolve(message as Written));
      child.once('exit', (code) => reject(new Error(`it ended with ${code}`)));
      child.send({ databaseUrl, slug: SLUG });
    });
    return { ...written, peak: peak || written.own };
  } finally {
    clearInterval(looking);
    await stop(child);
  }
}

/** Bytes that a process and those that it started hold now, as Linux tells it: what a child shares counts once. */
function memoryOf(pid: number, whole = true): number {
  if (!existsSync(`/proc/${pid}/task`)) return 0;
  try {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    const kilobytes = (what: RegExp) =>
      Array.from(rollup.matchAll(what), (match) => Number(match[1])).reduce((sum, each) => sum + each, 0);
    const held = kilobytes(whole ? /^Rss:\s+(\d+) kB/gm : /^Private_\w+:\s+(\d+) kB/gm);
    const started = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean),
    );
    return started.reduce((sum, child) => sum + memoryOf(Number(child), false), held * 1024);
  } catch {
    // it ended while we looked
    return 0;
  }
}

/** Signatures of the right shape that nobody made: the packet does not check them, it writes them down. */
async function plantSignatories(databaseUrl: string, count: number): Promise<void> {
  process.stderr.write(`Planting ${count} signatories …\n`);
  const world = realWorld(readConfig({ DATABASE_URL: databaseUrl }));
  const read = readLetterFile(LETTER);
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  await saveLetter(world, read.draft, world.now());
  const letter = await letterStore(world.databases.letters).bySlug(SLUG);
  if (!letter || !isPublished(letter)) throw new Error('the measured letter is missing');
  const posts = Array.from({ length: count }, (_, i) => ({
    letter: letter.publicId,
    versionHash: letter.versionHash,
    ...{ pk: world.random(32), prefix: world.random(32), sig: world.random(384), salt: world.random(16) },
    ...{ commit: world.random(32), esig: world.random(64), seq: 0, kind: 'sign' as const },
    body: bodyOf(fieldsOf(i)),
  }));
  const made = makeRelease(letter, posts, {
    ...{ before: undefined, published: [], now: world.now() },
    hash: (bytes) => new Uint8Array(createHash('sha256').update(bytes).digest()),
    logKey: generateKeyPairSync('ed25519').privateKey,
  });
  await boardStore(world.databases.board).release(made);
  closeDatabases(world.databases);
}

const fieldsOf = (number: number): Fields => ({
  ...{ shown: 'named', name: `Maya Lind ${number}`, role: 'Test engineer', employer: 0 },
  comment: number % 40 === 0 ? 'We raised this through every channel there was. This letter is the next one.' : null,
  pledges: [],
});

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({ options: { signatories: { type: 'string' }, rounds: { type: 'string' } } });
  const row = await measurePacket(Number(values.rounds ?? 5), Number(values.signatories ?? SIGNATORIES));
  process.stdout.write(`${markdown([row])}\n`);
}
