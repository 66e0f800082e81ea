import type { Issuer } from '../../issuing/issuer.ts';
import type { LetterStore } from '../../letters/store.ts';
import type { Frames } from '../../web/frame.ts';
import { whenAsked } from '../../web/when-asked.ts';
import type { BoardWorld } from '../../world.ts';
import type { MembersStore } from '../accounts/members/store.ts';
import type { ColleaguesDesk } from './desk.ts';
import { isAnyOpen } from './store.ts';

/** The desk, which is loaded when a draft is open, or somebody comes. There is one for all who ask. */
export interface ColleaguesDoor {
  desk(): Promise<ColleaguesDesk>;
  /** What the desk does in each round, where there is anything to do. */
  go(now: number): Promise<void>;
  /** Drafts at their secret addresses. */
  reading(frames: Frames): ReturnType<typeof whenAsked>;
}

export function colleaguesDoor(
  world: BoardWorld,
  letters: LetterStore,
  members: MembersStore,
  issuer: Issuer | undefined,
): ColleaguesDoor {
  let loading: Promise<ColleaguesDesk> | undefined;
  const load = async () => (await import('./desk.ts')).openColleaguesDesk(world, letters, members, issuer);
  const desk = () => (loading ??= load());
  return {
    desk,
    async go(now) {
      if (isAnyOpen(world.databases.pending)) await (await desk()).go(now);
    },
    reading: (frames) =>
      whenAsked('/drafts', async () => {
        const { draftReadingRoutes } = await import('./reading-routes.ts');
        return [draftReadingRoutes(world, await desk(), frames)];
      }),
  };
}
