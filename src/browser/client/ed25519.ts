import { fromBase64url } from '../../protocol/bytes.ts';
import type { Ed25519 } from '../../protocol/client.ts';
import { pkcs8Of } from '../../protocol/ed25519-key.ts';

/** Ed25519 by WebCrypto; undefined where the browser lacks it. */
export async function webEd25519(): Promise<Ed25519 | undefined> {
  const load = (seed: Uint8Array<ArrayBuffer>) =>
    crypto.subtle.importKey('pkcs8', pkcs8Of(seed), 'Ed25519', true, ['sign']);
  try {
    await load(new Uint8Array(32));
  } catch {
    // an older browser says so in ways of its own; the letter is then signed with the library, or by the forms
    return undefined;
  }
  return {
    publicKey: async (seed) => fromBase64url((await crypto.subtle.exportKey('jwk', await load(seed))).x!),
    sign: async (seed, message) => new Uint8Array(await crypto.subtle.sign('Ed25519', await load(seed), message)),
  };
}
