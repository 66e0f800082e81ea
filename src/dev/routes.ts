import { Router } from 'express';
import { openLetterAt } from '../letters/find.ts';
import { mainOf } from '../letters/tally.ts';
import { paths } from '../paths.ts';
import { formField } from '../web/forms.ts';
import type { MakeFrame } from '../web/frame.ts';
import { page } from '../web/render.ts';
import type { MailingWorld, World } from '../world.ts';
import { type Parts, signAsColleagues } from './colleagues.ts';

const COLLEAGUES = 12;

interface MailPage {
  mails: { to: string; subject: string; text: string }[];
  smtp: boolean;
}

const mailPage = page<MailPage>('dev/mail');

/** What only a development site has: the mail that would have been sent. */
export function devMailRoutes(world: MailingWorld, frame: MakeFrame): Router {
  const router = Router();

  router.get(paths.devMail(), (_req, res) => {
    const mails = (world.mailbox?.mails() ?? []).map(({ to, subject, text }) => ({ to, subject, text }));
    res.send(mailPage({ ...frame({ title: 'Mail' }), mails, smtp: world.mailbox === undefined }));
  });

  router.get(paths.devMailJson(), (_req, res) => {
    const mails = world.mailbox?.mails() ?? [];
    res.json(mails.map(({ to, subject, text, html }) => ({ to, subject, text, html })));
  });

  return router;
}

/** That mail, and where issuer and board are one, colleagues to sign with. */
export function devRoutes(world: World, parts: Parts & { frame: MakeFrame }): Router {
  const router = Router().use(devMailRoutes(world, parts.frame));

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
