import { type Bytes, toHex } from './bytes.ts';
import { type Json, canonicalJson } from './canonical-json.ts';
import type { Descriptor } from './descriptor.ts';

/** What an amendment may alter; `pledges` only by more at the end, because signed bodies name them by position. */
type Amendable = 'title' | 'to' | 'text_hash' | 'pledges';

/** What stays the same in all versions of a letter: its keys, its rules, and who may sign how. */
export function frozenPart(descriptor: Descriptor): string {
  const { version: _version, amends: _amends, title: _title, to: _to, ...rest } = descriptor;
  const { text_hash: _text, pledges: _pledges, ...frozen } = rest;
  return canonicalJson(frozen satisfies Omit<Descriptor, Amendable | 'version' | 'amends'> as unknown as Json);
}

/**
 * Why these descriptors, version 1 first, are not the versions of one letter; undefined where they are. `hashes` are
 * the SHA-256 of each, in the same order.
 */
export function faultOfVersions(versions: Descriptor[], hashes: Bytes[]): string | undefined {
  const at = versions.findIndex((version, i) => !follows(version, i, versions[i - 1], hashes[i - 1]));
  return at < 0 ? undefined : `version ${at + 1} of the text does not follow the one before it`;
}

function follows(version: Descriptor, i: number, before: Descriptor | undefined, hash: Bytes | undefined): boolean {
  if (version.version !== i + 1) return false;
  if (!before || !hash) return version.amends === undefined;
  return version.amends === toHex(hash) && frozenPart(version) === frozenPart(before) && keepsPledges(version, before);
}

const keepsPledges = ({ pledges }: Descriptor, before: Descriptor): boolean =>
  before.pledges.every((pledge, i) => pledges[i] === pledge);
