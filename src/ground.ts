import type { Server } from 'node:http';
import express, { type Express } from 'express';
import { type LetterShelf, letterShelf } from './letters/shelf.ts';
import { type LetterStore, letterStore } from './letters/store.ts';
import { paths } from './paths.ts';
import { toHex } from './protocol/bytes.ts';
import { type Assets, loadAssets } from './web/assets.ts';
import { answerErrors, notFound } from './web/errors.ts';
import { readForms, readLargeForms } from './web/forms.ts';
import { type Frames, framesFor } from './web/frame.ts';
import { answerWatchers } from './web/health.ts';
import { type HotPages, createHotPages } from './web/hot.ts';
import { followChoice } from './web/languages.ts';
import { type LiveStreams, createLiveStreams } from './web/live-stream.ts';
import { refuseOtherMethods } from './web/other-methods.ts';
import { carryHeaders, refuseCrossSite, securityHeaders } from './web/security.ts';
import { createHttpServer } from './web/server.ts';
import type { CommonWorld } from './world.ts';

/** What stands under every page of every role. */
export interface Ground {
  express: Express;
  hot: HotPages;
  streams: LiveStreams;
  assets: Assets;
  frames: Frames;
  letters: LetterStore;
  shelf: LetterShelf;
}

/** What a request meets first stands first. */
export async function layGround({ config, databases }: CommonWorld): Promise<Ground> {
  const headers = securityHeaders(config.baseUrl);
  const assets = loadAssets();
  const hot = createHotPages(headers);
  const streams = createLiveStreams(headers);
  const frames = framesFor(config.baseUrl, !config.production, assets);
  const letters = letterStore(databases.letters);
  const shelf = letterShelf(letters, databases.letters);
  const app = express();
  await assets.keepIn(hot);

  app.disable('x-powered-by').disable('etag').set('trust proxy', config.trustProxy).set('query parser', 'simple');
  answerWatchers(app, databases, headers);
  app.use(followChoice);
  app.use(carryHeaders(headers));
  app.use(refuseCrossSite(config.baseUrl));
  app.use(paths.organizeLetters(), readLargeForms);
  app.use(readForms);
  return { express: app, hot, streams, assets, frames, letters, shelf };
}

/** What no route took, and what went wrong; then the server that asks all of it. */
export function closeGround({ express: app, hot, frames }: Ground, { log, random }: CommonWorld): Server {
  app.use(refuseOtherMethods);
  app.use(notFound);
  app.use(answerErrors({ frames, log, newReference: () => toHex(random(6)) }));
  return createHttpServer(app, hot);
}
