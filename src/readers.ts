import type { Server } from 'node:http';
import { Router } from 'express';
import { type Ground, closeGround, layGround } from './ground.ts';
import { answersStore } from './letters/answers/store.ts';
import { translationStore } from './letters/translations/store.ts';
import { apiRoutes } from './reading/api/routes.ts';
import { auditRoutes } from './reading/audit/routes.ts';
import { copyPages } from './reading/copy-pages.ts';
import { feedRoutes } from './reading/feeds/routes.ts';
import { pushKeyOf } from './reading/following/following.ts';
import { pdfRoutes } from './reading/pdf/routes.ts';
import { type Typesetter, openTypesetter } from './reading/pdf/typesetter.ts';
import { publicData } from './reading/public-data.ts';
import { readingRoutes } from './reading/routes.ts';
import { openCardPress } from './reading/sharing/card-press.ts';
import { sharingRoutes } from './reading/sharing/routes.ts';
import { signatoryRoutes } from './reading/signatories/routes.ts';
import type { Sources } from './reading/snapshots/writing.ts';
import { translationRoutes } from './reading/translations/routes.ts';
import { versionRoutes } from './reading/versions/routes.ts';
import { type PublicBoard, openPublicBoard } from './signing/public-board.ts';
import { openToAll } from './web/open-to-all.ts';
import type { BoardWorld } from './world.ts';

/** What readers have beside the letters and the count. */
export interface Offered {
  typesetter: Typesetter;
  /** Under which browsers follow a letter; undefined where this site sends no notices. */
  pushKey: string | undefined;
  development: boolean;
}

/** Everything about a letter that anybody may read, and that is the same for everybody until it changes. */
export function readerRoutes(
  { databases, now, log, config: { baseUrl } }: BoardWorld,
  { shelf, letters, hot, frames }: Ground,
  board: PublicBoard,
  { typesetter, pushKey, development }: Offered,
): Router[] {
  const answers = answersStore(databases.letters);
  const cards = openCardPress(log);
  const offers = { now, development, pdf: typesetter.available, cards: cards.available, pushKey, baseUrl };
  return [
    Router().use(publicData, openToAll),
    readingRoutes(shelf, board, answers, hot, frames, offers),
    versionRoutes(shelf, letters, board, hot, frames),
    translationRoutes(shelf, translationStore(databases.letters), board, hot, frames),
    pdfRoutes(shelf, board, hot, typesetter, baseUrl),
    auditRoutes(shelf, board, hot, frames, baseUrl),
    signatoryRoutes(shelf, board, hot, frames),
    apiRoutes(shelf, board, answers, hot, baseUrl),
    feedRoutes(shelf, board, answers, hot, baseUrl),
    sharingRoutes(shelf, board, hot, frames, cards, baseUrl),
  ];
}

/** What is copied, of a site with these parts. */
export const copied = ({ letters, assets, frames }: Ground, board: PublicBoard): Sources => ({
  ...{ letters, board, assets: assets.names },
  own: () => copyPages(frames, board.store),
});

/** The site as its readers have it, and nothing that writes: a second program may copy it while the first one runs. */
export async function createReadersSite(world: BoardWorld): Promise<{ server: Server; sources: Sources }> {
  const ground = await layGround(world);
  const board = openPublicBoard(world.databases);
  const offered = { typesetter: openTypesetter(world.log), pushKey: (await pushKeyOf(world))?.publicKey };
  const development = world.mailbox !== undefined;
  ground.express.use(readerRoutes(world, ground, board, { ...offered, development }));
  return { server: closeGround(ground, world), sources: copied(ground, board) };
}
