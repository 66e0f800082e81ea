import { join } from 'node:path';
import { fromBase64url } from '../src/protocol/bytes.ts';
import type { Descriptor } from '../src/protocol/descriptor.ts';
import type { SigningSettings } from './bare/signing.ts';
import { answerTo } from './support/answer.ts';
import { type Pair, compareOnce } from './support/compare.ts';
import { type Planted, copyOf } from './support/planted.ts';
import { type Measured, startScript, startSite } from './support/processes.ts';
import { type Row, ratioRow } from './support/table.ts';

/** So many posts warm both servers up, until V8 has compiled what it will; the rest is sent in slices. */
const WARM = 6_000;
const SLICE = 500;

/** Posting signatures against a bare node:http handler with the same cryptography and the same insert. */
export async function measureSigning(planted: Planted, loader: Measured, rounds: number): Promise<Row> {
  const pairs: Pair[] = [];
  const [probe, ...posts] = planted.posts;
  const measured = posts.slice(WARM);
  const slices = Array.from({ length: Math.floor(measured.length / SLICE) }, (_, i) =>
    measured.slice(i * SLICE, (i + 1) * SLICE),
  );
  for (let round = 0; round < rounds; round++) {
    const copies = [copyOf(planted), copyOf(planted)] as const;
    const [ours, bare] = [await startSite(copies[0].folder), await startScript('bare/signing.ts')];
    const { head } = await answerTo(ours, probe!);
    await bare.ask(settingsFor(planted, copies[1].folder, head));
    const load = { slices: [posts.slice(0, WARM), ...slices], status: '201' };
    pairs.push(await compareOnce(loader, { ours, bare }, load));
    await Promise.all([ours.stop(), bare.stop()]);
    for (const { remove } of copies) remove();
  }
  return ratioRow('posting a signature', pairs, 0.7);
}

function settingsFor({ letter }: Planted, folder: string, head: string[]): SigningSettings {
  const { spki } = JSON.parse(letter.descriptor) as Descriptor;
  return {
    file: join(folder, 'pending.db'),
    letterId: Buffer.from(letter.publicId),
    versionHash: Buffer.from(letter.versionHash),
    spki: Buffer.from(fromBase64url(spki)),
    head,
  };
}
