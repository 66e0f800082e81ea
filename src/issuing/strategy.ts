import { Passport, type Strategy as PassportStrategy } from 'passport';
import { Strategy } from 'passport-strategy';
import type { Request, RequestHandler } from 'express';
import type { Refusal } from './refusals.ts';
import type { Proof } from './ticket-desk.ts';

export type CheckCode = (req: Request) => Promise<Proof | Refusal>;

/**
 * Authenticates whoever holds both halves: the ticket of the window that asked, and the code from the mailbox. Of a
 * roll-call letter, and for the invited, there are no tickets: the code, or the invitation, is enough.
 */
class MailedCode extends Strategy {
  readonly name = 'mailed-code';
  // no `#private` field: Passport makes objects that inherit from this one, which have none
  private readonly check: CheckCode;

  constructor(check: CheckCode) {
    super();
    this.check = check;
  }

  override authenticate(req: Request): void {
    this.check(req).then(
      (outcome) => (typeof outcome === 'string' ? this.fail(outcome as never) : this.success(outcome)),
      (fault: unknown) => this.error(fault as Error),
    );
  }
}

/**
 * Runs the strategy on a Passport of its own, without a session: the proof lasts for this one request. Gives
 * the handler the proof, or the word for what was wrong.
 */
export function proveMailbox(
  check: CheckCode,
  answer: (proof: Proof | Refusal, ...args: Parameters<RequestHandler>) => Promise<void>,
): RequestHandler {
  const passport = new Passport().use(new MailedCode(check) as PassportStrategy);
  return (req, res, next) => {
    const authenticate = passport.authenticate(
      'mailed-code',
      { session: false },
      (fault: unknown, proof: Proof | false, refusal: Refusal) => {
        if (fault) return next(fault);
        answer(proof || refusal, req, res, next).catch(next);
      },
    ) as RequestHandler;
    void authenticate(req, res, next);
  };
}
