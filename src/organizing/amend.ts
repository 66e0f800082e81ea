import { faultsOfAmendment } from '../letters/amendment.ts';
import { rewordedBy } from '../letters/answers/same-demand.ts';
import { canonicalText } from '../letters/canonical-text.ts';
import { type Draft, type Letter, isPublished, takesSignatures } from '../letters/letter.ts';
import { sealedAsSigned } from '../letters/seal.ts';
import { letterStore } from '../letters/store.ts';
import { descriptorsOf } from '../letters/version.ts';
import { toHex, utf8 } from '../protocol/bytes.ts';
import { type Descriptor, descriptorBytes } from '../protocol/descriptor.ts';
import { faultOfVersions } from '../protocol/versions.ts';
import type { CommonWorld } from '../world.ts';
import { describe, keysIn, sha256 } from './publish.ts';

/**
 * Freezes these words as the next version of a published letter, under its keys. Who signed before stays with what
 * they signed. `same` says which of its demands are earlier ones in other words, as `rewordedBy` reads it. Gives the
 * saying why where it cannot be done.
 */
export async function amendLetter(
  world: CommonWorld,
  letter: Letter,
  given: Draft,
  now: number,
  same = '',
): Promise<string | undefined> {
  const draft = sealedAsSigned(given, letter.sealUntil);
  if (!isPublished(letter) || !takesSignatures(letter, now)) return 'deciding.refused.no-more';
  if (world.config.role !== 'both') return 'deciding.refused.apart';
  if (faultsOfAmendment({ ...letter, status: draft.status }, draft).length > 0) return 'deciding.refused.unfinished';
  const reworded = rewordedBy(same, textsOf(letter), textsOf(draft));
  if (!reworded) return 'deciding.refused.same';
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
  await letterStore(world.databases.letters).amend(begunAnew(draft, textsOf(letter), reworded), {
    ...{ id: letter.id, number: place.version, textHash, versionHash: sha256(bytes), now, reworded },
    descriptor: new TextDecoder().decode(bytes),
  });
  return undefined;
}

const textsOf = ({ demands }: Pick<Draft, 'demands'>): string[] => demands.map(({ text }) => text);

/** A new demand is open: the form that it was written in may still say what became of the one in whose place it stands. */
function begunAnew(draft: Draft, before: string[], reworded: (string | null)[]): Draft {
  const stood = (text: string, i: number) => reworded[i] !== null || before.includes(text);
  const demands = draft.demands.map((one, i) => (stood(one.text, i) ? one : { ...one, status: 'open' as const }));
  return { ...draft, demands };
}
