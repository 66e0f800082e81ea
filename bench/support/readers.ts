import { setTimeout as pause } from 'node:timers/promises';
import { firstLoad } from './first-load.ts';

/** Readers who come at a steady pace, each for a letter with all that its page loads, over new connections. */
export interface Readers {
  port: number;
  path: string;
  perSecond: number;
}

/** The reading process: they come from when they are told to; "count" tells how many have read since it was asked. */
if (process.send && process.argv[1] === import.meta.filename) {
  let count = 0;
  process.on('message', (asked: Readers | 'count') => {
    if (asked !== 'count') return void come(asked);
    process.send!(count);
    count = 0;
  });

  async function come({ port, path, perSecond }: Readers): Promise<never> {
    const begun = performance.now();
    for (let number = 0; ; number++) {
      await pause(Math.max(0, begun + (number * 1000) / perSecond - performance.now()));
      // a server that ends with its readers still under way is no fault
      void firstLoad(port, path).then(
        () => (count += 1),
        () => undefined,
      );
    }
  }
}
