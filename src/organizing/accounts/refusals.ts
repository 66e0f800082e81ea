import type { FieldFault } from '../../web/typed.ts';
import type { SignInRefusal } from './accounts.ts';

const explained: Record<SignInRefusal, string> = {
  'not a code': 'A code has ten letters and digits, such as 7K3QD-2MXRA. Please type it as it stands in the mail.',
  'wrong code':
    'This is not the code of the mail that this window asked for. Please compare it once more; if you asked twice, take the newest mail.',
  'expired ticket': 'The code was valid for ten minutes. Please ask for a new one.',
  'unknown ticket':
    'This window did not ask for a code, or our server was started again since. Please ask for a new one.',
  'too many tries': 'Too many codes were tried in this window. Please ask for a new one.',
  'used code':
    'This code was used already, and each works once. If it was not you, ask for a new one and look at your open sessions.',
  'unknown passkey':
    'This passkey is not known here. It may have been removed, or belong to another site. Choose another, or take the mailed code.',
  'wrong passkey': 'The passkey could not be checked, or it took longer than ten minutes. Please try again.',
  'passkey needed':
    'This account has a passkey, so the mailed code alone is not enough. Go back and sign in with the passkey, or type one of your recovery codes here too.',
  'wrong recovery code':
    'This is not one of your recovery codes, or it was used before. Each works once and has twenty letters and digits.',
  'no invitation': 'The invitation was used, withdrawn or is over. Ask whoever sent it for a new one.',
};

/** What was wrong, at the field where it can be mended. */
export const faultOfSignIn = (refusal: SignInRefusal): FieldFault => ({
  field: refusal === 'passkey needed' || refusal === 'wrong recovery code' ? 'recovery' : fieldOf(refusal),
  message: explained[refusal],
});

const fieldOf = (refusal: SignInRefusal): string =>
  refusal === 'unknown passkey' || refusal === 'wrong passkey' ? 'passkey' : 'code';

/** Whether the code can be typed once more in the same window. */
export const canTypeAgain = (refusal: SignInRefusal): boolean =>
  ['not a code', 'wrong code', 'passkey needed', 'wrong recovery code'].includes(refusal);
