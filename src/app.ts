import type { Server } from 'node:http';
import type { Express, RequestHandler, Router } from 'express';
import { type Issuer, openIssuer } from './issuing/issuer.ts';
import { issuingRoutes } from './issuing/routes.ts';
import { type PublishedLetter, isPublished } from './letters/letter.ts';
import type { LetterShelf } from './letters/shelf.ts';
import { mainOf, talliesOf } from './letters/tally.ts';
import { checkpointFiles } from './reading/audit/checkpoint-files.ts';
import { type Following, openFollowing } from './reading/following/following.ts';
import { followingRoutes } from './reading/following/routes.ts';
import { metricsRoutes } from './reading/metrics/routes.ts';
import { countEvent } from './reading/numbers/count.ts';
import { talliedOf } from './reading/numbers/tallied.ts';
import { numberRoutes } from './reading/numbers/routes.ts';
import { type Typesetter, openTypesetter } from './reading/pdf/typesetter.ts';
import { type Erasing, openErasing } from './reading/snapshots/erasing.ts';
import { type Snapshots, openSnapshots } from './reading/snapshots/press.ts';
import { boardPromiseRoutes, issuerPromiseRoutes, promiseRoutes } from './reading/promise/routes.ts';
import { type Accounts, openAccounts } from './organizing/accounts/accounts.ts';
import { type ColleaguesDoor, colleaguesDoor } from './organizing/colleagues/door.ts';
import { type Remind, openReminders } from './organizing/answering/reminders.ts';
import { openSweep } from './organizing/drafting/evidence/sweep.ts';
import { forEach } from './in-turn.ts';
import { ruleIn } from './organizing/moderating/store.ts';
import { type Rounds, makeRounds } from './organizing/rounds.ts';
import { paths } from './paths.ts';
import { type Board, openBoard } from './signing/board.ts';
import { changingRoutes } from './signing/changing/routes.ts';
import { signingRoutes } from './signing/routes.ts';
import { faultOf } from './web/errors.ts';
import type { Frames } from './web/frame.ts';
import { whenAsked } from './web/when-asked.ts';
import type { BoardWorld, CommonWorld, IssuerWorld, World } from './world.ts';
import { type Ground, closeGround, layGround } from './ground.ts';
import { copied, readerRoutes } from './readers.ts';

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
  /** Undefined on an issuer that stands apart, and where they are switched off. */
  snapshots: Snapshots | undefined;
  frames: Frames;
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
  const issuer = openIssuer(world);
  const has = {
    issuer,
    board: await openBoard(world, ruleIn(world.databases.organizers)),
    ...(await lookAfter(world, ground, issuer)),
  };
  const site = withRounds(world, ground, has);
  const { letters, frames } = ground;
  site.express.use(boardRoutes(world, ground, site, world.mailbox !== undefined));
  site.express.use(promiseRoutes(world, site.issuer, letters, site.board.store, frames));
  site.express.use(issuingRoutes(world, site.shelf, site.issuer, frames, ground.assets));
  site.express.use(site.colleagues.reading(frames));
  site.express.use(organizing(world, ground, site));
  if (more) site.express.use(more(site));
  return finish(world, ground, site);
}

/** The issuer alone: it proves mailboxes and signs blindly. It has neither the board's tables nor its pages. */
export async function createIssuerApp(world: IssuerWorld, more?: More<IssuerSite>): Promise<IssuerSite> {
  const ground = await layGround(world);
  const site = withRounds(world, ground, { issuer: openIssuer(world), board: undefined, accounts: undefined });
  site.express.use(issuerPromiseRoutes(world, site.issuer, ground.letters, ground.frames));
  site.express.use(issuingRoutes(world, site.shelf, site.issuer, ground.frames, ground.assets));
  if (more) site.express.use(more(site));
  return finish(world, ground, site);
}

/** The board alone: everything that is public, and the signatures. It has none of the issuer's secrets. */
export async function createBoardApp(world: BoardWorld, more?: More<BoardSite>): Promise<BoardSite> {
  const ground = await layGround(world);
  const has = {
    issuer: undefined,
    board: await openBoard(world, ruleIn(world.databases.organizers)),
    ...(await lookAfter(world, ground, undefined)),
  };
  const site = withRounds(world, ground, has);
  site.express.use(boardRoutes(world, ground, site, false));
  site.express.use(boardPromiseRoutes(world, site.board.store, ground.frames));
  site.express.use(organizing(world, ground, site));
  if (more) site.express.use(more(site));
  return finish(world, ground, site);
}

