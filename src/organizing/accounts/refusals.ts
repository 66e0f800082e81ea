import type { FieldFault } from '../../web/typed.ts';
import type { SignInRefusal } from './accounts.ts';

const explained: Record<SignInRefusal, string> = {
  'not a code': 'accounts.refusal.not-a-code',
  'wrong code': 'accounts.refusal.wrong-code',
  'expired ticket': 'accounts.refusal.expired',
  'unknown ticket': 'accounts.refusal.unknown-ticket',
  'too many tries': 'accounts.refusal.many-tries',
  'used code': 'accounts.refusal.used-code',
  'unknown passkey': 'accounts.refusal.unknown-passkey',
  'wrong passkey': 'accounts.refusal.wrong-passkey',
  'passkey needed': 'accounts.refusal.passkey-needed',
  'wrong recovery code': 'accounts.refusal.wrong-recovery',
  'no invitation': 'accounts.refusal.no-invitation',
};

/** What was wrong, as a saying, at the field where it can be mended. */
export const faultOfSignIn = (refusal: SignInRefusal): FieldFault => ({
  field: refusal === 'passkey needed' || refusal === 'wrong recovery code' ? 'recovery' : fieldOf(refusal),
  message: explained[refusal],
});

const fieldOf = (refusal: SignInRefusal): string =>
  refusal === 'unknown passkey' || refusal === 'wrong passkey' ? 'passkey' : 'code';

/** Whether the code can be typed once more in the same window. */
export const canTypeAgain = (refusal: SignInRefusal): boolean =>
  ['not a code', 'wrong code', 'passkey needed', 'wrong recovery code'].includes(refusal);
