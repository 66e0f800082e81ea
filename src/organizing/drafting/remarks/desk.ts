import type { Db } from '../../../../db/open.ts';
import type { Bytes } from '../../../protocol/bytes.ts';
import type { Desk, Opened } from '../desk.ts';
import type { Uploads } from '../evidence/vouched.ts';
import { openedAs } from '../opened-as.ts';
import type { Writing } from '../store.ts';
import { type LaidOut, inOrder, layOut } from './laid-out.ts';
import { type Standing, piecesOf, readsSo, replaced, standingOf } from './piece.ts';
import type { OtherRemarks, Remark } from './remark.ts';
import { type RemarkStore, remarkStore } from './store.ts';

/** What came of accepting a suggestion. With a standing: nothing was changed, because the piece reads otherwise now. */
export type Accepted = 'accepted' | 'settled meanwhile' | { refused: Standing };

/** Everything that was said about a draft. */
export interface Looked extends LaidOut {
  /** The newest, and whether there are more. */
  settled: Remark[];
  more: boolean;
}

/** Where organizers say what they think of a draft, beside what their colleagues said. */
export interface RemarkDesk {
  store: RemarkStore;
  others: OtherRemarks;
  /** What the page of a letter shows beside its text. */
  beside(writing: Writing): Promise<{ opened: string; openRemarks: number; uploads: Uploads }>;
  look(writing: Writing): Promise<Looked>;
  /** Puts the suggested text in the place of its piece, as a state of the history like every other. */
  accept(opened: Opened, remark: Remark, now: number): Promise<Accepted>;
}

const SETTLED = 100;

const nobodyElse: OtherRemarks = { of: () => Promise.resolve([]), action: () => '' };

export function openRemarkDesk(db: Db, desk: Desk, others = nobodyElse): RemarkDesk {
  const store = remarkStore(db);
  return {
    ...{ store, others, accept },
    beside: async ({ letter, content }) => ({
      opened: openedAs(content),
      openRemarks: await openCount(letter),
      uploads: await desk.uploads(letter),
    }),
    async look({ letter, content }) {
      const said = await others.of(letter);
      const settled = await store.settled(letter, SETTLED + 1);
      return {
        ...layOut(piecesOf(content), [...(await store.open(letter)), ...said]),
        settled: inOrder([...settled.slice(0, SETTLED), ...said.filter(({ state }) => state !== 'open')]),
        more: settled.length > SETTLED,
      };
    },
  };

  async function openCount(letter: Bytes): Promise<number> {
    const said = await others.of(letter);
    return (await store.openCount(letter)) + said.filter(({ state }) => state === 'open').length;
  }

  async function accept(opened: Opened, remark: Remark, now: number): Promise<Accepted> {
    const standing = standingOf(piecesOf(opened.writing.content), remark.about);
    const refused = readsSoAlready(standing, remark) ? undefined : await putIn(opened, remark, standing, now);
    if (refused) return { refused };
    const doer = { letter: opened.writing.letter, by: opened.organizer.id, now };
    return (await store.take(doer, remark, 'accept')) ? 'accepted' : 'settled meanwhile';
  }

  /** Saves the draft with the suggested text in it; gives how the piece stands where that cannot be. */
  async function putIn(
    { writing, organizer }: Opened,
    { about, instead }: Remark,
    standing: Standing,
    now: number,
  ): Promise<Standing | undefined> {
    if (standing.state !== 'same' || instead === null) return standing;
    const content = replaced(writing.content, standing.piece, instead);
    // what a colleague saved in this moment may go in beside it, but nothing that would change these words
    const unseen = (merged: Writing['content']) => readsSo(merged, standing.piece, instead);
    const saved = await desk.save({ writing, organizer, content, now, unseen });
    return 'conflicts' in saved ? standingOf(piecesOf(saved.now.content), about) : undefined;
  }
}

/** Somebody typed it by hand, or the program ended between the text and its note. */
const readsSoAlready = (standing: Standing, { instead }: Remark): boolean =>
  standing.state === 'gone' ? instead === '' : standing.piece.text === instead;
