import { forEach, oneAtATime } from '../in-turn.ts';
import type { Issuer } from '../issuing/issuer.ts';
import type { PublishedLetter } from '../letters/letter.ts';
import type { LetterShelf } from '../letters/shelf.ts';
import type { LetterStore } from '../letters/store.ts';
import { isMain, mainOf, talliesOf } from '../letters/tally.ts';
import type { Board } from '../signing/board.ts';
import { isClosing } from '../signing/release.ts';
import { faultOf } from '../web/errors.ts';
import type { CommonWorld } from '../world.ts';

const SECOND = 1_000;
const TIDY = 30 * SECOND;
const DAY = 86_400 * SECOND;
/** Long enough that many who post at once cause one look, short enough that nobody waits for it. */
const SOON = 20;

/** What the program does by itself: release what is due, close letters at their date, leave no traces in files. */
export interface Rounds {
  /** One round now. */
  go(now: number): Promise<void>;
  /** A look soon at this letter alone, because something was posted: what is due is released. */
  wake: (letter: PublishedLetter) => void;
  /** A round now and every second from now on. */
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
  /** Looks after the drafts that are open to colleagues; undefined where there are none. */
  colleagues?: { go(now: number): Promise<void> };
  /** Reminds organizers of what waits for an answer; undefined where there are none. */
  remind: ((now: number) => Promise<void>) | undefined;
  /** Tells those who follow letters what is new; undefined where nobody can. */
  notify: ((now: number) => Promise<void>) | undefined;
}

export function makeRounds(context: RoundsContext): Rounds {
  const { world, remind, notify } = context;
  let timer: NodeJS.Timeout | undefined;
  let soon: NodeJS.Timeout | undefined;
  let stopped = false;
  const posted = new Set<string>();
  const { round, look } = roundsOf(context);
  const inTurn = oneAtATime();
  // outside of the turn: a slow mail server or push service holds no release up
  const go = (now: number) =>
    thenAlso(
      inTurn(() => round(now)),
      async () => void (await Promise.all([remind?.(now), notify?.(now)])),
    );

  const tell = (fault: unknown) => world.log.error({ fault: faultOf(fault) }, 'a round failed');
  // the other letters, reminders and notices have time until the next second
  const lookSoon = () => {
    soon = undefined;
    const addresses = new Set(posted);
    posted.clear();
    inTurn(() => look(addresses, world.now())).catch(tell);
  };

  return {
    go,
    wake(letter) {
      // a post whose answer is under way while the program stops is looked at by the first round after the start
      if (stopped) return;
      posted.add(mainOf(letter).address);
      soon ??= setTimeout(lookSoon, SOON);
    },
    start() {
      const next = () => void go(world.now()).catch(tell);
      timer = setInterval(next, SECOND);
      next();
    },
    stop() {
      stopped = true;
      clearInterval(timer);
      clearTimeout(soon);
    },
  };
}

interface OfRounds {
  /** What is done in a round. */
  round: (now: number) => Promise<void>;
  /** What of it is done for the letters at these addresses. */
  look: (addresses: Set<string>, now: number) => Promise<void>;
}

function roundsOf(context: RoundsContext): OfRounds {
  const { world, letters, shelf, issuer, board, colleagues, changed } = context;
  let tidied = 0;
  const isNewDay = watchMidnight(world.now());

  // the letter itself last: what a crash interrupts is begun again as long as the letter is not closed
  const close = async (letter: PublishedLetter, now: number) => {
    for (const tally of talliesOf(letter).toReversed()) await issuer?.close(tally);
    await letters.close(letter.id, now);
    await changed(letter);
  };

  // a letter whose last release failed is not ended: what waits would never be published, nor forgotten
  const releaseAndEnd = async (letter: PublishedLetter, now: number) => {
    await forEach(talliesOf(letter), async (tally) => {
      for (const released of (await board?.releaseDue([tally], now)) ?? []) await changed(released);
    });
    if (isClosing(letter, now)) await close(letter, now);
  };

  const tidy = async (now: number) => {
    if (now - tidied < TIDY) return;
    tidied = now;
    await Promise.all([issuer?.tidy(), board?.tidy()]);
  };

  const mainLetters = async () => (await shelf.live()).filter(isMain);

  return {
    async round(now) {
      // at midnight, finished pages say yesterday's number of days
      if (isNewDay(now) || shelf.hasChanged()) await changed();
      // what is wrong with one letter keeps no other from its release or its end, nor the files from being tidied
      const works = (await mainLetters()).map((letter) => () => releaseAndEnd(letter, now));
      const others = [() => tidy(now), async () => colleagues?.go(now)];
      await forEach([...works, ...others], (work) => work());
    },
    async look(addresses, now) {
      const asked = (await mainLetters()).filter(({ address }) => addresses.has(address));
      await forEach(asked, (letter) => releaseAndEnd(letter, now));
    },
  };
}

/** Says at each look whether a day (UTC) has begun since the one before. */
function watchMidnight(began: number): (now: number) => boolean {
  let day = Math.floor(began / DAY);
  return (now) => {
    const before = day;
    day = Math.floor(now / DAY);
    return day !== before;
  };
}

/** Does the second also where the first fails. */
async function thenAlso(first: Promise<void>, second: () => Promise<void> | undefined): Promise<void> {
  try {
    await first;
  } finally {
    await second();
  }
}
