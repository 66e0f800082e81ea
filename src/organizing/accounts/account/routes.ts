import { type Request, type Response, Router } from 'express';
import type { LetterStore } from '../../../letters/store.ts';
import { paths } from '../../../paths.ts';
import { equalBytes, readBase64url } from '../../../protocol/bytes.ts';
import { problem } from '../../../web/errors.ts';
import { formField } from '../../../web/forms.ts';
import { isLanguage } from '../../../web/languages.ts';
import { isVisible } from '../../../protocol/visible.ts';
import { visibleLine } from '../../../web/typed.ts';
import type { BoardWorld } from '../../../world.ts';
import type { Accounts } from '../accounts.ts';
import { type Organizer, warningsOf } from '../organizer.ts';
import { type InEachLanguage, inEachLanguage } from '../../../web/frame.ts';
import type { OrganizerFrames } from '../organizer-frame.ts';
import { newRecoveryCodes } from '../passkeys/recovery-code.ts';
import { hashOf } from '../sessions/session.ts';
import { signedIn } from '../signed-in.ts';
import { type AccountTyped, accountViews } from './pages.ts';

const LONGEST_NAME = 80;

/** An organizer's own account: name, language, passkeys, recovery codes, open sessions. */
export function accountRoutes(
  world: BoardWorld,
  accounts: Accounts,
  letters: LetterStore,
  frames: OrganizerFrames,
): Router {
  const pages = inEachLanguage(frames, accountViews);
  const show = showing(world, accounts, letters, pages);
  const router = Router();

  router.get(paths.account(), async (req, res) => {
    await show(req, res, { done: doneIn(req.query['done']) });
  });

  router.post(paths.account(), async (req, res) => {
    const typed = formField(req, 'name');
    const read = readName(typed);
    if ('fault' in read) return show(req, res, { name: typed, fault: { field: 'name', message: read.fault } });
    await accounts.organizers.rename(signedIn(req).id, read.name);
    res.redirect(303, `${paths.account()}?done=renamed`);
  });

  router.get(paths.accountLanguage(), (_req, res) => res.redirect(303, paths.account()));

  router.post(paths.accountLanguage(), async (req, res) => {
    const chosen = formField(req, 'language');
    if (chosen !== '' && !isLanguage(chosen))
      return show(req, res, { fault: { field: 'language', message: 'accounts.account.language-unknown' } });
    await accounts.organizers.speak(signedIn(req).id, chosen === '' ? null : chosen);
    res.redirect(303, `${paths.account()}?done=language`);
  });

  return router.use(passkeyRoutes(world, accounts, pages, show));
}

/** Adding and removing passkeys, and the recovery codes that stand in for them. */
function passkeyRoutes(
  { now, random }: BoardWorld,
  { passkeys, passkeyDesk }: Accounts,
  pages: Pages,
  show: Show,
): Router {
  const router = Router();

  router.get([paths.passkeys(), paths.recoveryCodes()], (_req, res) => res.redirect(303, paths.account()));

  router.post(paths.passkeys(), async (req, res) => {
    const organizer = signedIn(req);
    const typed = formField(req, 'passkey-name');
    const read = readName(typed);
    const added =
      'fault' in read ? read.fault : await passkeyDesk.register(organizer, formField(req, 'answer'), read.name, now());
    if (added !== 'added') {
      const message = 'fault' in read ? read.fault : NOT_ADDED;
      return show(req, res, { passkeyName: typed, fault: { field: 'passkey-name', message } });
    }
    if ((await passkeys.of(organizer.id)).length === 1) return showNewCodes(res, organizer, FIRST);
    res.redirect(303, `${paths.account()}?done=added`);
  });

  router.post(paths.removePasskey(':passkey'), async (req, res) => {
    const id = readBase64url(String(req.params['passkey']));
    const removed = id && (await passkeys.remove(id, signedIn(req).id));
    res.redirect(303, `${paths.account()}?done=${removed ? 'removed' : 'gone'}`);
  });

  router.post(paths.recoveryCodes(), async (req, res) => {
    const organizer = signedIn(req);
    if ((await passkeys.of(organizer.id)).length === 0)
      throw problem(409, 'accounts.codes.no-passkey.title', 'accounts.codes.no-passkey.detail');
    await showNewCodes(res, organizer, 'accounts.codes.void');
  });

  return router;

  async function showNewCodes(res: Response, organizer: Organizer, why: string): Promise<void> {
    const { shown, hashes } = newRecoveryCodes(random);
    await passkeys.replaceCodes(organizer.id, hashes);
    res.send(pages(res.req).recoveryCodes(organizer, shown, why));
  }
}

type Pages = InEachLanguage<ReturnType<typeof accountViews>>;
type Show = (req: Request, res: Response, typed: AccountTyped) => Promise<void>;

const showing =
  ({ now }: BoardWorld, accounts: Accounts, letters: LetterStore, pages: Pages): Show =>
  async (req, res, typed) => {
    const organizer = signedIn(req);
    const own = hashOf(req.sessionID);
    const sessions = await accounts.sessions.of(organizer.id, now());
    const view = {
      warnings: warningsOf(organizer.email, await letters.employerDomains()),
      passkeys: await accounts.passkeys.of(organizer.id),
      unusedCodes: await accounts.passkeys.unusedCodes(organizer.id),
      sessions: sessions.map((one) => ({ ...one, isThis: equalBytes(one.hash, own) })),
      registerOptions: await accounts.passkeyDesk.registerOptions(organizer, now()),
    };
    res.status(typed.fault ? 422 : 200).send(pages(req).account(organizer, view, typed));
  };

const DONE: Record<string, string> = {
  renamed: 'accounts.done.renamed',
  language: 'accounts.done.language',
  added: 'accounts.done.added',
  removed: 'accounts.done.removed',
  gone: 'accounts.done.gone',
};

const doneIn = (word: unknown): string | undefined =>
  typeof word === 'string' && Object.hasOwn(DONE, word) ? DONE[word] : undefined;

const FIRST = 'accounts.codes.first';
const NOT_ADDED = 'accounts.account.not-added';

function readName(typed: string): { name: string } | { fault: string } {
  const read = visibleLine(LONGEST_NAME).safeParse(typed);
  if (!read.success) return { fault: read.error.issues[0]?.message ?? '' };
  return isVisible(read.data) ? { name: read.data } : { fault: 'accounts.account.name-missing' };
}
