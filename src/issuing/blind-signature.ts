import { type KeyObject, constants, privateDecrypt, publicEncrypt } from 'node:crypto';
import { type Bytes, equalBytes } from '../protocol/bytes.ts';

/**
 * The issuer's half of RSABSSA (RFC 9474, section 4.3): the bare private operation on a blinded message.
 * Node's `privateDecrypt` without padding is that operation. It accepts short and trivial input silently, so
 * those are refused first; and the result is raised to `e` again, because a faulty private operation would
 * give away the key. Undefined where the message is none.
 */
export function blindSign(privateKey: KeyObject, publicKey: KeyObject, blinded: Bytes): Bytes | undefined {
  if (!isBlindedMessage(publicKey, blinded)) return undefined;
  const padding = constants.RSA_NO_PADDING;
  const signature = privateDecrypt({ key: privateKey, padding }, blinded);
  if (!equalBytes(publicEncrypt({ key: publicKey, padding }, signature), blinded)) {
    throw new Error('the private operation went wrong');
  }
  return new Uint8Array(signature);
}

/** As long as the modulus, above 1 and below it. */
function isBlindedMessage(publicKey: KeyObject, blinded: Bytes): boolean {
  const modulus = Buffer.from(publicKey.export({ format: 'jwk' }).n!, 'base64url');
  return (
    blinded.length === modulus.length &&
    Buffer.compare(blinded, modulus) < 0 &&
    blinded.some((byte, i) => (i === blinded.length - 1 ? byte > 1 : byte > 0))
  );
}
