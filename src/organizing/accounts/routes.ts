import { type Request, type RequestHandler, type Response, Router } from 'express';
import { readAddress } from '../../issuing/mailbox.ts';
import { canBeAnswered } from '../../letters/answers/answer.ts';
import { isPublished } from '../../letters/letter.ts';
import type { LetterStore } from '../../letters/store.ts';
import { paths } from '../../paths.ts';
import { toHex } from '../../protocol/bytes.ts';
import { problem } from '../../web/errors.ts';
import { limitFlood } from '../../web/flood.ts';
import { formField } from '../../web/forms.ts';
import type { BoardWorld } from '../../world.ts';
import type { Accounts, SignInRefusal, TypedCode } from './accounts.ts';
import { type AccountPages, type LetterEntry, type SignInValues, accountPages } from './pages.ts';
import type { ShowCode } from './invitations/routes.ts';
import { showsSignatories } from '../first/choice.ts';
import { type Organizer, mayActAs, warningsOf } from './organizer.ts';
import { type InEachLanguage, inEachLanguage } from '../../web/frame.ts';
import { chooseFor, isLanguage } from '../../web/languages.ts';
import type { OrganizerFrames } from './organizer-frame.ts';
import { canTypeAgain, faultOfSignIn } from './refusals.ts';
import { cookieOf, keepSessions } from './sessions/session.ts';
import { type SignIn, signInWith } from './sign-in.ts';
import { requireOrganizer, signedIn } from './signed-in.ts';
import { wordsIn, wordsOf } from '../../web/speak.ts';
import { type WorkingTitles, byLetter, titleOf } from './titles.ts';

/** Requests a minute from one network: enough for a room of organizers, too few for guessing. */
const FLOOD = 120;

/** So that nobody measures, by how long the first mail in a language takes, that an address is somebody's here. */
export const learnLanguages = async ({ organizers }: Accounts): Promise<void> =>
  (await organizers.languages()).forEach(wordsIn);

/**
 * The door of /organize: the session, signing in and out, then nobody who is not signed in. What is mounted behind it
 * finds the organizer by `signedIn(req)`.
 */
export function doorRoutes(world: BoardWorld, accounts: Accounts, frames: OrganizerFrames, secret: string): Router {
  const { now, random, config } = world;
  const pages = inEachLanguage(frames, (frame) => accountPages(frame, mailOf(world)));
  const signIn = signInWith(accounts.organizers, {
    'mailed-code': (req) => accounts.signInByCode(typedCode(req), now()),
    passkey: (req) => accounts.signInByPasskey(formField(req, 'answer'), now()),
  });
  const router = Router();
  router.use(paths.organize(), keepSessions(accounts.sessions, { baseUrl: config.baseUrl, secret, now, random }));
  router.use(paths.organize(), signIn.recognize, speakAsChosen, refuseUnmarked);
  router.use(signInRoutes(world, accounts, pages, signIn));
  router.use(signOutRoutes(world, accounts, signIn));
  return router;
}

/** The page on which the mailed code of an invitation is typed. */
export const showCodeOf = (world: BoardWorld, frames: OrganizerFrames): ShowCode => {
  const pages = inEachLanguage(frames, (frame) => accountPages(frame, mailOf(world)));
  return (req, values) => pages(req).code({ ...values, next: paths.organize(), code: '', recovery: '' }, null);
};

/** Where mail is read in development; in production, whether there is none. */
const mailOf = ({ mailbox, config: { production } }: BoardWorld) => ({
  devMail: mailbox !== undefined && !production,
  noMail: mailbox !== undefined && production,
});

/** Behind this nobody comes who is not signed in. */
export function lockedRoutes(frames: OrganizerFrames): Router {
  return Router().use(paths.organize(), requireOrganizer(frames));
}

/** The list of an organizer's letters. */
export function homeRoutes(
  accounts: Accounts,
  letters: LetterStore,
  working: WorkingTitles,
  frames: OrganizerFrames,
): Router {
  const pages = inEachLanguage(frames, (frame) => accountPages(frame, { devMail: false, noMail: false }));
  const router = Router();
  router.get(paths.organize(), async (req, res) => {
    const organizer = signedIn(req);
    const mine = await accounts.members.lettersOf(organizer.id);
    const titles = await byLetter(
      working,
      mine.map(({ letter }) => letter),
    );
    const entries = await Promise.all(
      mine.map(async ({ letter, role }): Promise<LetterEntry> => {
        const [id, found] = [toHex(letter), await letters.byId(letter)];
        return {
          ...{ title: titleOf(found, titles.get(id)), role, stage: found?.status ?? 'draft' },
          path: found && found.status !== 'draft' ? paths.decisions(id) : paths.organizeLetter(id),
          ...{ decisionsPath: paths.decisions(id), membersPath: paths.members(id) },
          moderationPath: found && isPublished(found) && mayActAs(role, 'keeper') ? paths.moderation(id) : null,
          firstPath: showsSignatories(found) && mayActAs(role, 'keeper') ? paths.firstSignatories(id) : null,
          translationsPath: found && found.removalNote === null ? paths.translations(id) : null,
          trailPath: mayActAs(role, 'keeper') ? paths.trail(id) : null,
          answersPath: found && canBeAnswered(found) && mayActAs(role, 'keeper') ? paths.answers(id) : null,
        };
      }),
    );
    res.send(pages(req).home(organizer, entries, warningsOf(organizer.email, await letters.employerDomains())));
  });
  return router;
}

