import type { Issuer } from '../issuing/issuer.ts';
import type { PublishedLetter } from '../letters/letter.ts';
import type { LetterShelf } from '../letters/shelf.ts';
import type { LetterStore } from '../letters/store.ts';
import type { Board } from '../signing/board.ts';
import { isClosing } from '../signing/release.ts';
import { faultOf } from '../web/errors.ts';
import type { World } from '../world.ts';

const SECOND = 1_000;
const TIDY = 30 * SECOND;
/** Long enough that many who post at once cause one round, short enough that nobody waits for it. */
const SOON = 20;

/** What the program does by itself: release what is due, close letters at their date, leave no traces in files. */
export interface Rounds {
  /** One round now. */
  go(now: number): Promise<void>;
  /** A round soon, because something was posted. */
  wake: () => void;
  /** A round every second from now on. */
  start(): void;
  stop: () => void;
}

export interface RoundsContext {
  world: World;
  letters: LetterStore;
  shelf: LetterShelf;
  issuer: Issuer;
  board: Board;
  /** Called for each letter whose published state changed, and without one where others changed the database. */
  changed: (letter?: PublishedLetter) => Promise<void>;
}

export function makeRounds({ world, letters, shelf, issuer, board, changed }: RoundsContext): Rounds {
  let timer: NodeJS.Timeout | undefined;
  let soon: NodeJS.Timeout | undefined;
  let tidied = 0;

  const close = async (letter: PublishedLetter, now: number) => {
    await issuer.close(letter);
    await letters.close(letter.id, now);
    await changed(letter);
  };

  const go = async (now: number) => {
    if (shelf.hasChanged()) await changed();
    const live = await shelf.live();
    for (const letter of await board.releaseDue(live, now)) await changed(letter);
    for (const letter of live) if (isClosing(letter, now)) await close(letter, now);
    if (now - tidied < TIDY) return;
    tidied = now;
    await Promise.all([issuer.tidy(), board.tidy()]);
  };

  const round = () => {
    soon = undefined;
    go(world.now()).catch((fault: unknown) => world.log.error({ fault: faultOf(fault) }, 'a round failed'));
  };

  return {
    go,
    wake: () => void (soon ??= setTimeout(round, SOON)),
    start() {
      timer = setInterval(round, SECOND);
    },
    stop() {
      clearInterval(timer);
      clearTimeout(soon);
    },
  };
}
