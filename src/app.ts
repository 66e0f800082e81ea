import type { Server } from 'node:http';
import express, { type Express, type Router } from 'express';
import { type Issuer, openIssuer } from './issuing/issuer.ts';
import { issuingRoutes } from './issuing/routes.ts';
import { type PublishedLetter, isPublished } from './letters/letter.ts';
import { answersStore } from './letters/answers/store.ts';
import { type LetterShelf, letterShelf } from './letters/shelf.ts';
import { type LetterStore, letterStore } from './letters/store.ts';
import { mainOf, talliesOf } from './letters/tally.ts';
import { apiRoutes } from './reading/api/routes.ts';
import { checkpointFiles } from './reading/audit/checkpoint-files.ts';
import { auditRoutes } from './reading/audit/routes.ts';
import { feedRoutes } from './reading/feeds/routes.ts';
import { metricsRoutes } from './reading/metrics/routes.ts';
import { countEvent } from './reading/numbers/count.ts';
import { talliedOf } from './reading/numbers/tallied.ts';
import { numberRoutes } from './reading/numbers/routes.ts';
import { pdfRoutes } from './reading/pdf/routes.ts';
import { type Typesetter, openTypesetter } from './reading/pdf/typesetter.ts';
import { openCardPress } from './reading/sharing/card-press.ts';
import { sharingRoutes } from './reading/sharing/routes.ts';
import { signatoryRoutes } from './reading/signatories/routes.ts';
import { boardPromiseRoutes, issuerPromiseRoutes, promiseRoutes } from './reading/promise/routes.ts';
import { readingRoutes } from './reading/routes.ts';
import { versionRoutes } from './reading/versions/routes.ts';
import { type Accounts, openAccounts } from './organizing/accounts/accounts.ts';
import { type Remind, openReminders } from './organizing/answering/reminders.ts';
import { ruleIn } from './organizing/moderating/store.ts';
import { type Rounds, makeRounds } from './organizing/rounds.ts';
import { organizingRoutes } from './organizing/routes.ts';
import { paths } from './paths.ts';
import { toHex } from './protocol/bytes.ts';
import { type Board, openBoard } from './signing/board.ts';
import { changingRoutes } from './signing/changing/routes.ts';
import { signingRoutes } from './signing/routes.ts';
import { type Assets, loadAssets } from './web/assets.ts';
import { answerErrors, faultOf, notFound } from './web/errors.ts';
import { readForms, readLargeForms } from './web/forms.ts';
import { type MakeFrame, frameMaker } from './web/frame.ts';
import { healthRoutes } from './web/health.ts';
import { type HotPages, createHotPages } from './web/hot.ts';
import { type LiveStreams, createLiveStreams } from './web/live-stream.ts';
import { carryHeaders, noStore, refuseCrossSite, securityHeaders } from './web/security.ts';
import { createHttpServer } from './web/server.ts';
import type { BoardWorld, CommonWorld, IssuerWorld, World } from './world.ts';

/** The running site of any role, before it listens. */
export interface RoleSite {
  server: Server;
  express: Express;
  shelf: LetterShelf;
  issuer: Issuer | undefined;
  board: Board | undefined;
  /** Undefined on an issuer that stands apart: organizers sign in at the board. */
  accounts: Accounts | undefined;
  rounds: Rounds;
  frame: MakeFrame;
  /** Ends streams and timers; the server and the databases are the caller's to close. */
  stop(): void;
}

export type IssuerSite = RoleSite & { issuer: Issuer };
export type BoardSite = RoleSite & { board: Board; accounts: Accounts };

/** The site where one program is both. */
export type Site = IssuerSite & BoardSite;

/** More pages, for a site in development. */
type More<Of> = (site: Omit<Of, 'server'>) => Router;

/** The whole application in one program. What a request meets first stands first, here and in `layGround`. */
export async function createApp(world: World, more?: More<Site>): Promise<Site> {
  const ground = await layGround(world);
  const has = {
    issuer: openIssuer(world),
    board: await openBoard(world, ruleIn(world.databases.organizers)),
    ...lookAfter(world, ground),
  };
  const site = withRounds(world, ground, has);
  const { letters, frame } = ground;
  site.express.use(promiseRoutes(world, site.issuer, letters, site.board.store, frame));
  site.express.use(boardRoutes(world, ground, site, world.mailbox !== undefined));
  site.express.use(issuingRoutes(world, site.shelf, site.issuer, frame, ground.assets));
  site.express.use(await organizingRoutes(world, ground, site));
  if (more) site.express.use(more(site));
  return finish(world, ground, site);
}

/** The issuer alone: it proves mailboxes and signs blindly. It has neither the board's tables nor its pages. */
export async function createIssuerApp(world: IssuerWorld, more?: More<IssuerSite>): Promise<IssuerSite> {
  const ground = await layGround(world);
  const site = withRounds(world, ground, { issuer: openIssuer(world), board: undefined, accounts: undefined });
  site.express.use(issuerPromiseRoutes(world, site.issuer, ground.letters, ground.frame));
  site.express.use(issuingRoutes(world, site.shelf, site.issuer, ground.frame, ground.assets));
  if (more) site.express.use(more(site));
  return finish(world, ground, site);
}