/** What organizers have on a board. */
interface Looking {
  accounts: Accounts;
  remind: Remind;
  typesetter: Typesetter;
  following: Following;
  colleagues: ColleaguesDoor;
}

async function lookAfter(world: BoardWorld, { letters }: Ground, issuer: Issuer | undefined): Promise<Looking> {
  const accounts = openAccounts(world);
  const [remind, sweep] = [openReminders(world, letters, accounts.members), openSweep(world)];
  return {
    accounts,
    remind: async (now: number) => forEach([remind, sweep], (look) => look(now)),
    typesetter: openTypesetter(world.log),
    following: await openFollowing(world, letters),
    colleagues: colleaguesDoor(world, letters, accounts.members, issuer),
  };
}

type Halves = Pick<RoleSite, 'issuer' | 'board' | 'accounts'> & {
  remind?: Remind;
  following?: Following;
  colleagues?: ColleaguesDoor;
};
type Running = Omit<RoleSite, 'server'> & {
  changed: (letter?: PublishedLetter) => Promise<void>;
  /** Where words were erased. Ends when they are in no file; fails with what to answer where one keeps them. */
  erased: (letter: PublishedLetter) => Promise<void>;
  erasing: Erasing | undefined;
};

function withRounds<Has extends Halves>(world: CommonWorld, ground: Ground, has: Has): Running & Has {
  const { express: app, hot, streams, letters, shelf, frames } = ground;
  const { remind, following } = has;
  const rounds = makeRounds({ world, letters, shelf, ...has, remind, notify: following?.notify, changed });
  const files = has.board && checkpointFiles(world.config.dataFolder, has.board.log);
  const snapshots = has.board && openSnapshots(world, copied(ground, has.board));
  const erasing = has.board && openErasing(world, has.board.store);
  return { express: app, shelf, ...has, rounds, snapshots, frames, changed, erased, erasing, stop };

  async function erased(letter: PublishedLetter): Promise<void> {
    hot.forget();
    const { fault } = (await erasing?.erase(letter)) ?? {};
    // what was removed is written anew, without them
    await changed(letter);
    if (fault) throw fault as Error;
  }

  async function changed(letter?: PublishedLetter): Promise<void> {
    hot.forget();
    has.following?.changed();
    // what cannot be written now is written at the next change: nobody's answer fails for it
    await keepCheckpoints(letter).catch((fault: unknown) =>
      world.log.error({ fault: faultOf(fault) }, 'a checkpoint could not be written'),
    );
    snapshots?.changed(letter);
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
    has.following?.stop();
    snapshots?.stop();
    streams.close();
  }
}

function boardRoutes(
  world: BoardWorld,
  ground: Ground,
  { board, rounds, erased, typesetter, following }: Running & Looking & { board: Board },
  development: boolean,
): Router[] {
  const { shelf, letters, frames, streams, assets } = ground;
  return [
    // first, because at a campaign's height it is what Express is asked most
    signingRoutes(world, shelf, board, frames, rounds.wake, erased),
    ...readerRoutes(world, ground, board, { typesetter, pushKey: following.publicKey, development }),
    numberRoutes(shelf, board, streams),
    followingRoutes(shelf, following, assets.body('follow-worker.js')),
    metricsRoutes(letters, board, world.config.metricsToken),
    changingRoutes(world, shelf, board, frames, erased),
  ];
}

/** Most who come are readers: what organizers have is loaded for the first of them. */
const organizing = (world: BoardWorld, ground: Ground, site: Running & Looking & { board: Board }): RequestHandler =>
  whenAsked(paths.organize(), async () => {
    const { organizingRoutes } = await import('./organizing/routes.ts');
    return organizingRoutes(world, ground, site);
  });

async function finish<Of extends Running>(
  world: CommonWorld,
  ground: Ground,
  site: Of,
): Promise<Of & { server: Server }> {
  // what the last run of the program did not come to write
  await site.erasing?.begin();
  await site.changed();
  const server = closeGround(ground, world);
  site.snapshots?.begin(server);
  return { ...site, server };
}
