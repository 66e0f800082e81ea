import type { PublishedLetter } from '../letters/letter.ts';
import { mainOf } from '../letters/tally.ts';
import { amendedDescriptor, firstDescriptor } from '../letters/version.ts';
import { paths } from '../paths.ts';
import { toBase64url } from '../protocol/bytes.ts';
import type { MakeFrame } from '../web/frame.ts';
import { PASS_BITS } from './read-post.ts';

/** What the browser's own client needs, to sign with a pass; without script nothing of it is used. */
export interface ClientView {
  id: string;
  /** Null where the signatures are those of employees. */
  tally: string | null;
  descriptor: string;
  /** Null where the text was never amended. */
  amended: string | null;
  bits: number;
  post: string;
  fallback: { src: string; integrity: string };
  receiptName: string;
}

/** The letter as its page names it to the client, which checks it before it signs. */
export function clientView(letter: PublishedLetter, frame: MakeFrame): ClientView {
  const [fallback] = frame({ title: '', islands: ['ed25519-fallback.js'] }).scripts;
  return {
    id: toBase64url(mainOf(letter).publicId),
    tally: letter.main ? letter.tally : null,
    descriptor: firstDescriptor(letter),
    amended: amendedDescriptor(letter),
    bits: PASS_BITS,
    post: paths.signatures(letter.address),
    fallback: fallback!,
    receiptName: `receipt-${letter.slug}.json`,
  };
}
