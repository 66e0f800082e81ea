import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import request from 'supertest';
import { closeDatabases, openDatabases } from '../../db/open.ts';
import { type Site, createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { devRoutes } from '../../src/dev/routes.ts';
import { readLetterFile } from '../../src/letters/letter-file.ts';
import type { Issuer } from '../../src/issuing/issuer.ts';
import type { Draft, PublishedLetter } from '../../src/letters/letter.ts';
import { type MemoryMailbox, memoryMailbox } from '../../src/mail/memory-mailbox.ts';
import type { Transport } from '../../src/mail/transport.ts';
import { saveLetter } from '../../src/organizing/publish.ts';
import type { World } from '../../src/world.ts';
import { countingRandom } from './random.ts';
import { rsaPairs } from './rsa-pairs.ts';

/** Noon of an ordinary day. */
export const NOON = Date.UTC(2026, 4, 4, 12);

export interface TestSite extends Site {
  world: World;
  folder: string;
  mailbox: MemoryMailbox;
  /** Everything that was logged. */
  log(): string;
  pass(milliseconds: number): void;
  http: ReturnType<typeof request>;
  /** Publishes a letter file's text and gives the letter. */
  publish(source: string): Promise<PublishedLetter>;
  /** Works the queue of codes until nothing waits; the clock goes on with it. */
  mailIsSent(): Promise<void>;
  /** Stops the site; its folder goes too, unless another site shall open it again. */
  end(folder?: 'keep the folder'): Promise<void>;
}

export interface Given {
  env?: Record<string, string>;
  transport?: Transport;
  folder?: string;
  /** Another seed gives other random bytes. */
  seed?: string;
}

/** The whole site, as it ships, on a folder of its own; clock and randomness are the test's. */
export async function openSite({
  env = {},
  transport,
  folder = mkdtempSync(join(tmpdir(), 'undersigned-')),
  seed,
}: Given = {}): Promise<TestSite> {
  const around = surroundings(seed);
  const config = readConfig({
    DATABASE_URL: `file:${join(folder, 'undersigned.db')}`,
    BASE_URL: 'http://localhost:3000',
    DEMO: '0',
    // each change would have every page made
    SNAPSHOTS: '0',
    ...env,
  });
  const mailbox = memoryMailbox();
  const world: World = {
    config,
    databases: openDatabases(config.databaseFile),
    ...{ now: around.now, random: around.random, newRsaPair: around.newRsaPair, log: around.logger },
    transport: transport ?? mailbox,
    mailbox: config.production ? undefined : mailbox,
  };
  const site = await createApp(world, config.production ? undefined : (parts) => devRoutes(world, parts));
  return {
    ...site,
    ...{ world, folder, mailbox, http: request(site.server) },
    ...{ log: around.log, pass: around.pass, mailIsSent: () => around.mailIsSent(site.issuer, site.accounts) },
    async publish(source) {
      const saved = await saveLetter(world, draftIn(source), world.now());
      const letter = 'address' in saved ? await site.shelf.byAddress(saved.address) : undefined;
      if (!letter) throw new Error('the letter was not published');
      return letter;
    },
    async end(afterwards) {
      site.stop();
      await new Promise((resolve) => site.server.close(resolve));
      closeDatabases(world.databases);
      if (!afterwards) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What every world of a test has: its clock stands still until it is set on, its random bytes are the same each run. */
export function surroundings(seed?: string) {
  let now = NOON;
  const lines: string[] = [];
  const sink = new Writable({ write: (chunk: Buffer, _encoding, done) => (lines.push(chunk.toString()), done()) });
  return {
    now: () => now,
    random: countingRandom(seed),
    newRsaPair: rsaPairs(),
    logger: pino({ base: null }, sink),
    log: () => lines.join(''),
    pass: (milliseconds: number) => void (now += milliseconds),
    async mailIsSent(...senders: Pick<Issuer, 'queue'>[]) {
      for (const { queue } of senders)
        for (let next = await queue.work(now); next !== undefined; next = await queue.work(now)) {
          now = Math.max(now, next);
        }
    },
  };
}

export function draftIn(source: string): Draft {
  const read = readLetterFile(source);
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  return read.draft;
}

export const readSeed = (name: string): string =>
  readFileSync(new URL(`../../db/seeds/${name}.md`, import.meta.url), 'utf8');
