import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { root } from '../../db/root.ts';
import { freePort } from '../../test/support/free-port.ts';

/** Servers run on one core, what loads them on another, where the machine lets us say so. */
export const pinned = availableParallelism() > 1 && spawnSync('taskset', ['-V']).error === undefined;
const SERVERS = 0;
const LOADERS = 1;

export interface Usage {
  /** Microseconds of processor time, user and system, of all threads. */
  cpu: number;
  /** Bytes of resident memory. */
  memory: number;
}

export interface Measured {
  ask<Reply>(message: unknown): Promise<Reply>;
  tell(message: unknown): void;
  usage(): Promise<Usage>;
  stop(): Promise<void>;
}

export interface Server extends Measured {
  port: number;
}

const running = new Set<ChildProcess>();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { start: string } };
const [, setting, given] = /^exec env (\S+) node (.+)$/.exec(scripts.start)!;

/** What `npm start` gives to Node, and what it sets for it. */
export const startArguments: string[] = given!.split(' ');
export const startSettings = Object.fromEntries([setting!.split('=')]) as NodeJS.ProcessEnv;

/** The site as built, on a data folder of its own. */
export async function startSite(folder: string, more: NodeJS.ProcessEnv = {}): Promise<Server> {
  return startServer(startArguments, { ...siteSettings(folder), ...more }, SERVERS);
}

/** Proxies are trusted by one hop, so that signatures can come from many networks, as they do. */
export const siteSettings = (folder: string): NodeJS.ProcessEnv => ({
  ...startSettings,
  NODE_ENV: 'development',
  DATABASE_URL: `file:${join(folder, 'undersigned.db')}`,
  DEMO: '1',
  TRUST_PROXY: '1',
  // copies are written by a program of their own, which would share the core with what is measured
  SNAPSHOTS: '0',
});

/** One of the scripts here as a server that listens on `PORT`; TypeScript is loaded as we are loaded ourselves. */
export const startScript = (file: string): Promise<Server> =>
  startServer([...(file.endsWith('.ts') ? process.execArgv : []), join('bench', file)], {}, SERVERS);

export const startLoader = (file: string): Measured =>
  measured(launch([...process.execArgv, join('bench', file)], {}, LOADERS));

/** The same on every core that there is, for what uses more than one. */
export const startScriptOnAll = (file: string, settings: NodeJS.ProcessEnv): Promise<Server> =>
  startServer([join('bench', file)], settings, undefined);

async function startServer(args: string[], settings: NodeJS.ProcessEnv, core: number | undefined): Promise<Server> {
  const port = await freePort();
  const tellUsage = ['--import', './bench/support/tell-usage.mjs'];
  const child = launch([...tellUsage, ...args], { ...settings, PORT: String(port) }, core);
  await listening(child, port);
  return { ...measured(child), port };
}

/** Starts Node; `core` pins it. */
export function launch(args: string[], settings: NodeJS.ProcessEnv, core?: number): ChildProcess {
  const command = [process.execPath, ...args];
  const [program, ...rest] = pinned && core !== undefined ? ['taskset', '-c', String(core), ...command] : command;
  const child = spawn(program!, rest, {
    cwd: root,
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    serialization: 'advanced',
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

/** Waits until somebody takes connections at the port. */
export async function listening(child: ChildProcess, port: number): Promise<void> {
  while (!(await answers(port))) {
    if (child.exitCode !== null) throw new Error(`a server ended with ${child.exitCode} before it listened`);
    await pause(2);
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

export async function stop(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill();
  const late = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await ended;
  clearTimeout(late);
}

function measured(child: ChildProcess): Measured {
  const ask = <Reply>(message: unknown): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const ended = (code: number | null) => reject(new Error(`a measured process ended with ${code}`));
      child.once('exit', ended);
      child.once('message', (reply) => {
        child.off('exit', ended);
        resolve(reply as Reply);
      });
      child.send(message as object);
    });
  return {
    ask,
    tell: (message) => void child.send(message as object),
    async usage() {
      const { cpu, memory } = await ask<{ cpu: NodeJS.CpuUsage; memory: number }>('usage');
      return { cpu: cpu.user + cpu.system, memory };
    },
    stop: () => stop(child),
  };
}
