import { createHash } from 'node:crypto';
import { type Bytes, enc, toBase64url } from '../../protocol/bytes.ts';

/** One packet on its way to one address, and the delivery that it belongs to. */
export interface Mailing {
  letter: Bytes;
  address: string;
  /** Which packet it is: that of another day, or after another delivery was recorded, may go there again. */
  delivery: string;
}

/**
 * Which packets went where, so that a form that is sent twice mails one. In memory alone, and no address in words:
 * only what one looks like under a key of this run.
 */
export interface Mailed {
  /** False where the same went there already, or is on its way. */
  begin(mailing: Mailing): boolean;
  /** It may be tried again where it was not sent. */
  end(mailing: Mailing, isSent: boolean): void;
}

/** More letters than are handed over in a day. */
const MOST = 1_000;

export function createMailed(key: Bytes): Mailed {
  const deliveries = new Map<string, string>();
  const underWay = new Set<string>();
  const nameOf = ({ letter, address }: Mailing): string =>
    toBase64url(
      new Uint8Array(
        createHash('sha256')
          .update(enc(key, letter, address.toLowerCase()))
          .digest(),
      ),
    );
  return {
    begin(mailing) {
      const name = nameOf(mailing);
      if (underWay.has(name) || deliveries.get(name) === mailing.delivery) return false;
      underWay.add(name);
      return true;
    },
    end(mailing, isSent) {
      const name = nameOf(mailing);
      underWay.delete(name);
      if (!isSent) return;
      deliveries.delete(name);
      deliveries.set(name, mailing.delivery);
      const [oldest] = deliveries.keys();
      if (deliveries.size > MOST && oldest !== undefined) deliveries.delete(oldest);
    },
  };
}
