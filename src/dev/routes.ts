import { type RequestHandler, Router } from 'express';
import { openLetterAt } from '../letters/find.ts';
import { mainOf } from '../letters/tally.ts';
import { paths } from '../paths.ts';
import { formField } from '../web/forms.ts';
import type { Frames } from '../web/frame.ts';
import { placeOf } from '../web/languages.ts';
import { page } from '../web/render.ts';
import { whenAsked } from '../web/when-asked.ts';
import type { MailingWorld, World } from '../world.ts';
import { type Parts, signAsColleagues } from './colleagues.ts';

const COLLEAGUES = 12;
/** Mails that the page shows; programs are given all. */
const NEWEST = 50;

interface MailPage {
  mails: { to: string; subject: string; text: string }[];
  smtp: boolean;
}

const mailPage = page<MailPage>('dev/mail');

/** What only a development site has: the mail that would have been sent. */
export function devMailRoutes(world: MailingWorld, frames: Frames): Router {
  const router = Router();

  router.get(paths.devMail(), (req, res) => {
    const mails = (world.mailbox?.mails() ?? [])
      .slice(0, NEWEST)
      .map(({ to, subject, text }) => ({ to, subject, text }));
    res.send(mailPage({ ...frames(placeOf(req))({ title: 'Mail' }), mails, smtp: world.mailbox === undefined }));
  });

  router.get(paths.devMailJson(), (_req, res) => {
    const mails = world.mailbox?.mails() ?? [];
    res.json(mails.map(({ to, subject, text, html }) => ({ to, subject, text, html })));
  });

  return router;
}

/** That mail, and where issuer and board are one, colleagues to sign with. */
export function devRoutes(world: World, parts: Parts & { frames: Frames }): Router {
  const router = Router().use(devMailRoutes(world, parts.frames), gallery(world, parts.frames));

  router.post(paths.devColleagues(), async (req, res, next) => {
    if (!world.mailbox) return next();
    const now = world.now();
    const letter = await openLetterAt(parts.shelf, formField(req, 'slug'), now);
    await signAsColleagues(world, parts, letter, COLLEAGUES, now);
    await parts.rounds.go(world.now());
    res.redirect(303, `${paths.letter(mainOf(letter).address)}#${letter.main ? letter.tally : 'count'}`);
  });

  return router;
}

/** It shows every page, and so loads the code of every page. */
const gallery = (world: World, frames: Frames): RequestHandler =>
  whenAsked(paths.devGallery(), async () => {
    const { galleryRoutes } = await import('./gallery/routes.ts');
    return [galleryRoutes(frames, world.config.baseUrl)];
  });
