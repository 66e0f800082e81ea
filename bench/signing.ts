import { join } from 'node:path';
import { fromBase64url } from '../src/protocol/bytes.ts';
import type { Descriptor } from '../src/protocol/descriptor.ts';
import type { SigningSettings } from './bare/signing.ts';
import { answerTo } from './support/answer.ts';
import { costOf } from './support/load.ts';
import { type Planted, copyOf } from './support/planted.ts';
import { type Measured, type Server, startScript, startSite } from './support/processes.ts';
import { type Pair, type Row, ratioRow } from './support/table.ts';

/** So many of the posts warm the servers up. */
const WARM = 3_000;

/** Posting signatures against a bare node:http handler with the same cryptography and the same insert. */
export async function measureSigning(planted: Planted, loader: Measured, rounds: number): Promise<Row> {
  const pairs: Pair[] = [];
  const [probe, ...posts] = planted.posts;
  for (let round = 0; round < rounds; round++) {
    const [ours, bares] = [copyOf(planted), copyOf(planted)];
    const [site, bare] = [await startSite(ours.folder), await startScript('bare/signing.ts')];
    const { head } = await answerTo(site, probe!);
    await bare.ask(settingsFor(planted, bares.folder, head));
    const measure = async (server: Server) => {
      await costOf(loader, server, { requests: posts.slice(0, WARM), status: '201' });
      return costOf(loader, server, { requests: posts.slice(WARM), status: '201' });
    };
    if (round % 2) pairs.push({ bare: await measure(bare), ours: await measure(site) });
    else pairs.push({ ours: await measure(site), bare: await measure(bare) });
    await Promise.all([site.stop(), bare.stop()]);
    ours.remove();
    bares.remove();
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
