const WIDTH = 24;

/** How far a check of entries has come, as one line: `[======            ]  25 %  25000 of 100000 entries`. */
export function progressBar(done: number, all: number): string {
  // a log that says less than it holds is not yet known to lie
  const share = all === 0 ? 1 : Math.min(done / all, 1);
  const bar = '='.repeat(Math.floor(share * WIDTH)).padEnd(WIDTH);
  const percent = String(Math.floor(share * 100)).padStart(3);
  return `[${bar}] ${percent} %  ${done} of ${all} entries`;
}
