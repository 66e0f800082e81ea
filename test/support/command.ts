import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { root } from '../../db/root.ts';
import { builtFile } from './built.ts';

/** A program of ours that ran to its end. */
export interface Ran {
  status: number | null;
  out: string;
  err: string;
}

/** Starts a source file of ours as a process of its own, with these settings and none of this process’s. */
export async function start(file: string, args: string[], env: Record<string, string>): Promise<ChildProcess> {
  const { PATH = '', HOME = '' } = process.env;
  return spawn(process.execPath, [await builtFile(file), ...args], {
    cwd: root,
    env: { PATH, HOME, DEMO: '0', ...env },
    stdio: 'pipe',
  });
}

/** Everything that a process writes, as it comes. */
export function outputOf(program: ChildProcess): { out: string; err: string } {
  const output = { out: '', err: '' };
  program.stdout!.on('data', (chunk: Buffer) => (output.out += chunk.toString()));
  program.stderr!.on('data', (chunk: Buffer) => (output.err += chunk.toString()));
  return output;
}

/** Runs the command-line tool; `input` is its standard input. */
export async function undersigned(args: string[], env: Record<string, string>, input = ''): Promise<Ran> {
  const program = await start('src/cli/undersigned.ts', args, env);
  const output = outputOf(program);
  program.stdin!.end(input);
  const [status] = (await once(program, 'close')) as [number | null];
  return { status, ...output };
}
