import type { PublishedLetter } from '../../letters/letter.ts';
import { type ProvenView, provenView } from '../../letters/proven-by.ts';
import { mainOf } from '../../letters/tally.ts';
import { paths } from '../../paths.ts';
import { toHex } from '../../protocol/bytes.ts';
import { shortId } from '../../protocol/checkpoint.ts';
import type { Descriptor } from '../../protocol/descriptor.ts';
import type { Published } from '../../signing/public-board.ts';
import type { MakeFrame } from '../../web/frame.ts';
import { page } from '../../web/render.ts';

interface AuditPage extends ProvenView {
  letterTitle: string;
  letterPath: string;
  total: string;
  leaves: string;
  releases: string;
  asOf: { iso: string; words: string };
  command: string;
  auditPath: string;
  checkpointPath: string;
  checkpointsPath: string;
  leafHashesPath: string;
  letterId: string;
  logKey: string;
  pinned: string;
  /** Where its texts stand, if there is more than one. */
  versionsPath: string | null;
}

const audit = page<AuditPage>('reading/audit');

export function auditPage(frame: MakeFrame, letter: PublishedLetter, published: Published, baseUrl: string): string {
  const letterPath = paths.letter(letter.address);
  const descriptor = JSON.parse(letter.descriptor) as Descriptor;
  const { words } = frame;
  return audit({
    ...frame({
      title: words.say('reading.titled', { page: words.say('audit.title'), letter: letter.title }),
      listedAt: paths.audit(letter.address),
      islands: ['receipt.js'],
    }),
    letterTitle: letter.title,
    ...provenView(letter),
    letterPath,
    total: words.number(published.totals.total),
    leaves: words.number(published.size),
    releases: words.number(published.number),
    asOf: { iso: new Date(published.asOf).toISOString(), words: words.dateTime(published.asOf) },
    command: `undersigned verify ${baseUrl}${letterPath}`,
    auditPath: paths.auditJson(letter.address),
    checkpointPath: paths.checkpoint(letter.address),
    checkpointsPath: paths.checkpoints(letter.address),
    leafHashesPath: paths.leafHashes(letter.address),
    letterId: toHex(letter.publicId),
    versionsPath: letter.version > 1 ? paths.versions(letter.address) : null,
    logKey: descriptor.log,
    pinned: `${baseUrl}${paths.letter(mainOf(letter).address)}#${shortId(mainOf(letter).publicId)}`,
  });
}
