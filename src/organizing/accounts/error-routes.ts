import { type ErrorRequestHandler, type RequestHandler, Router } from 'express';
import { paths } from '../../paths.ts';
import { toHex } from '../../protocol/bytes.ts';
import { answerErrors, notFound } from '../../web/errors.ts';
import { type Frames, inEachLanguage } from '../../web/frame.ts';
import type { BoardWorld } from '../../world.ts';
import { organizerErrorPage } from './error-pages.ts';
import type { OrganizerFrames } from './organizer-frame.ts';
import { signedIn } from './signed-in.ts';

/** What no route below /organize took, and what went wrong in one: whoever is signed in stays in their own layout. */
export function errorRoutes(
  { log, random }: BoardWorld,
  frames: Frames,
  own: OrganizerFrames,
): (RequestHandler | ErrorRequestHandler)[] {
  const page = inEachLanguage(own, organizerErrorPage);
  const answer = answerErrors({
    ...{ frames, log, newReference: () => toHex(random(6)) },
    pageOf: (req, told) => page(req)(signedIn(req), told),
  });
  const answerSignedIn: ErrorRequestHandler = (thrown, req, res, next) =>
    req.user ? answer(thrown, req, res, next) : next(thrown);
  return [Router().use(paths.organize(), notFound), answerSignedIn];
}
