import { canonicalText } from '../../letters/canonical-text.ts';
import { type Effort, type PieceView, difference, piecesView, wholeEffort } from '../../letters/difference.ts';
import type { Letter, PublishedLetter } from '../../letters/letter.ts';
import { titledAs } from '../../letters/titled.ts';
import { type WrittenIn, writtenIn } from '../../letters/written-in.ts';
import { paths } from '../../paths.ts';
import { toHex } from '../../protocol/bytes.ts';
import type { Published } from '../../signing/public-board.ts';
import type { MakeFrame } from '../../web/frame.ts';
import { page } from '../../web/render.ts';
import type { Words } from '../../web/words.ts';
import { textsSigned } from '../numbers/views.ts';

interface VersionView {
  number: string;
  isLatest: boolean;
  day: string;
  hash: string;
  textHash: string;
  markdownPath: string;
  text: string;
  /** Against the version before; null for the first. */
  pieces: PieceView[] | null;
}

interface VersionsPage extends WrittenIn {
  letterTitle: string;
  letterPath: string;
  changePath: string;
  auditPath: string;
  signed: string | null;
  versions: VersionView[];
}

const versionsPage = page<VersionsPage>('reading/versions');

/** Every text that people signed, the latest first, with what changed from one to the next. */
export function pageOfVersions(
  frame: MakeFrame,
  letter: PublishedLetter,
  versions: Letter[],
  published: Published,
): string {
  const { words } = frame;
  const [latestFirst, effort] = [versions.toReversed(), wholeEffort()];
  const title = titledAs(words, words.say('reading.versions.title'), letter);
  return versionsPage({
    ...frame({ title, at: paths.versions(letter.address) }),
    letterTitle: letter.title,
    ...writtenIn(letter),
    letterPath: paths.letter(letter.address),
    changePath: paths.change(letter.address),
    auditPath: paths.audit(letter.address),
    signed: textsSigned(letter, published, words),
    versions: latestFirst.map((version, i) => versionView(letter, version, latestFirst[i + 1], { words, effort })),
  });
}

function versionView(
  letter: PublishedLetter,
  version: Letter,
  before: Letter | undefined,
  { words, effort }: { words: Words; effort: Effort },
): VersionView {
  const text = canonicalText(version);
  return {
    number: String(version.version),
    isLatest: version.version === letter.version,
    day: words.date(version.amendedAt ?? letter.openedAt),
    hash: version.versionHash ? toHex(version.versionHash) : '',
    textHash: toHex(version.textHash),
    markdownPath: paths.version(letter.address, String(version.version)),
    text,
    pieces: before ? piecesView(difference(canonicalText(before), text, effort)) : null,
  };
}
