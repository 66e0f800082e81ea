// @ts-check
// Plain JavaScript: a worker loads this file itself, from the sources too, where nobody reads TypeScript for it.
import { constants, privateDecrypt, publicEncrypt } from 'node:crypto';

/**
 * The issuer's half of RSABSSA (RFC 9474, section 4.3): the bare private operation on a blinded message.
 * Node's `privateDecrypt` without padding is that operation. It accepts short and trivial input silently, so
 * those are refused first; and the result is raised to `e` again, because a faulty private operation would
 * give away the key. Undefined where the message is none.
 *
 * @param {import('node:crypto').KeyObject} privateKey
 * @param {import('node:crypto').KeyObject} publicKey
 * @param {Uint8Array<ArrayBuffer>} blinded
 * @returns {Uint8Array<ArrayBuffer> | undefined}
 */
export function blindSign(privateKey, publicKey, blinded) {
  if (!isBlindedMessage(publicKey, blinded)) return undefined;
  const padding = constants.RSA_NO_PADDING;
  const signature = privateDecrypt({ key: privateKey, padding }, blinded);
  if (!publicEncrypt({ key: publicKey, padding }, signature).equals(blinded)) {
    throw new Error('the private operation went wrong');
  }
  return new Uint8Array(signature);
}

/**
 * As long as the modulus, above 1 and below it.
 *
 * @param {import('node:crypto').KeyObject} publicKey
 * @param {Uint8Array} blinded
 */
function isBlindedMessage(publicKey, blinded) {
  const modulus = Buffer.from(publicKey.export({ format: 'jwk' }).n ?? '', 'base64url');
  return (
    blinded.length === modulus.length &&
    Buffer.compare(blinded, modulus) < 0 &&
    blinded.some((byte, i) => (i === blinded.length - 1 ? byte > 1 : byte > 0))
  );
}
