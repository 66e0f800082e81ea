import { type Draft, smallestGroup } from '../../letters/letter.ts';
import { toBase32 } from '../../protocol/base32.ts';
import { type Bytes, toBase64url } from '../../protocol/bytes.ts';
import { canonicalJson } from '../../protocol/canonical-json.ts';

/** A draft that colleagues may read and comment on, as long as it is open to them. */
export interface OpenedDraft {
  /** `letters.id` of what is under work. */
  letter: Bytes;
  /** SHA-256 of its descriptor: what passes and posts of this opening, and of no other, are made for. */
  publicId: Bytes;
  /** The part of its address that nobody guesses. */
  address: string;
  /** Canonical JSON of a `DraftDescriptor`. */
  descriptor: string;
  /** What is written is shown when so many have written, and so many seconds after what was shown before. */
  min: number;
  every: number;
  /** The number of the published version that is being amended; null in a draft. */
  amends: number | null;
  releasedAt: number | null;
  /** Its keys are being made or destroyed: nothing is taken. */
  closing: boolean;
}

/** What a pass is bound to: whose mailboxes get one, and under which key. `draft` is drawn anew at each opening. */
export interface DraftDescriptor {
  format: 'undersigned/draft/v1';
  draft: string;
  employers: { name: string; domains: string[] }[];
  spki: string;
}

export const writeDescriptor = (draft: Draft, nonce: Bytes, spki: Bytes): string =>
  canonicalJson({
    format: 'undersigned/draft/v1',
    draft: toBase64url(nonce),
    employers: draft.employers.map(({ name, domains }) => ({ name, domains })),
    spki: toBase64url(spki),
  } satisfies DraftDescriptor);

export const readDescriptor = ({ descriptor }: Pick<OpenedDraft, 'descriptor'>): DraftDescriptor =>
  JSON.parse(descriptor) as DraftDescriptor;

/** 130 bits. */
export const secretAddress = (bytes: Bytes): string => toBase32(bytes, 26).toLowerCase();

/** The letter's own rule; but what is written here is always anonymous, so it never points at less than a group. */
export const waitingRule = (draft: Draft): Pick<OpenedDraft, 'min' | 'every'> => ({
  min: Math.max(draft.release.min, smallestGroup(draft)),
  every: draft.release.every,
});

/** Whether it is still the same thing that is under work: not once it was published, or is gone. */
export const isUnderWork = (
  opened: Pick<OpenedDraft, 'amends'>,
  writing: { amends: number | null } | undefined,
): boolean => writing !== undefined && writing.amends === opened.amends;