/** The board alone: everything that is public, and the signatures. It has none of the issuer's secrets. */
export async function createBoardApp(world: BoardWorld, more?: More<BoardSite>): Promise<BoardSite> {
  const ground = await layGround(world);
  const has = {
    issuer: undefined,
    board: await openBoard(world, ruleIn(world.databases.organizers)),
    ...lookAfter(world, ground),
  };
  const site = withRounds(world, ground, has);
  site.express.use(boardPromiseRoutes(world, site.board.store, ground.frame));
  site.express.use(boardRoutes(world, ground, site, false));
  site.express.use(await organizingRoutes(world, ground, site));
  if (more) site.express.use(more(site));
  return finish(world, ground, site);
}

/** What stands under every page of every role. */
interface Ground {
  express: Express;
  hot: HotPages;
  streams: LiveStreams;
  assets: Assets;
  frame: MakeFrame;
  letters: LetterStore;
  shelf: LetterShelf;
}

async function layGround({ config, databases }: CommonWorld): Promise<Ground> {
  const headers = securityHeaders(config.baseUrl);
  const assets = loadAssets();
  const hot = createHotPages(headers);
  const streams = createLiveStreams(headers);
  const frame = frameMaker(config.baseUrl, !config.production, assets);
  const letters = letterStore(databases.letters);
  const shelf = letterShelf(letters, databases.letters);
  const app = express();
  await assets.keepIn(hot);

  app.disable('x-powered-by').disable('etag').set('trust proxy', config.trustProxy).set('query parser', 'simple');
  app.use(healthRoutes(databases, headers));
  app.use(carryHeaders(headers));
  app.use(refuseCrossSite(config.baseUrl));
  app.use(noStore);
  app.use(paths.organizeLetters(), readLargeForms);
  app.use(readForms);
  return { express: app, hot, streams, assets, frame, letters, shelf };
}

/** What organizers have on a board. */
interface Looking {
  accounts: Accounts;
  remind: Remind;
  typesetter: Typesetter;
}

function lookAfter(world: BoardWorld, { letters }: Ground): Looking {
  const accounts = openAccounts(world);
  return { accounts, remind: openReminders(world, letters, accounts.members), typesetter: openTypesetter(world.log) };
}

type Halves = Pick<RoleSite, 'issuer' | 'board' | 'accounts'> & { remind?: Remind };
type Running = Omit<RoleSite, 'server'> & { changed: (letter?: PublishedLetter) => Promise<void> };

function withRounds<Has extends Halves>(world: CommonWorld, ground: Ground, has: Has): Running & Has {
  const { express: app, hot, streams, letters, shelf, frame } = ground;
  const rounds = makeRounds({ world, letters, shelf, remind: undefined, ...has, changed });
  const files = has.board && checkpointFiles(world.config.dataFolder, has.board.log);
  return { express: app, shelf, ...has, rounds, frame, changed, stop };

  async function changed(letter?: PublishedLetter): Promise<void> {
    hot.forget();
    // what cannot be written now is written at the next change: nobody's answer fails for it
    await keepCheckpoints(letter).catch((fault: unknown) =>
      world.log.error({ fault: faultOf(fault) }, 'a checkpoint could not be written'),
    );
    if (!letter || !has.board) return;
    const main = mainOf(letter);
    streams.publish(main.address, countEvent(main, await talliedOf(has.board, main)));
  }

  async function keepCheckpoints(letter?: PublishedLetter): Promise<void> {
    if (!files) return;
    if (letter) return files.keep([letter]);
    const shown = (await letters.byStatus('open', 'delivered', 'closed')).filter(isPublished);
    await files.keep(shown.flatMap(talliesOf));
  }

  function stop(): void {
    rounds.stop();
    has.issuer?.stop();
    has.accounts?.stop();
    streams.close();
  }
}

function boardRoutes(
  world: BoardWorld,
  { hot, streams, letters }: Ground,
  { shelf, board, frame, rounds, changed, typesetter }: Running & Looking & { board: Board },
  mailIsKept: boolean,
): Router[] {
  const answers = answersStore(world.databases.letters);
  const cards = openCardPress(world.log);
  return [
    // first, because at a campaign's height it is what Express is asked most
    signingRoutes(world, shelf, board, frame, rounds.wake, changed),
    readingRoutes(shelf, board, answers, hot, frame, {
      now: world.now,
      development: mailIsKept,
      pdf: typesetter.available,
      cards: cards.available,
    }),
    versionRoutes(shelf, letters, board, hot, frame),
    pdfRoutes(shelf, board, hot, typesetter, world.config.baseUrl),
    auditRoutes(shelf, board, hot, frame, world.config.baseUrl),
    signatoryRoutes(shelf, board, frame),
    numberRoutes(shelf, board, streams),
    apiRoutes(shelf, board, answers, hot, world.config.baseUrl),
    feedRoutes(shelf, board, answers, hot, world.config.baseUrl),
    metricsRoutes(letters, board, world.config.metricsToken),
    sharingRoutes(shelf, board, hot, frame, cards, world.config.baseUrl),
    changingRoutes(world, shelf, board, frame, changed),
  ];
}

async function finish<Of extends Running>(
  { log, random }: CommonWorld,
  { hot }: Ground,
  site: Of,
): Promise<Of & { server: Server }> {
  // what the last run of the program did not come to write
  await site.changed();
  site.express.use(notFound);
  site.express.use(answerErrors({ frame: site.frame, log, newReference: () => toHex(random(6)) }));
  return { ...site, server: createHttpServer(site.express, hot) };
}
