import { faultsOfAmendment } from '../letters/amendment.ts';
import { canonicalText } from '../letters/canonical-text.ts';
import { type Draft, type Letter, isPublished, takesSignatures } from '../letters/letter.ts';
import { letterStore } from '../letters/store.ts';
import { descriptorsOf } from '../letters/version.ts';
import { toHex, utf8 } from '../protocol/bytes.ts';
import { type Descriptor, descriptorBytes } from '../protocol/descriptor.ts';
import { faultOfVersions } from '../protocol/versions.ts';
import type { CommonWorld } from '../world.ts';
import { describe, keysIn, sha256 } from './publish.ts';

/**
 * Freezes these words as the next version of a published letter, under its keys. Who signed before stays with what
 * they signed. Gives the words to show where it cannot be done.
 */
export async function amendLetter(
  world: CommonWorld,
  letter: Letter,
  draft: Draft,
  now: number,
): Promise<string | undefined> {
  if (!isPublished(letter) || !takesSignatures(letter, now))
    return 'It takes no more signatures: nobody could confirm it.';
  if (world.config.role !== 'both')
    return 'Issuer and board stand apart here. An amendment would have to reach both, which this program cannot do yet.';
  const [fault] = faultsOfAmendment({ ...letter, status: draft.status }, draft);
  if (fault) return `${String(fault.path[0])}: ${fault.message}`;
  const before = descriptorsOf(letter).map((text) => JSON.parse(text) as Descriptor);
  const textHash = sha256(utf8(canonicalText(draft)));
  const place = { version: letter.version + 1, amends: toHex(letter.versionHash) };
  const descriptor = describe(draft, textHash, keysIn(before[0]!), place);
  const all = [...before, descriptor];
  // whatever the fields say: what anybody who audits the letter would find is found before it is published
  const broken = faultOfVersions(
    all,
    all.map((one) => sha256(descriptorBytes(one))),
  );
  if (broken) throw new Error(broken);
  const bytes = descriptorBytes(descriptor);
  await letterStore(world.databases.letters).amend(draft, {
    ...{ id: letter.id, number: place.version, textHash, versionHash: sha256(bytes), now },
    descriptor: new TextDecoder().decode(bytes),
  });
  return undefined;
}
