import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { basename, join } from 'node:path';
import { inject } from 'vitest';
import { root } from '../../db/root.ts';

const TSC = join(root, 'node_modules', 'typescript', 'bin', 'tsc');

/** Where a run has its programs: below the project, so that they find their packages, views and migrations. */
export const builtIn = (folderOfRun: string): string =>
  join(root, 'node_modules', '.cache', 'undersigned', basename(folderOfRun));

let built: Promise<string> | undefined;

/**
 * The JavaScript of a source file of ours, by the compiler and the settings that ship it; `npm run check` has looked
 * at its types. It starts in half the time of the sources, and dist/ may be of another day.
 */
export async function builtFile(source: string): Promise<string> {
  built ??= build(join(builtIn(inject('folderOfThisRun')), String(process.pid)));
  return join(await built, source.replace(/\.ts$/, '.js'));
}

async function build(folder: string): Promise<string> {
  const args = [TSC, '-p', join(root, 'tsconfig.build.json'), '--noCheck', '--outDir', folder];
  const [status] = (await once(spawn(process.execPath, args, { stdio: 'inherit' }), 'close')) as [number | null];
  if (status !== 0) throw new Error('the sources could not be built');
  return folder;
}
