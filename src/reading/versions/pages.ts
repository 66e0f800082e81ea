import { canonicalText } from '../../letters/canonical-text.ts';
import { type PieceView, difference, piecesView } from '../../letters/difference.ts';
import type { Letter, PublishedLetter } from '../../letters/letter.ts';
import { date } from '../../letters/words.ts';
import { paths } from '../../paths.ts';
import { toHex } from '../../protocol/bytes.ts';
import type { Published } from '../../signing/board.ts';
import type { MakeFrame } from '../../web/frame.ts';
import { page } from '../../web/render.ts';
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

interface VersionsPage {
  letterTitle: string;
  letterPath: string;
  letterLanguage: string;
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
  return versionsPage({
    ...frame({ title: `The versions of the text: ${letter.title}` }),
    ...{ letterTitle: letter.title, letterLanguage: letter.language },
    letterPath: paths.letter(letter.address),
    changePath: paths.change(letter.address),
    auditPath: paths.audit(letter.address),
    signed: textsSigned(letter, published),
    versions: versions.map((version, i) => versionView(letter, version, versions[i - 1])).toReversed(),
  });
}

function versionView(letter: PublishedLetter, version: Letter, before: Letter | undefined): VersionView {
  const text = canonicalText(version);
  return {
    number: String(version.version),
    isLatest: version.version === letter.version,
    day: date('en', version.amendedAt ?? letter.openedAt),
    hash: version.versionHash ? toHex(version.versionHash) : '',
    textHash: toHex(version.textHash),
    markdownPath: paths.version(letter.address, String(version.version)),
    text,
    pieces: before ? piecesView(difference(canonicalText(before), text)) : null,
  };
}
