import type { Server } from 'node:http';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { PublishedLetter } from '../../letters/letter.ts';
import { mainOf } from '../../letters/tally.ts';
import { toHex } from '../../protocol/bytes.ts';
import { faultOf } from '../../web/errors.ts';
import type { CommonWorld } from '../../world.ts';
import { snapshotFiles } from './files.ts';
import { type Sources, writeSnapshots } from './writing.ts';

/** Public pages as files, for a web server that serves them while the program does not run. */
export interface Snapshots {
  /** Has the copies of a letter written soon, if it is published; without one, all of them. */
  changed(letter?: PublishedLetter): void;
  /** Begins to write; `server` answers for each address what it answers everybody. */
  begin(server: Server): void;
  /** Ends after the file that is being written. */
  stop(): void;
  /** Nothing is being written, nor waits for it. */
  settled(): Promise<void>;
}

/** Changes that come within this time are written together. */
const SOON = 50;
/** Writing takes a tenth of the time at most, but no change waits longer than this. */
const LONGEST_REST = 10_000;

/**
 * Undefined where they are switched off. Written by a program of its own where the world can start one: what it needs
 * of memory and of time is then not the site's.
 */
export function openSnapshots(world: CommonWorld, sources: Sources): Snapshots | undefined {
  const { config, now, log, runTool } = world;
  if (!config.snapshots) return undefined;
  const stopping = new AbortController();
  const { signal } = stopping;
  const files = snapshotFiles(join(config.dataFolder, 'snapshots'));
  let changed = new Map<string, PublishedLetter>();
  const due = { all: true };
  let rest = SOON;
  let server: Server | undefined;
  let writing: Promise<void> | undefined;

  const write = async (of: Server) => {
    const some = due.all ? undefined : [...changed.values()];
    due.all = false;
    changed = new Map();
    const written = runTool
      ? runTool(['snapshots', ...(some ?? []).map(({ id }) => toHex(id))], signal)
      : writeSnapshots({ ...sources, files, server: of, signal }, some);
    await written.catch((fault: unknown) => {
      if (!signal.aborted) log.error({ fault: faultOf(fault) }, 'some snapshots could not be written');
    });
  };

  const work = async (of: Server) => {
    while (due.all || changed.size > 0) {
      await wait(rest, undefined, { signal }).catch(() => undefined);
      // what is left is written at the next start
      if (signal.aborted) break;
      const began = now();
      await write(of);
      rest = Math.max(SOON, Math.min(LONGEST_REST, 9 * (now() - began)));
    }
    writing = undefined;
  };
  const wake = () => void (server && !signal.aborted && (writing ??= work(server)));

  return {
    changed(letter) {
      if (letter) changed.set(toHex(mainOf(letter).publicId), mainOf(letter));
      else due.all = true;
      wake();
    },
    begin(of) {
      server = of;
      wake();
    },
    stop: () => stopping.abort(),
    settled: async () => writing,
  };
}
