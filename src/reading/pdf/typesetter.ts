import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { root } from '../../../db/root.ts';
import { oneAtATime } from '../../in-turn.ts';
import type { Sheet } from './sheet.ts';

/** `busy` where too many wait already, `stopped` where the time was too short, `not possible` where it never will be. */
export type Typeset = Buffer | 'busy' | 'stopped' | 'not possible';

/** Makes PDFs with Typst, one at a time, each in a program of its own that has seconds to live. */
export interface Typesetter {
  /** Whether this machine has Typst at all: it is optional. */
  available: boolean;
  /** The same sheet is set once, however many ask and however often. */
  set(sheet: Sheet): Promise<Typeset>;
}

interface Terms {
  template: string;
  /** Milliseconds for one letter. */
  time: number;
  /** Milliseconds until one that was stopped is tried again: the machine may have had much to do. */
  pause: number;
  /** How many may wait. */
  waiting: number;
  /** The module from which packages are looked for, as a URL. */
  packages: string;
}

const TERMS: Terms = {
  template: join(root, 'views', 'pdf', 'letter.typ'),
  time: 15_000,
  pause: 60_000,
  waiting: 20,
  packages: import.meta.url,
};
const MOST_KEPT = 64;
const MOST_BYTES = 50_000_000;

const child = fileURLToPath(new URL('./typst-child.mjs', import.meta.url));
const fontFolder = join(root, 'views', 'fonts');
const fonts = readdirSync(fontFolder)
  .filter((file) => file.endsWith('.ttf'))
  .map((file) => join(fontFolder, file));

export function openTypesetter(log: Logger, terms: Partial<Terms> = {}): Typesetter {
  const { template, time, pause, waiting, packages } = { ...TERMS, ...terms };
  const kept = new Map<string, Promise<Typeset>>();
  const inTurn = oneAtATime();
  let under = 0;

  const start = async (json: string, again: () => void): Promise<Typeset> => {
    under++;
    try {
      return await inTurn(() => typeset(json, template, time));
    } catch (fault) {
      // never its words, which may quote the letter
      log.error({ ended: endOf(fault) }, 'a letter could not be typeset');
      if (!wasStopped(fault)) return 'not possible';
      again();
      return 'stopped';
    } finally {
      under--;
    }
  };

  return {
    available: isInstalled(packages),
    set(sheet) {
      const json = JSON.stringify(sheet);
      const key = createHash('sha256').update(json).digest('base64url');
      const known = kept.get(key);
      if (known) return known;
      // one is set while the others wait
      if (under > waiting) return Promise.resolve('busy');
      const setting = start(json, () => forgetAfter(pause, kept, key));
      keep(kept, key, setting);
      return setting;
    },
  };
}

/** The newest few; what Typst refuses stays so, since the letter and the machine are the same. */
function keep(kept: Map<string, Promise<Typeset>>, key: string, setting: Promise<Typeset>): void {
  kept.set(key, setting);
  const [oldest] = kept.keys();
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
}

function forgetAfter(pause: number, kept: Map<string, Promise<Typeset>>, key: string): void {
  if (pause === 0) kept.delete(key);
  else setTimeout(() => kept.delete(key), pause).unref();
}

/** Nothing of our environment goes along: a program that reads strangers' texts needs none of our secrets. */
function typeset(json: string, template: string, time: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const limits = { timeout: time, killSignal: 'SIGKILL', maxBuffer: MOST_BYTES } as const;
    const setting = execFile(
      process.execPath,
      [child, template, ...fonts],
      { ...limits, env: {}, cwd: fontFolder, encoding: 'buffer', windowsHide: true },
      (fault, pdf) => (fault ? reject(fault) : resolve(pdf)),
    );
    // where it ended early, that is told by how it ended
    setting.stdin?.on('error', () => undefined).end(json);
  });
}

function endOf(fault: unknown): string {
  const { killed, code, signal } = fault as { killed?: boolean; code?: unknown; signal?: unknown };
  return killed ? 'it took too long' : `with ${String(code ?? signal)}`;
}

/** By its time limit, or by a machine without memory; whatever ends by itself ends so again. */
const wasStopped = (fault: unknown): boolean => typeof (fault as { signal?: unknown }).signal === 'string';

/** The package is one of names alone; the program itself comes in another, for some machines. */
function isInstalled(from: string): boolean {
  const required = createRequire(from);
  try {
    const name = '@myriaddreamin/typst-ts-node-compiler';
    const manifest = required(`${name}/package.json`) as { optionalDependencies?: Record<string, string> };
    const beside = createRequire(required.resolve(name));
    return Object.keys(manifest.optionalDependencies ?? {}).some((program) => isThere(beside, program));
  } catch {
    return false;
  }
}

function isThere(required: NodeJS.Require, name: string): boolean {
  try {
    required.resolve(name);
    return true;
  } catch {
    return false;
  }
}
