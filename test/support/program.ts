import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../db/root.ts';

/** The program as Omar starts it: a process of its own, on a data folder of its own. */
export interface Program {
  /** Everything on its standard output, once these words are there. */
  says(words: string): Promise<string>;
  /** What this address answers, once somebody listens there. */
  answers(url: string): Promise<Response>;
  stop(signal: NodeJS.Signals): Promise<void>;
  ended(): Promise<{ status: number | null; output: string; errors: string }>;
}

const FROM_SOURCES = ['--import', 'tsx', 'src/main.ts'];
/** As `npm start` does. */
export const BUILT = ['dist/src/main.js'];

const PATIENCE = 30_000;
const running = new Map<ChildProcess, string>();

export function startProgram(env: Record<string, string>, main = FROM_SOURCES): Program {
  const folder = mkdtempSync(join(tmpdir(), 'undersigned-'));
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, main, {
    cwd: root,
    env: { PATH, HOME, DATABASE_URL: `file:${join(folder, 'undersigned.db')}`, ...env },
  });
  running.set(child, folder);
  const written = { output: '', errors: '' };
  child.stdout.on('data', (chunk: Buffer) => (written.output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (written.errors += chunk.toString()));
  const closed = once(child, 'close') as Promise<[number | null]>;

  return {
    says: (words) => untilGiven(() => (written.output.includes(words) ? written.output : undefined)),
    answers: (url) => untilGiven(() => fetch(url).catch(() => undefined)),
    async stop(signal) {
      child.kill(signal);
      await closed;
    },
    async ended() {
      const [status] = await closed;
      return { status, ...written };
    },
  };
}

/** Ends what still runs, and removes the folders of all. */
export async function stopPrograms(): Promise<void> {
  for (const [child, folder] of running) {
    if (child.exitCode === null && child.signalCode === null) {
      const closed = once(child, 'close');
      child.kill('SIGKILL');
      await closed;
    }
    rmSync(folder, { recursive: true, force: true });
  }
  running.clear();
}

async function untilGiven<Thing>(ask: () => Thing | undefined | Promise<Thing | undefined>): Promise<Thing> {
  for (const end = Date.now() + PATIENCE; Date.now() < end;) {
    const given = await ask();
    if (given !== undefined) return given;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the program did not do it in time');
}
