import { type Bytes, concat, fromHex } from './bytes.ts';

/** An Ed25519 private key as PKCS #8 (RFC 8410, section 7): a fixed frame and the 32-byte seed. */
export const pkcs8Of = (seed: Bytes): Bytes => concat(fromHex('302e020100300506032b657004220420'), seed);
