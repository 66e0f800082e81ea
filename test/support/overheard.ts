import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page, Request } from 'playwright-core';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { keySeed, readPass } from '../../src/protocol/pass.ts';
import { findOnDisk } from './disk.ts';

export interface Overheard {
  /** How many bytes were heard. */
  size(): number;
  /** In which forms the server heard any of these bytes or texts. */
  formsOf(secrets: (string | Buffer)[]): string[];
}

/** Every byte that the server reads from now on, from any connection. */
export function overhear(server: Server): Overheard {
  const heard: Buffer[] = [];
  server.on('connection', (socket) => socket.on('data', (bytes: Buffer) => heard.push(bytes)));
  return {
    size: () => Buffer.concat(heard).length,
    formsOf(secrets) {
      const folder = mkdtempSync(join(tmpdir(), 'undersigned-heard-'));
      writeFileSync(join(folder, 'heard'), Buffer.concat(heard));
      const found = findOnDisk(folder, secrets);
      rmSync(folder, { recursive: true });
      return found;
    },
  };
}

/** What of a pass the server must never hear. */
export async function secretsOf(pass: string, letter: PublishedLetter): Promise<(string | Buffer)[]> {
  const { secret } = (await readPass(pass))!;
  const seed = await keySeed(secret, letter.publicId);
  return [Buffer.from(secret), Buffer.from(seed), pass, pass.slice('pass1_'.length)];
}

export interface Watched {
  page: Page;
  /** The requests that the page made and that carry a body. */
  posts: () => Request[];
}

/** A page of this window, and what it sends. */
export async function watchedPage(window: BrowserContext): Promise<Watched> {
  const page = await window.newPage();
  const sent: Request[] = [];
  page.on('request', (request) => sent.push(request));
  return { page, posts: () => sent.filter((request) => request.method() === 'POST') };
}
