import { type Request, type RequestHandler, Router } from 'express';
import { letterAt, openLetterAt } from '../letters/find.ts';
import { provenBy } from '../letters/proven-by.ts';
import type { LetterShelf } from '../letters/shelf.ts';
import { paths } from '../paths.ts';
import { toBase64url } from '../protocol/bytes.ts';
import type { Assets } from '../web/assets.ts';
import { problem } from '../web/errors.ts';
import { limitFlood } from '../web/flood.ts';
import { formField, sentJson } from '../web/forms.ts';
import { type Frames, type InEachLanguage, inEachLanguage } from '../web/frame.ts';
import type { IssuerWorld } from '../world.ts';
import { type Answers, KEY_SIZE, collectingPass, withTool } from './collecting-routes.ts';
import { networkCheck } from './employer-network.ts';
import { invitingRoutes } from './inviting/routes.ts';
import type { Issuer } from './issuer.ts';
import { mailboxFor } from './mailbox.ts';
import { type IssuingPages, issuingPages } from './pages.ts';
import { faultsOfTool, readPasted } from './pasted.ts';
import { explainMailbox, explainRefusal } from './refusals.ts';
import { type ToolPages, toolPages } from './tool-pages.ts';
import { wordsOf } from '../web/speak.ts';

/** Requests a minute from one network; fifty colleagues in one office need about two hundred. */
const FLOOD = 600;
/** Wrong codes a minute from one network, so that one alone cannot use up what a roll-call letter stands. */
const WRONG_FLOOD = 100;

/** Protocol steps 1 and 2: ask for a code, type it, collect the pass. */
export function issuingRoutes(
  world: IssuerWorld,
  shelf: LetterShelf,
  issuer: Issuer,
  frames: Frames,
  assets: Assets,
): Router {
  const own = { devMail: world.mailbox !== undefined, onionUrl: world.config.onionUrl };
  const pages = inEachLanguage(frames, (frame) => issuingPages(frame, assets, own));
  const tool = inEachLanguage(frames, (frame) => toolPages(frame, world.config.baseUrl));
  const comesFromEmployer = networkCheck(world.config.employerNetworks);
  const router = Router();
  const flood = limitFlood(FLOOD);
  const slug = ':slug';
  const openLetter = (req: Request, now: number) => openLetterAt(shelf, req.params['slug'], now);
  /** What only this window knows, where no ticket comes with a mailed code. */
  const newWindow = () => toBase64url(world.random(16));

  router.get(paths.sign(slug), async (req, res) => {
    const given = { fromEmployer: comesFromEmployer(req.ip), ticket: newWindow() };
    res.send(pages(req).ask(await openLetter(req, world.now()), given));
  });

  router.get(paths.signWithTool(slug), async (req, res) => {
    res.send(tool(req).tool(await openLetter(req, world.now()), { typed: '', blinded: '' }, []));
  });

  router.get([paths.askCode(slug), paths.mailStatus(slug), paths.collectPass(slug)], async (req, res) => {
    const letter = await letterAt(shelf, req.params['slug']);
    res.redirect(303, paths.sign(letter.address));
  });

  router.post(paths.askCode(slug), flood, askingCode(world, shelf, issuer, { pages, tool, comesFromEmployer }));

  router.post(paths.mailStatus(slug), flood, async (req, res) => {
    const letter = await openLetter(req, world.now());
    const ticket = formField(req, 'ticket');
    const status = issuer.mailStatus(letter, ticket);
    if (!status) throw problem(422, 'issuing.status.ask-again', explainRefusal('unknown ticket'));
    if (sentJson(req)) res.json({ status });
    else res.send(pages(req).code(letter, ticket, { blinded: formField(req, 'blinded'), status }));
  });

  const wrongCodes = limitFlood(WRONG_FLOOD, 'wrong only');
  const guarded: RequestHandler = async (req, res, next) =>
    provenBy(await openLetter(req, world.now())) === 'code' ? void wrongCodes(req, res, next) : next();
  const answers = answersWith({ pages, tool, comesFromEmployer });
  router.post(paths.collectPass(slug), flood, guarded, collectingPass(world, shelf, issuer, answers));
  router.use(invitingRoutes(world, shelf, issuer, frames, assets));
  return router;
}

interface Pages {
  pages: InEachLanguage<IssuingPages>;
  tool: InEachLanguage<ToolPages>;
  comesFromEmployer: ReturnType<typeof networkCheck>;
}

function askingCode(
  world: IssuerWorld,
  shelf: LetterShelf,
  issuer: Issuer,
  { pages, tool, comesFromEmployer }: Pages,
): RequestHandler {
  return async (req, res) => {
    const now = world.now();
    const letter = await openLetterAt(shelf, req.params['slug'], now);
    if (provenBy(letter) !== 'mailbox') throw noMailedCodes(letter.rollCall);
    const [typed, blinded] = [formField(req, 'mailbox'), formField(req, 'blinded')];
    const read = mailboxFor(letter, typed);
    const pasted = withTool(req) ? readPasted(letter, blinded, KEY_SIZE) : undefined;
    if ('fault' in read || (pasted && 'message' in pasted)) {
      const explained = 'fault' in read ? explainMailbox(read.fault, letter) : '';
      if (sentJson(req)) throw problem(422, 'issuing.status.mailbox', explained);
      const page = pasted
        ? tool(req).tool(letter, { typed, blinded }, faultsOfTool('mailbox', explained, pasted))
        : pages(req).ask(letter, { typed, fault: explained, fromEmployer: comesFromEmployer(req.ip) });
      res.status(422).send(page);
      return;
    }
    const ticket = await issuer.ask(letter, read.mailbox, read.domain, now, wordsOf(req));
    if (sentJson(req)) res.json({ ticket });
    else res.send(pages(req).code(letter, ticket, { blinded }));
  };
}

const answersWith = ({ pages, tool, comesFromEmployer }: Pages): Answers => ({
  pass: (req, letter, pass) => pages(req).pass(letter, pass),
  blindSignature: (req, letter, signature) => tool(req).answer(letter, signature),
  again(req, letter, fault) {
    const [code, blinded] = [formField(req, 'code'), formField(req, 'blinded')];
    const ticket = formField(req, 'ticket');
    if (provenBy(letter) === 'mailbox') return pages(req).code(letter, ticket, { code, blinded, fault });
    if (withTool(req)) return tool(req).tool(letter, { typed: code, blinded }, [fault]);
    return pages(req).ask(letter, {
      typed: code,
      fault: fault.message,
      ticket,
      fromEmployer: comesFromEmployer(req.ip),
    });
  },
});

const noMailedCodes = (rollCall: boolean) =>
  problem(
    404,
    'issuing.no-mailed-codes.title',
    rollCall ? 'issuing.no-mailed-codes.roll-call' : 'issuing.no-mailed-codes.invitation',
  );
