import type { Readable } from 'node:stream';
import type { PublishedLetter } from '../../letters/letter.ts';
import { talliedOf } from '../../reading/numbers/tallied.ts';
import { canBeSet, sheetOf } from '../../reading/pdf/sheet.ts';
import type { Typesetter } from '../../reading/pdf/typesetter.ts';
import type { Board } from '../../signing/board.ts';
import { problem } from '../../web/errors.ts';
import { writePacket } from './packet.ts';

const SECONDS_TO_WAIT = 10;

/** Makes the packet of a letter as it was last released. */
export type MakePacket = (letter: PublishedLetter, now: number) => Promise<Readable>;

export function packetMaker(board: Board, typesetter: Typesetter, baseUrl: string): MakePacket {
  const pdfOf = async (letter: PublishedLetter): Promise<Buffer | undefined> => {
    if (!typesetter.available || !canBeSet(letter)) return undefined;
    const typeset = await typesetter.set(sheetOf(letter, await talliedOf(board, letter), baseUrl, 'a4'));
    if (typeset === 'busy')
      throw problem(503, 'answering.packet.busy.title', 'answering.packet.busy.detail', SECONDS_TO_WAIT);
    return typeof typeset === 'string' ? undefined : typeset;
  };
  return async (letter, now) => {
    const [published, pdf] = [await board.published(letter), await pdfOf(letter)];
    return writePacket(letter, { board, published, pdf, now });
  };
}

/** Reads it whole, for a mail; undefined where it is larger than mail servers take. */
export async function readWhole(packet: Readable, most: number): Promise<Buffer | undefined> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of packet as AsyncIterable<Buffer>) {
    size += piece.length;
    // leaving the loop destroys the stream, which ends its making
    if (size > most) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
