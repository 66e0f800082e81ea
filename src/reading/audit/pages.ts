import type { PublishedLetter } from '../../letters/letter.ts';
import { type ProvenView, provenView } from '../../letters/proven-by.ts';
import { mainOf } from '../../letters/tally.ts';
import { titledAs } from '../../letters/titled.ts';
import { type WrittenIn, writtenIn } from '../../letters/written-in.ts';
import { paths } from '../../paths.ts';
import { toHex } from '../../protocol/bytes.ts';
import { shortId } from '../../protocol/checkpoint.ts';
import type { Descriptor } from '../../protocol/descriptor.ts';
import type { Published } from '../../signing/public-board.ts';
import type { MakeFrame } from '../../web/frame.ts';
import { page } from '../../web/render.ts';
import { numberLine } from '../numbers/line.ts';
import { missedSeal } from '../numbers/progress.ts';

interface AuditPage extends ProvenView, WrittenIn {
  letterTitle: string;
  letterPath: string;
  total: string;
  /** What stands in place of the total where it is sealed. */
  sealed: string | null;
  early: boolean;
  missed: boolean;
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
  const line = numberLine(letter, published, words);
  const asOf = line.asOf ?? published.asOf;
  const missed = missedSeal(letter, published);
  return audit({
    ...frame({
      title: titledAs(words, words.say('audit.title'), letter),
      listedAt: paths.audit(letter.address),
      islands: missed ? [] : ['receipt.js'],
    }),
    letterTitle: letter.title,
    ...writtenIn(letter),
    ...provenView(letter),
    letterPath,
    total: words.number(published.totals.total),
    leaves: words.number(published.size),
    releases: words.number(published.number),
    sealed: line.sealed ? line.words : null,
    early: line.asOf === null,
    missed,
    asOf: { iso: new Date(asOf).toISOString(), words: words.dateTime(asOf) },
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
