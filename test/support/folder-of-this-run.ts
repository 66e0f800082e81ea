import { existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { builtIn } from './built.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    folderOfThisRun: string;
  }
}

/** Where Linux keeps files in memory. A site waits for its disk at every signature, and a busy disk takes its time. */
const MEMORY = '/dev/shm';
const ENOUGH = 2 ** 31;

/** Runs once before all tests: whatever they write stands in one folder, which goes when they have ended. */
export default function folderOfThisRun({ provide }: TestProject): () => void {
  const folder = mkdtempSync(join(hasMemory() ? MEMORY : tmpdir(), 'undersigned-run-'));
  process.env['TMPDIR'] = folder;
  provide('folderOfThisRun', folder);
  return () => [folder, builtIn(folder)].forEach((made) => rmSync(made, { recursive: true, force: true }));
}

function hasMemory(): boolean {
  if (!existsSync(MEMORY)) return false;
  const { bavail, bsize } = statfsSync(MEMORY);
  return bavail * bsize > ENOUGH;
}
