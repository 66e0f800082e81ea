import { encode } from 'uqr';

/** A QR code as a view draws it: one path of unit squares. */
export interface Qr {
  size: number;
  path: string;
}

export function qrOf(text: string): Qr {
  const { data, size } = encode(text, { ecc: 'L', border: 4 });
  const squares = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return { size, path: squares.join('') };
}

/** The same as strokes, one for each run in a row: a fifth of the text, for a page that is read often. */
export function qrStrokes(text: string): Qr {
  const { data, size } = encode(text, { ecc: 'L', border: 0 });
  const rows = data.map((row) => row.map((dark) => (dark ? '#' : ' ')).join(''));
  const strokes = rows.flatMap((row, y) =>
    Array.from(row.matchAll(/#+/g), ({ index, 0: run }) => `M${index} ${y}h${run.length}`),
  );
  return { size, path: strokes.join('') };
}
