import { type Request, type RequestHandler, type Response, Router } from 'express';
import { makePassUnder } from '../../issuing/collect.ts';
import type { Issuer, NotCollected } from '../../issuing/issuer.ts';
import { readMailbox } from '../../issuing/mailbox.ts';
import { canRetry, statusOf } from '../../issuing/refusals.ts';
import { proveMailbox } from '../../issuing/strategy.ts';
import type { CodeRefusal, Proof } from '../../issuing/ticket-desk.ts';
import { domainsOf } from '../../letters/host.ts';
import { paths } from '../../paths.ts';
import { problem } from '../../web/errors.ts';
import { limitFlood } from '../../web/flood.ts';
import { formField, formOf } from '../../web/forms.ts';
import { type Frames, type InEachLanguage, inEachLanguage } from '../../web/frame.ts';
import type { BoardWorld } from '../../world.ts';
import { type ColleaguesDesk, withPasses } from './desk.ts';
import { readDescriptor } from './opened-draft.ts';
import { rankable } from './ranking.ts';
import { type Shown, readingPages } from './reading-pages.ts';
import { NOT_A_PASS, mailboxWords, passWords } from './refusals.ts';
import { readWords, saysNothing } from './words.ts';
import { wordsOf } from '../../web/speak.ts';

/** Requests a minute from one network, as for signing. */
const FLOOD = 600;

const CLOSED = 'colleagues.closed.title';

type Pages = InEachLanguage<ReturnType<typeof readingPages>>;

/** A draft that is open to colleagues, at its secret address: read it, prove a mailbox, comment and rank with a pass. */
export function draftReadingRoutes(world: BoardWorld, desk: ColleaguesDesk, frames: Frames): Router {
  const { issuer } = desk;
  const router = Router();
  // without an issuer there is no draft to read
  if (!issuer) return router;
  const devMail = world.mailbox === undefined ? null : paths.devMail();
  const pages = inEachLanguage(frames, (frame) => readingPages(frame, devMail));
  const address = ':address';

  router.use(limitFlood(FLOOD), unlisted);

  router.get(paths.readDraft(address), async (req, res) => void res.send(pages(req).read(await shownAt(desk, req))));

  router.get(
    [paths.askDraftCode(address), paths.draftMailStatus(address), paths.collectDraftPass(address)],
    (req, res) => res.redirect(303, paths.readDraft(String(req.params['address']))),
  );

  router.use(provingRoutes(world, desk, issuer, pages));
  router.use(wordsRoutes(desk, pages));
  return router;
}

/** In no index, though somebody put the link where a machine finds it. */
const unlisted: RequestHandler = (_req, res, next) => {
  res.set('X-Robots-Tag', 'noindex, nofollow, noarchive');
  next();
};

async function shownAt(desk: ColleaguesDesk, req: Request): Promise<Shown> {
  const shown = await desk.at(String(req.params['address']));
  if (shown) return shown;
  throw problem(404, 'colleagues.none.title', 'colleagues.none.detail');
}

/** Protocol steps 1 and 2 for a draft, without script. */
function provingRoutes({ now }: BoardWorld, desk: ColleaguesDesk, issuer: Issuer, pages: Pages): Router {
  const router = Router();
  const address = ':address';

  router.post(paths.askDraftCode(address), async (req, res) => {
    const shown = await shownAt(desk, req);
    const typed = formField(req, 'mailbox');
    const { employers } = readDescriptor(shown.draft);
    const read = readMailbox(typed, employers);
    if ('fault' in read) {
      res.status(422).send(pages(req).read(shown, typed, mailboxWords(read.fault, domainsOf(employers))));
      return;
    }
    const ticket = await issuer.ask(withPasses(shown.draft), read.mailbox, read.domain, now(), wordsOf(req));
    res.send(pages(req).code(shown, ticket));
  });

  router.post(paths.draftMailStatus(address), async (req, res) => {
    const shown = await shownAt(desk, req);
    const ticket = formField(req, 'ticket');
    const status = issuer.mailStatus(withPasses(shown.draft), ticket);
    if (!status) throw problem(422, 'colleagues.ask-again.title', passWords['unknown ticket']);
    res.send(pages(req).code(shown, ticket, { status }));
  });

  router.post(
    paths.collectDraftPass(address),
    proveMailbox(
      async (req) => {
        const { draft } = await shownAt(desk, req);
        return issuer.desk.check(draft.publicId, formField(req, 'ticket'), formField(req, 'code'), now());
      },
      async (proof, req, res) => {
        const shown = await shownAt(desk, req);
        const made = typeof proof === 'string' ? (proof as CodeRefusal) : await passOf(issuer, shown, proof, req);
        if (typeof made === 'string') refuse(pages, shown, made, req, res);
        else res.send(pages(req).pass(shown, made.pass));
      },
    ),
  );

  return router;
}

const passOf = (issuer: Issuer, { draft }: Shown, proof: Proof, req: Request) =>
  makePassUnder(issuer, withPasses(draft), readDescriptor(draft).spki, proof, formField(req, 'ticket'));

function refuse(pages: Pages, shown: Shown, refusal: CodeRefusal | NotCollected, req: Request, res: Response): void {
  const [status, title] = statusOf(refusal);
  if (!canRetry(refusal)) throw problem(status, refusal === 'closed' ? CLOSED : title, passWords[refusal]);
  const typed = { code: formField(req, 'code'), fault: passWords[refusal] };
  res.status(status).send(pages(req).code(shown, formField(req, 'ticket'), typed));
}

/** Protocol step 3 for a draft: the form for comment and order, which a pass signs. */
function wordsRoutes(desk: ColleaguesDesk, pages: Pages): Router {
  const router = Router();
  const at = paths.draftWords(':address');

  router.get(at, async (req, res) => {
    res.send(pages(req).words(await shownAt(desk, req), { form: {}, faults: [], keepsPass: false }));
  });

  router.post(at, async (req, res) => {
    const shown = await shownAt(desk, req);
    const form = formOf(req);
    const pass = await desk.passIn(shown.draft, formField(req, 'pass'));
    const read = readWords(rankable(shown.content), form);
    const faults = [
      ...(pass ? [] : [{ field: 'pass', message: NOT_A_PASS }]),
      ...('faults' in read ? read.faults : []),
    ];
    const again = (status: number, found: typeof faults) =>
      res.status(status).send(pages(req).words(shown, { form, faults: found, keepsPass: false }));
    if (!pass || 'faults' in read) return void again(422, faults);
    const posting = await desk.post(shown.draft, pass, read.words);
    if (posting === 'closed') throw problem(410, CLOSED, passWords.closed);
    if (posting === 'nothing') return void again(422, [{ field: 'comment', message: 'colleagues.fault.nothing' }]);
    const came = { repeated: posting === 'repeated', tookBack: saysNothing(read.words) };
    res.status(posting === 'taken' ? 201 : 200).send(pages(req).done(shown, came));
  });

  return router;
}
