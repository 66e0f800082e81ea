import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import request from 'supertest';
import { closeDatabases, openBoardDatabases, openIssuerDatabases } from '../../db/open.ts';
import { type BoardSite, type IssuerSite, createBoardApp, createIssuerApp } from '../../src/app.ts';
import { type Config, readConfig } from '../../src/config.ts';
import { devMailRoutes } from '../../src/dev/routes.ts';
import { letterStore } from '../../src/letters/store.ts';
import { isPublished } from '../../src/letters/letter.ts';
import { memoryMailbox } from '../../src/mail/memory-mailbox.ts';
import { saveLetter } from '../../src/organizing/publish.ts';
import { readPublishedFile, writePublishedFile } from '../../src/organizing/published-letter.ts';
import { prepareLetter, receiveLetter } from '../../src/organizing/receive.ts';
import { fromBase64url } from '../../src/protocol/bytes.ts';
import type { BoardWorld, CommonWorld, IssuerWorld } from '../../src/world.ts';
import { reverseProxy } from './proxy.ts';
import { type Given, type TestSite, draftIn, surroundings } from './site.ts';

/** The site of a test whose issuer and board are two applications with a data folder each. */
export interface Pair extends TestSite {
  issuerSite: IssuerSite;
  boardSite: BoardSite;
  /** Data folders. */
  folders: { issuer: string; board: string };
}

/**
 * Issuer and board apart, behind a reverse proxy that makes one site of them. They share the test's clock and nothing
 * else; a letter goes from one to the other as the files that Omar carries.
 */
export async function openPair({
  env = {},
  transport,
  folder = mkdtempSync(join(tmpdir(), 'undersigned-')),
  seed,
}: Given = {}): Promise<Pair> {
  const around = surroundings(seed);
  const folders = { issuer: join(folder, 'issuer'), board: join(folder, 'board') };
  const settings = (role: 'issuer' | 'board'): Config =>
    readConfig({
      DATABASE_URL: `file:${join(folders[role], 'undersigned.db')}`,
      BASE_URL: 'http://localhost:3000',
      // each change would have every page made
      ...{ DEMO: '0', SNAPSHOTS: '0', ROLE: role, ...env },
    });
  const common = { now: around.now, newRsaPair: around.newRsaPair, log: around.logger };
  const mailbox = memoryMailbox();
  const issuerWorld: IssuerWorld = {
    ...{ ...common, config: settings('issuer'), random: around.random },
    databases: openIssuerDatabases(join(folders.issuer, 'undersigned.db')),
    ...{ transport: transport ?? mailbox, mailbox: env['NODE_ENV'] === 'production' ? undefined : mailbox },
  };
  const boardWorld: BoardWorld = {
    ...{ ...common, config: settings('board'), random: surroundings(`${seed ?? ''} board`).random },
    databases: openBoardDatabases(join(folders.board, 'undersigned.db')),
    ...{ transport: issuerWorld.transport, mailbox: issuerWorld.mailbox },
  };
  const issuerSite = await createIssuerApp(issuerWorld, ({ frames }) => devMailRoutes(issuerWorld, frames));
  const boardSite = await createBoardApp(boardWorld);
  const server = reverseProxy({ issuer: await portOf(issuerSite.server), board: await portOf(boardSite.server) });
  const databases = { ...boardWorld.databases, ...issuerWorld.databases };
  return {
    ...{ ...boardSite, server, issuer: issuerSite.issuer, rounds: bothRounds(issuerSite, boardSite) },
    ...{ issuerSite, boardSite, folder, folders, mailbox, http: request(server) },
    world: { ...issuerWorld, databases },
    ...{
      log: around.log,
      pass: around.pass,
      mailIsSent: () => around.mailIsSent(issuerSite.issuer, boardSite.accounts),
    },
    async publish(source) {
      const address = await publishOnBoth(issuerWorld, boardWorld, source);
      return (await boardSite.shelf.byAddress(address))!;
    },
    async end(afterwards) {
      for (const site of [issuerSite, boardSite]) site.stop();
      await Promise.all([server, issuerSite.server, boardSite.server].map(close));
      closeDatabases(issuerWorld.databases);
      closeDatabases(boardWorld.databases);
      if (!afterwards) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** As docs/two-hosts.md says, with the text of each file; gives the letter's address. */
async function publishOnBoth(issuer: CommonWorld, board: CommonWorld, source: string): Promise<string> {
  const draft = draftIn(source);
  const log = fromBase64url(await prepareLetter(board));
  const saved = await saveLetter(issuer, draft, issuer.now(), log);
  if ('refused' in saved) throw new Error(saved.refused);
  const letter = await letterStore(issuer.databases.letters).bySlug(draft.slug);
  if (!letter || !isPublished(letter)) throw new Error('the letter was not published');
  const read = readPublishedFile(writePublishedFile(letter));
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  const received = await receiveLetter(board, read, board.now());
  if ('refused' in received) throw new Error(received.refused);
  return received.address;
}

const bothRounds = ({ rounds: issuer }: IssuerSite, { rounds: board }: BoardSite): TestSite['rounds'] => ({
  ...board,
  async go(now) {
    await issuer.go(now);
    await board.go(now);
  },
});

async function portOf(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  await closed;
}
