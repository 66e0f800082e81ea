import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeAudit } from './support/audit-maker.ts';
import { startLoader } from './support/processes.ts';
import { type Row, atLeast, atMost, markdown, median, spread, worse } from './support/table.ts';

const GOAL = 0.5;
/** An audit file of 100,000 entries has 75 MB. */
const MOST_MB = 300;

interface Amount {
  entries: number;
  /** Fewer than entries: the rest are changes of what these signed. */
  passes: number;
}

export const WHOLE: Amount = { entries: 100_000, passes: 100_000 };
export const QUICK: Amount = { entries: 10_000, passes: 10_000 };

interface Checked {
  leaves: number;
  faults: string[];
  seconds: number;
  peak: number;
}

/** `undersigned verify` of a log, against bare `crypto.verify` of its entries, each in a process of its own. */
export async function measureVerify(rounds: number, { entries, passes }: Amount): Promise<Row> {
  const folder = mkdtempSync(join(tmpdir(), 'undersigned-bench-'));
  const file = join(folder, 'audit.json');
  const [ours, bare, peaks]: number[][] = [[], [], []];
  try {
    await writeAudit(file, entries, passes);
    for (let round = 0; round < rounds; round++) {
      const before = await bareRate(file);
      const { leaves, faults, seconds, peak } = await ask<Checked>('support/verifying.mjs', file);
      if (faults.length > 0 || leaves !== entries) throw new Error(`the log does not hold: ${faults.join()}`);
      ours!.push(leaves / seconds);
      bare!.push((before + (await bareRate(file))) / 2);
      peaks!.push(peak / 1e6);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const ratios = ours!.map((rate, i) => rate / bare![i]!);
  return {
    what: `undersigned verify, ${entries} entries, ${spread(peaks!, 0)} MB at most`,
    bare: `${median(bare!).toFixed(0)}/s`,
    ours: `${median(ours!).toFixed(0)}/s`,
    cpu: '',
    rate: spread(ratios),
    goal: `≥ ${GOAL}, < ${MOST_MB} MB`,
    verdict: worse(atLeast(GOAL, ratios), atMost(MOST_MB, peaks!)),
  };
}

const bareRate = (file: string): Promise<number> => ask<number>('bare/verifying.ts', file);

async function ask<Reply>(script: string, file: string): Promise<Reply> {
  const checking = startLoader(script);
  try {
    return await checking.ask<Reply>(file);
  } finally {
    await checking.stop();
  }
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      entries: { type: 'string' },
      passes: { type: 'string' },
    },
  });
  const entries = Number(values.entries ?? (values.quick ? QUICK : WHOLE).entries);
  const passes = Math.min(entries, Number(values.passes ?? entries));
  process.stderr.write(`Making ${entries} entries with ${passes} passes …\n`);
  process.stdout.write(`${markdown([await measureVerify(values.quick ? 2 : 3, { entries, passes })])}\n`);
}
