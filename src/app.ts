import type { Server } from 'node:http';
import express, { type Express, type Router } from 'express';
import { type Issuer, openIssuer } from './issuing/issuer.ts';
import { issuingRoutes } from './issuing/routes.ts';
import type { PublishedLetter } from './letters/letter.ts';
import { type LetterShelf, letterShelf } from './letters/shelf.ts';
import { letterStore } from './letters/store.ts';
import { auditRoutes } from './reading/audit/routes.ts';
import { countEvent } from './reading/numbers/count.ts';
import { numberRoutes } from './reading/numbers/routes.ts';
import { signatoryRoutes } from './reading/signatories/routes.ts';
import { promiseRoutes } from './reading/promise/routes.ts';
import { readingRoutes } from './reading/routes.ts';
import { type Rounds, makeRounds } from './organizing/rounds.ts';
import { toHex } from './protocol/bytes.ts';
import { type Board, openBoard } from './signing/board.ts';
import { changingRoutes } from './signing/changing/routes.ts';
import { signingRoutes } from './signing/routes.ts';
import { loadAssets } from './web/assets.ts';
import { answerErrors, notFound } from './web/errors.ts';
import { readForms } from './web/forms.ts';
import { type MakeFrame, frameMaker } from './web/frame.ts';
import { healthRoutes } from './web/health.ts';
import { createHotPages } from './web/hot.ts';
import { createLiveStreams } from './web/live-stream.ts';
import { carryHeaders, noStore, refuseCrossSite, securityHeaders } from './web/security.ts';
import { createHttpServer } from './web/server.ts';
import type { World } from './world.ts';

/** The running site, before it listens. */
export interface Site {
  server: Server;
  express: Express;
  shelf: LetterShelf;
  issuer: Issuer;
  board: Board;
  rounds: Rounds;
  frame: MakeFrame;
  /** Ends streams and timers; the server and the databases are the caller's to close. */
  stop(): void;
}

/** The whole application: every middleware and router, one a line, in the order in which a request meets them. */
export async function createApp(world: World, more?: (site: Omit<Site, 'server'>) => Router): Promise<Site> {
  const { config, databases, log } = world;
  const headers = securityHeaders(config.baseUrl);
  const assets = loadAssets();
  const hot = createHotPages(headers);
  const streams = createLiveStreams(headers);
  const frame = frameMaker(config.baseUrl, !config.production, assets);
  const letters = letterStore(databases.letters);
  const shelf = letterShelf(letters, databases.letters);
  const issuer = openIssuer(world);
  const board = await openBoard(world);
  const rounds = makeRounds({ world, letters, shelf, issuer, board, changed });
  const app = express();
  const site = { express: app, shelf, issuer, board, rounds, frame, stop };
  await assets.keepIn(hot);

  app.disable('x-powered-by').disable('etag').set('trust proxy', config.trustProxy).set('query parser', 'simple');
  app.use(healthRoutes(databases, headers));
  app.use(carryHeaders(headers));
  app.use(refuseCrossSite(config.baseUrl));
  app.use(noStore);
  app.use(readForms);
  // first, because at the height of a campaign it is what is asked most; pages are answered before Express
  app.use(signingRoutes(world, shelf, board, frame, rounds.wake, changed));
  app.use(readingRoutes(shelf, board, hot, frame, world.mailbox !== undefined));
  app.use(auditRoutes(shelf, board, hot, frame, config.baseUrl));
  app.use(promiseRoutes(world, issuer, letters, board.store, frame));
  app.use(signatoryRoutes(shelf, board, frame));
  app.use(numberRoutes(shelf, board, hot, streams));
  app.use(issuingRoutes(world, shelf, issuer, frame, assets));
  app.use(changingRoutes(world, shelf, board, frame, changed));
  if (more) app.use(more(site));
  app.use(notFound);
  app.use(answerErrors({ frame, log, newReference: () => toHex(world.random(6)) }));
  return { ...site, server: createHttpServer(app, hot) };

  async function changed(letter?: PublishedLetter): Promise<void> {
    hot.forget();
    if (letter) streams.publish(letter.address, countEvent(letter, await board.published(letter)));
  }

  function stop(): void {
    rounds.stop();
    issuer.stop();
    streams.close();
  }
}
