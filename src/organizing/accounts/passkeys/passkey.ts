import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server';
import type { Random } from '../../../protocol/bytes.ts';
import { fromBase64url, readBase64url, toBase64url, toHex } from '../../../protocol/bytes.ts';
import type { Organizer } from '../organizer.ts';
import { openChallenges } from './challenges.ts';
import type { Passkey, PasskeysStore } from './store.ts';

const SIGN_IN = 'sign in';

/** Loaded when an organizer signs in: it is a quarter of all that starting would take. */
const webAuthn = () => import('@simplewebauthn/server');

export type PasskeyRefusal = 'unknown passkey' | 'wrong passkey';

/** Registers passkeys and signs in with them; each is asked to make sure that it is its owner who holds it. */
export interface PasskeyDesk {
  signInOptions(now: number): Promise<PublicKeyCredentialRequestOptionsJSON>;
  /** The passkey that signed this answer. */
  check(answer: string, now: number): Promise<Passkey | PasskeyRefusal>;
  registerOptions(organizer: Organizer, now: number): Promise<PublicKeyCredentialCreationOptionsJSON>;
  register(organizer: Organizer, answer: string, name: string, now: number): Promise<'added' | PasskeyRefusal>;
}

export function openPasskeyDesk(baseUrl: string, store: PasskeysStore, random: Random): PasskeyDesk {
  const challenges = openChallenges(random);
  const rpID = new URL(baseUrl).hostname;
  const expected = { expectedOrigin: baseUrl, expectedRPID: rpID, requireUserVerification: true };
  const purposeOf = ({ id }: Organizer) => `register ${toHex(id)}`;

  return {
    async signInOptions(now) {
      const { generateAuthenticationOptions } = await webAuthn();
      const challenge = challenges.issue(SIGN_IN, now);
      return generateAuthenticationOptions({ rpID, challenge, userVerification: 'required' });
    },
    async check(text, now) {
      const response = readAnswer<AuthenticationResponseJSON>(text);
      const id = response && readBase64url(response.id);
      const passkey = id && (await store.byId(id));
      if (!response || !passkey) return 'unknown passkey';
      const { verifyAuthenticationResponse } = await webAuthn();
      const verified = await orUndefined(
        verifyAuthenticationResponse({
          ...expected,
          response,
          expectedChallenge: (challenge) => challenges.take(SIGN_IN, challenge, now),
          credential: credentialOf(passkey),
        }),
      );
      if (!verified?.verified) return 'wrong passkey';
      await store.counted(passkey.id, verified.authenticationInfo.newCounter);
      return passkey;
    },
    async registerOptions(organizer, now) {
      const present = await store.of(organizer.id);
      const { generateRegistrationOptions } = await webAuthn();
      return generateRegistrationOptions({
        ...{ rpName: 'Undersigned', rpID, userName: organizer.email, userID: organizer.id },
        challenge: challenges.issue(purposeOf(organizer), now),
        excludeCredentials: present.map(({ id }) => ({ id: toBase64url(id) })),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      });
    },
    async register(organizer, text, name, now) {
      const response = readAnswer<RegistrationResponseJSON>(text);
      const expectedChallenge = (challenge: string) => challenges.take(purposeOf(organizer), challenge, now);
      const { verifyRegistrationResponse } = await webAuthn();
      const verified =
        response && (await orUndefined(verifyRegistrationResponse({ ...expected, response, expectedChallenge })));
      if (!verified?.verified) return 'wrong passkey';
      const { id, publicKey, counter } = verified.registrationInfo.credential;
      const transports = (response?.response.transports ?? []).filter((one) => /^[a-z-]{1,20}$/.test(one)).slice(0, 8);
      const key = { id: fromBase64url(id), publicKey: new Uint8Array(publicKey), counter, transports };
      return (await store.add({ ...key, organizer: organizer.id, name, addedAt: now })) ? 'added' : 'unknown passkey';
    },
  };
}

const credentialOf = ({ id, publicKey, counter, transports }: Passkey) => ({
  ...{ id: toBase64url(id), publicKey, counter },
  transports,
});

/** What the browser's script put into the form; the library looks closer. */
function readAnswer<Answer>(text: string): Answer | undefined {
  try {
    const answer: unknown = JSON.parse(text);
    const isAnswer = typeof answer === 'object' && answer !== null && 'id' in answer && typeof answer.id === 'string';
    return isAnswer ? (answer as Answer) : undefined;
  } catch {
    // no JSON, so no answer of a passkey
    return undefined;
  }
}

/** The library throws at whatever does not fit, and says why in words that are not for the visitor. */
const orUndefined = <Verified>(verifying: Promise<Verified>): Promise<Verified | undefined> =>
  verifying.catch(() => undefined);
