import { view } from '../../web/render.ts';
import { showCode } from '../code.ts';

interface Sheet {
  address: string;
  codes: string[];
}

const sheet = view<Sheet>('pages/issuing/roll-call-sheet');

/** Codes to print and cut, as one file that needs nothing else. `address` is where they are typed. */
export const codeSheet = (codes: string[], address: string): string => sheet({ address, codes: codes.map(showCode) });
