import { cpus } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { type Answers, CONNECTIONS, type Load } from './load.ts';
import type { Measured, Server } from './processes.ts';

/** What a server spent on a load. */
export interface Cost {
  /** Microseconds of the server's own processor time per request. */
  cpu: number;
  /** Answers per second. */
  rate: number;
}

export interface Pair {
  ours: Cost;
  bare: Cost;
}

interface Slice extends Cost {
  /** How many cores were busy with anything but the two of us meanwhile. */
  strangers: number;
}

const WARM = 1.5;
const SLICE = 0.5;
const SLICES = 4;
const MOST_SLICES = 12;
const QUIET = 0.2;

/**
 * Loads both servers in turn, in short slices, so that whatever the machine does besides falls on both alike. Slices
 * in which it did much are made again, and at last the quietest are taken.
 */
export async function compare(
  loader: Measured,
  { ours, bare }: { ours: Server; bare: Server },
  load: { requests: string[]; status: string },
): Promise<Pair> {
  for (const server of [ours, bare]) await spend(loader, server, { ...load, seconds: WARM });
  const slices: { ours: Slice; bare: Slice }[] = [];
  const noise = (pair: (typeof slices)[number]) => Math.max(pair.ours.strangers, pair.bare.strangers);
  while (slices.filter((pair) => noise(pair) < QUIET).length < SLICES && slices.length < MOST_SLICES) {
    if (slices.length >= SLICES) await pause(SLICE * 1000);
    const slice = (server: Server) => spend(loader, server, { ...load, seconds: SLICE });
    slices.push({ ours: await slice(ours), bare: await slice(bare) });
  }
  return meanOf(slices.toSorted((a, b) => noise(a) - noise(b)).slice(0, SLICES));
}

/** The same for requests of which each can be sent once: `slices` of them to both in turn, the first to warm up. */
export async function compareOnce(
  loader: Measured,
  { ours, bare }: { ours: Server; bare: Server },
  { slices, status }: { slices: string[][]; status: string },
): Promise<Pair> {
  const spent: Pair[] = [];
  for (const requests of slices) {
    const slice = (server: Server) => spend(loader, server, { requests, status });
    spent.push({ ours: await slice(ours), bare: await slice(bare) });
  }
  return meanOf(spent.slice(1));
}

/** Loads a server and reads its own usage before and after; throws where it answers with another status. */
async function spend(
  loader: Measured,
  server: Server,
  { status, ...what }: { requests: string[]; status: string; seconds?: number },
): Promise<Slice> {
  const [idle, before] = [busyTime(), await server.usage()];
  const load: Load = { ...what, port: server.port, connections: CONNECTIONS };
  const { count, statuses, seconds, cpu: loading } = await loader.ask<Answers>(load);
  const cpu = (await server.usage()).cpu - before.cpu;
  const strangers = (busyTime() - idle - cpu - loading) / 1e6 / seconds;
  if (count === 0 || statuses[status] !== count) throw new Error(`not all ${status}: ${JSON.stringify(statuses)}`);
  return { cpu: cpu / count, rate: count / seconds, strangers };
}

/** Microseconds that the machine's cores have worked. */
const busyTime = (): number =>
  cpus().reduce((sum, { times }) => sum + (times.user + times.nice + times.sys + times.irq) * 1000, 0);

const meanOf = (pairs: Pair[]): Pair => ({
  ours: meanCost(pairs.map(({ ours }) => ours)),
  bare: meanCost(pairs.map(({ bare }) => bare)),
});

const meanCost = (costs: Cost[]): Cost => ({
  cpu: mean(costs.map(({ cpu }) => cpu)),
  rate: mean(costs.map(({ rate }) => rate)),
});

const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
