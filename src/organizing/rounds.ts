import { oneAtATime } from '../in-turn.ts';
import type { Issuer } from '../issuing/issuer.ts';
import type { PublishedLetter } from '../letters/letter.ts';
import type { LetterShelf } from '../letters/shelf.ts';
import type { LetterStore } from '../letters/store.ts';
import { isMain, talliesOf } from '../letters/tally.ts';
import type { Board } from '../signing/board.ts';
import { isClosing } from '../signing/release.ts';
import { faultOf } from '../web/errors.ts';
import type { CommonWorld } from '../world.ts';

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
  world: CommonWorld;
  letters: LetterStore;
  shelf: LetterShelf;
  /** Undefined where the other stands apart; each closes its own half of a letter, by its own clock. */
  issuer: Issuer | undefined;
  board: Board | undefined;
  /** Called for each letter whose published state changed, and without one where others changed the database. */
  changed: (letter?: PublishedLetter) => Promise<void>;
}

export function makeRounds({ world, letters, shelf, issuer, board, changed }: RoundsContext): Rounds {
  let timer: NodeJS.Timeout | undefined;
  let soon: NodeJS.Timeout | undefined;
  let tidied = 0;

  // the letter itself last: what a crash interrupts is begun again as long as the letter is not closed
  const close = async (letter: PublishedLetter, now: number) => {
    for (const tally of talliesOf(letter).toReversed()) await issuer?.close(tally);
    await letters.close(letter.id, now);
    await changed(letter);
  };

  const inTurn = oneAtATime();
  const go = (now: number) => inTurn(() => goNow(now));

  const goNow = async (now: number) => {
    if (shelf.hasChanged()) await changed();
    const live = await shelf.live();
    for (const letter of (await board?.releaseDue(live, now)) ?? []) await changed(letter);
    for (const letter of live.filter(isMain)) if (isClosing(letter, now)) await close(letter, now);
    if (now - tidied < TIDY) return;
    tidied = now;
    await Promise.all([issuer?.tidy(), board?.tidy()]);
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
