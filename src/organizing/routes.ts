import type { ErrorRequestHandler, RequestHandler } from 'express';
import type { PublishedLetter } from '../letters/letter.ts';
import type { LetterStore } from '../letters/store.ts';
import type { Typesetter } from '../reading/pdf/typesetter.ts';
import type { Board } from '../signing/board.ts';
import type { Frames } from '../web/frame.ts';
import type { BoardWorld } from '../world.ts';
import type { Accounts } from './accounts/accounts.ts';
import { accountRoutes } from './accounts/account/routes.ts';
import { errorRoutes } from './accounts/error-routes.ts';
import { invitationRoutes } from './accounts/invitations/routes.ts';
import { memberRoutes } from './accounts/members/routes.ts';
import { organizerFrames } from './accounts/organizer-frame.ts';
import { doorRoutes, homeRoutes, learnLanguages, lockedRoutes, showCodeOf } from './accounts/routes.ts';
import { secretKey } from './accounts/sessions/keys.ts';
import { type WorkingTitles, titlesFrom } from './accounts/titles.ts';
import { trailRoutes } from './accounts/trail/routes.ts';
import { openAnswersDesk } from './answering/desk.ts';
import { answeringRoutes } from './answering/routes.ts';
import { openDeciding } from './deciding/deciding.ts';
import { decidingRoutes } from './deciding/routes.ts';
import { packetMaker } from './delivering/make-packet.ts';
import { openFirstDesk } from './first/desk.ts';
import { firstRoutes } from './first/routes.ts';
import { openModerationDesk } from './moderating/desk.ts';
import { moderatingRoutes } from './moderating/routes.ts';
import type { ColleaguesDoor } from './colleagues/door.ts';
import { colleaguesRoutes } from './colleagues/routes.ts';
import { translatingRoutes } from './translating/routes.ts';
import { openDesk } from './drafting/desk.ts';
import { openRemarkDesk } from './drafting/remarks/desk.ts';
import { draftingRoutes } from './drafting/routes.ts';

interface Parts {
  accounts: Accounts;
  board: Board;
  typesetter: Typesetter;
  colleagues: ColleaguesDoor;
  changed: (letter?: PublishedLetter) => Promise<void>;
  erased: (letter: PublishedLetter) => Promise<void>;
}

/** Everything under /organize. What stands behind `lockedRoutes` meets only those who are signed in. */
export async function organizingRoutes(
  world: BoardWorld,
  { letters, frames }: { letters: LetterStore; frames: Frames },
  { accounts, board, typesetter, colleagues, changed, erased }: Parts,
): Promise<(RequestHandler | ErrorRequestHandler)[]> {
  const own = organizerFrames(frames);
  await learnLanguages(accounts);
  const desk = openDesk(world, letters, accounts.members);
  const working: WorkingTitles = (of) => desk.store.titles(of);
  const titleOf = titlesFrom(letters, working);
  const remarks = openRemarkDesk(world.databases.organizers, desk);
  const deciding = openDeciding(world, letters, desk.store, accounts.members, async () => {
    await changed();
    // what colleagues wrote goes with the draft; where that fails, the next round tries again and says so
    await colleagues.go(world.now()).catch(() => undefined);
  });
  const answersDesk = openAnswersDesk(world, letters, accounts, changed);
  const makePacket = packetMaker(board, typesetter, world.config.baseUrl);
  return [
    doorRoutes(world, accounts, own, await secretKey(world.config, world.random)),
    invitationRoutes(world, accounts, titleOf, own, showCodeOf(world, own)),
    lockedRoutes(own),
    homeRoutes(accounts, letters, working, own),
    accountRoutes(world, accounts, letters, own),
    memberRoutes(world, accounts, titleOf, own, (...asked) => deciding.ask(...asked)),
    trailRoutes(accounts, titleOf, own),
    draftingRoutes(world, letters, desk, own, remarks),
    colleaguesRoutes(world, desk, await colleagues.desk(), own),
    moderatingRoutes(world, letters, accounts.members, openModerationDesk(world), own, changed, erased),
    firstRoutes(world, letters, accounts.members, openFirstDesk(world, board), own, changed),
    translatingRoutes(world, letters, accounts.members, own, changed),
    decidingRoutes(world, { letters, desk, members: accounts.members, deciding, board }, own),
    answeringRoutes(world, accounts, answersDesk, deciding, makePacket, board, own),
    ...errorRoutes(world, frames, own),
  ];
}
