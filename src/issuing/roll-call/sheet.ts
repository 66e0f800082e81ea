import { view } from '../../web/render.ts';
import type { Words } from '../../web/words.ts';
import { showCode } from '../code.ts';

interface Sheet {
  words: Words;
  language: string;
  direction: string;
  address: string;
  codes: string[];
}

const sheet = view<Sheet>('pages/issuing/roll-call-sheet');

/** Codes to print and cut, as one file that needs nothing else. `address` is where they are typed. */
export function codeSheet(codes: string[], address: string, words: Words): string {
  const { language, direction } = words;
  return sheet({ words, language, direction, address, codes: codes.map(showCode) });
}
