import { createHmac } from 'node:crypto';
import type { Random } from '../protocol/bytes.ts';

/** Counts things under hashed names, in memory only; each count is forgotten when its time is over. */
export interface MemoryCount {
  /** Counts once more, and says whether that is still within the limit. */
  allows(name: string, now: number): boolean;
  /** Takes one back that was counted, because it was not what is limited. */
  takeBack(name: string, now: number): void;
}

export function countInMemory(limit: number, lifetime: number, random: Random): MemoryCount {
  const key = random(32);
  const counts = new Map<string, { count: number; until: number }>();
  let nextSweep = 0;

  const sweep = (now: number) => {
    nextSweep = now + lifetime / 10;
    for (const [name, { until }] of counts) if (until <= now) counts.delete(name);
  };

  const hashOf = (name: string) => createHmac('sha256', key).update(name).digest('base64');

  return {
    takeBack(name, now) {
      const kept = counts.get(hashOf(name));
      if (kept && kept.until > now && kept.count > 0) kept.count -= 1;
    },
    allows(name, now) {
      if (now >= nextSweep) sweep(now);
      const hashed = hashOf(name);
      const kept = counts.get(hashed);
      const entry = kept && kept.until > now ? kept : { count: 0, until: now + lifetime };
      entry.count += 1;
      counts.set(hashed, entry);
      return entry.count <= limit;
    },
  };
}