function signInRoutes(
  { now }: BoardWorld,
  accounts: Accounts,
  pages: InEachLanguage<AccountPages>,
  signIn: SignIn,
): Router {
  const router = Router();
  const flood = limitFlood(FLOOD);
  const show = async (res: Response, values: SignInValues, refusal?: SignInRefusal | { address: string }) => {
    const options = await accounts.passkeyDesk.signInOptions(now());
    const fault =
      typeof refusal === 'string' ? faultOfSignIn(refusal) : refusal && { field: 'email', message: refusal.address };
    res.status(fault ? 422 : 200).send(pages(res.req).signIn(values, options, fault ?? null));
  };

  router.get(paths.signIn(), async (req, res) => {
    const next = nextOf(req.query['next']);
    if (req.user) return res.redirect(303, next);
    await show(res, { email: '', next });
  });

  router.get([paths.signInCode(), paths.signInPasskey()], (_req, res) => res.redirect(303, paths.signIn()));

  router.post(paths.signInCode(), flood, async (req, res) => {
    const [typed, next] = [formField(req, 'email'), nextOf(formField(req, 'next'))];
    const read = readAddress(typed);
    if (!read) return show(res, { email: typed, next }, { address: 'accounts.refusal.address' });
    const ticket = await accounts.askCode(read.mailbox, '', now(), wordsOf(req));
    const values = { email: read.mailbox, next, ticket, code: '', recovery: '', invitation: '', name: '' };
    res.send(pages(req).code(values, null));
  });

  const answerCode = async (refusal: SignInRefusal | undefined, req: Request, res: Response) => {
    const [typed, next] = [typedCode(req), nextOf(formField(req, 'next'))];
    if (!refusal) return res.redirect(303, next);
    if (refusal === 'used code' || canTypeAgain(refusal) || typed.invitation !== '')
      return void res.status(422).send(pages(req).code({ ...typed, next }, faultOfSignIn(refusal)));
    return show(res, { email: typed.email, next }, refusal);
  };
  router.post(paths.signIn(), flood, signIn.by('mailed-code', answerCode));

  router.post(
    paths.signInPasskey(),
    flood,
    signIn.by('passkey', async (refusal, req, res) => {
      const next = nextOf(formField(req, 'next'));
      if (refusal) await show(res, { email: '', next }, refusal);
      else res.redirect(303, next);
    }),
  );
  return router;
}

function signOutRoutes({ config }: BoardWorld, accounts: Accounts, signIn: SignIn): Router {
  const { name, attributes } = cookieOf(config.baseUrl);
  const router = Router();
  const leave = async (req: Request, res: Response) => {
    await signIn.out(req);
    res.clearCookie(name, attributes).redirect(303, paths.signIn());
  };
  router.post(paths.signOut(), leave);
  router.post(paths.signOutEverywhere(), async (req, res) => {
    if (req.user) await accounts.sessions.endAll(signedIn(req).id);
    await leave(req, res);
  });
  return router;
}

const typedCode = (req: Request): TypedCode => ({
  email: readAddress(formField(req, 'email'))?.mailbox ?? '',
  ticket: formField(req, 'ticket'),
  code: formField(req, 'code'),
  recovery: formField(req, 'recovery'),
  invitation: formField(req, 'invitation'),
  name: formField(req, 'name').replace(/\s+/g, ' ').trim().slice(0, 80),
});

/** Where to go after signing in: a page of ours behind the door, and nothing else. */
const nextOf = (text: unknown): string =>
  typeof text === 'string' && /^\/organize(?:\/[\w.~-]+)*(?:\?[\w.~=&%-]*)?$/.test(text) && !text.includes('..')
    ? text
    : paths.organize();

/** Whoever is signed in reads the language of the account, whichever browser it is. */
const speakAsChosen: RequestHandler = (req, _res, next) => {
  const language = (req.user as Organizer | undefined)?.language;
  if (language && isLanguage(language)) chooseFor(req, language);
  next();
};

/**
 * Browsers say with every form from where it was sent. What says nothing could come from anywhere, and a session may
 * not ride on it.
 */
const refuseUnmarked: RequestHandler = (req, _res, next) => {
  const isMarked = req.get('Sec-Fetch-Site') !== undefined || req.get('Origin') !== undefined;
  if (!req.user || isMarked || req.method === 'GET' || req.method === 'HEAD') return next();
  next(problem(403, 'accounts.nowhere.title', 'accounts.nowhere.detail'));
};
