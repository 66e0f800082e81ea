import type { Request, RequestHandler, Response } from 'express';
import { Passport, type Strategy as PassportStrategy } from 'passport';
import { Strategy } from 'passport-strategy';
import { fromHex, toHex } from '../../protocol/bytes.ts';
import type { SignInRefusal } from './accounts.ts';
import type { Organizer } from './organizer.ts';
import type { OrganizersStore } from './store.ts';

type Prove = (req: Request) => Promise<Organizer | SignInRefusal>;

/** Authenticates whoever proves to be an organizer, in one of the ways below. */
class OrganizerProof extends Strategy {
  readonly name: string;
  // no `#private` field: Passport makes objects that inherit from this one, which have none
  private readonly prove: Prove;

  constructor(name: string, prove: Prove) {
    super();
    this.name = name;
    this.prove = prove;
  }

  override authenticate(req: Request): void {
    this.prove(req).then(
      (outcome) => (typeof outcome === 'string' ? this.fail(outcome as never) : this.success(outcome)),
      (fault: unknown) => this.error(fault as Error),
    );
  }
}

/** The ways to sign in, and the session that each begins. */
export interface SignIn {
  /** Finds out who is signed in: `req.user`. */
  recognize: RequestHandler;
  /** Runs one way; begins a session under a new id, and hands the word for what was wrong to the handler. */
  by(
    way: 'mailed-code' | 'passkey',
    answer: (refusal: SignInRefusal | undefined, req: Request, res: Response) => Promise<void>,
  ): RequestHandler;
  /** Ends the session of this request. */
  out(req: Request): Promise<void>;
}

/** A Passport of our own. It regenerates the session when somebody signs in, so that no earlier id goes on working. */
export function signInWith(organizers: OrganizersStore, prove: Record<'mailed-code' | 'passkey', Prove>): SignIn {
  const passport = new Passport();
  passport.use(new OrganizerProof('mailed-code', prove['mailed-code']) as PassportStrategy);
  passport.use(new OrganizerProof('passkey', prove.passkey) as PassportStrategy);
  passport.serializeUser((organizer, done) => done(null, toHex((organizer as Organizer).id)));
  passport.deserializeUser((id: string, done) => {
    organizers.byId(fromHex(id)).then(
      (organizer) => done(null, organizer ?? false),
      (fault: unknown) => done(fault),
    );
  });

  return {
    recognize: passport.session() as RequestHandler,
    by: (way, answer) => (req, res, next) => {
      const authenticate = passport.authenticate(
        way,
        (fault: unknown, organizer: Organizer | false, refusal: SignInRefusal) => {
          if (fault) return next(fault);
          const answered = (failed?: unknown) =>
            failed ? next(failed) : void answer(organizer ? undefined : refusal, req, res).catch(next);
          if (organizer) req.logIn(organizer, answered);
          else answered();
        },
      ) as RequestHandler;
      void authenticate(req, res, next);
    },
    async out(req) {
      await called((done) => req.logOut(done));
      // the new session that Passport begins here would leave its cookie
      await called((done) => req.session.destroy(done));
    },
  };
}

const called = (call: (done: (fault?: unknown) => void) => void): Promise<void> =>
  new Promise((resolve, reject) => call((fault) => (fault ? reject(fault) : resolve())));
