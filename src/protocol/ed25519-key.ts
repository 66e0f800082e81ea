import { type Bytes, concat, fromBase64url } from './bytes.ts';

/** An Ed25519 private key as PKCS #8 (RFC 8410, section 7): a fixed frame and the 32-byte seed. */
export const pkcs8Of = (seed: Bytes): Bytes => concat(fromBase64url('MC4CAQAwBQYDK2VwBCIEIA'), seed);
