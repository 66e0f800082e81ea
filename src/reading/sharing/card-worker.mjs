// @ts-check
// One thread for one card: it draws in its own time, and ends. Text is measured by the same program that draws it.
import { parentPort, workerData } from 'node:worker_threads';
import { Resvg } from '@resvg/resvg-js';

const [WIDTH, HEIGHT, EDGE] = [1200, 630, 80];
const ROOM = WIDTH - 2 * EDGE;
const FACES = 'Source Serif 4, Amiri';
const INK = '#1f1c18';
const QUIET = '#615a50';
const ACCENT = '#8a1c2b';

const { card, fonts } = workerData;
/** The largest in which the title needs no more lines than these. */
const SIZES = card.rightToLeft
  ? [
      [70, 2],
      [56, 3],
    ]
  : [
      [76, 2],
      [64, 3],
      [54, 4],
    ];
/** From line to line, in units of the size: Arabic letters reach deep. */
const LINE = card.rightToLeft ? 1.34 : 1.16;
const font = { fontFiles: fonts, loadSystemFonts: false, defaultFontFamily: 'Source Serif 4' };

const escape = (/** @type {string} */ text) => text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** @param {string} body */
const svg = (body) => `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}">${body}</svg>`;

/**
 * @param {string} words @param {number} size @param {{ y?: number, fill?: string, weight?: number, right?: boolean }} [style]
 */
const text = (words, size, { y = 0, fill = INK, weight = 400, right = false } = {}) =>
  // the marks make the line run from the right, whatever it begins and ends with
  `<text x="${right ? WIDTH - EDGE : EDGE}" y="${y}" font-family="${FACES}" font-size="${size}" font-weight="${weight}" fill="${fill}"${right ? ' text-anchor="end"' : ''}>${escape(right ? `\u202B${words}\u202C` : words)}</text>`;

/** @type {Map<string, number>} */
const widths = new Map();

/** The width of a text in units of its size; type grows in proportion. */
function widthOf(/** @type {string} */ words, weight = 600) {
  const key = `${weight} ${words}`;
  const known = widths.get(key);
  if (known !== undefined) return known;
  // a dot on either side, because the box of a space alone is empty
  const box = (/** @type {string} */ line) =>
    new Resvg(svg(text(line, 100, { y: 300, weight })), { font }).getBBox()?.width ?? 0;
  const width = (box(`.${words}.`) - box('..')) / 100;
  widths.set(key, width);
  return width;
}

/** Words with what belongs to them, and where a language has no spaces, its words all the same. */
function partsOf(/** @type {string} */ title) {
  const parts = [...new Intl.Segmenter(card.language, { granularity: 'word' }).segment(title)];
  /** @type {string[]} */
  const joined = [];
  for (const { segment, isWordLike } of parts) {
    const last = joined.at(-1);
    if (last === undefined || (isWordLike && /\s$/.test(last))) joined.push(segment);
    else if (isWordLike && !/[\p{L}\p{N}'’\-–/(„“"«]$/u.test(last)) joined.push(segment);
    else joined[joined.length - 1] = last + segment;
  }
  return joined;
}

/** A part that is wider than a line, in pieces that are not. */
function piecesOf(/** @type {string} */ part, /** @type {number} */ size) {
  if (widthOf(part) * size <= ROOM) return [part];
  const letters = [...new Intl.Segmenter(card.language).segment(part)].map(({ segment }) => segment);
  const fit = Math.max(1, Math.floor((letters.length * ROOM) / (widthOf(part) * size)) - 1);
  return Array.from({ length: Math.ceil(letters.length / fit) }, (_, i) =>
    letters.slice(i * fit, i * fit + fit).join(''),
  );
}

function linesOf(/** @type {string[]} */ parts, /** @type {number} */ size) {
  /** @type {string[]} */
  const lines = [];
  let width = 0;
  for (const part of parts.flatMap((one) => piecesOf(one, size))) {
    const more = widthOf(part) * size;
    if (lines.length === 0 || width + more > ROOM) {
      lines.push(part);
      width = more;
    } else {
      lines[lines.length - 1] += part;
      width += more;
    }
  }
  return lines.map((line) => line.trim());
}

function setTitle() {
  const parts = partsOf(card.title.slice(0, 400));
  for (const [size = 0, most = 0] of SIZES) {
    const lines = linesOf(parts, size);
    if (lines.length <= most) return { size, lines };
  }
  const [size = 0, most = 0] = SIZES.at(-1) ?? [];
  const kept = linesOf(parts, size).slice(0, most);
  return { size, lines: [...kept.slice(0, -1), cutAtWord(kept.at(-1) ?? '', size)] };
}

/** Whole words, as many as leave room for the dots; of one word that fills the line, as many letters. */
function cutAtWord(/** @type {string} */ line, /** @type {number} */ size) {
  const fits = (/** @type {string} */ words) => widthOf(`${words} …`) * size <= ROOM;
  const parts = partsOf(line);
  while (parts.length > 1 && !fits(parts.join('').trimEnd())) parts.pop();
  const letters = [...new Intl.Segmenter(card.language).segment(parts.join('').trimEnd())].map((one) => one.segment);
  while (letters.length > 1 && !fits(letters.join(''))) letters.pop();
  return `${letters.join('').replace(/[\s,;:،؛–-]+$/u, '')} …`;
}

/** One line, cut where it would not fit. */
function oneLine(/** @type {string} */ words, /** @type {number} */ size, /** @type {number} */ room) {
  const letters = [...words];
  while (letters.length > 1 && widthOf(letters.join(''), 400) * size > room) {
    letters.splice(Math.floor(letters.length * Math.min(0.95, room / (widthOf(letters.join(''), 400) * size))));
  }
  return letters.length < [...words].length ? `${letters.join('').trimEnd()}…` : words;
}

const title = setTitle();
const right = card.rightToLeft;
// of several employers it says so too, which makes it long
const wordsSize = widthOf(card.words, 400) * 28 > ROOM ? 23 : 28;
const body = [
  `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fdfcf9"/>`,
  `<rect ${right ? `x="${WIDTH - 16}" ` : ''}width="16" height="${HEIGHT}" fill="${ACCENT}"/>`,
  text(card.kind, 28, { y: 92, fill: QUIET, right }),
  ...title.lines.map((line, i) =>
    text(line, title.size, { y: 130 + title.size * (i + 0.85) * LINE, weight: 600, right }),
  ),
  text(oneLine(card.to, 30, ROOM - 40), 30, {
    y: 130 + title.size * title.lines.length * LINE + (right ? 60 : 52),
    fill: QUIET,
    right,
  }),
  ...(card.number === null ? [] : [text(card.number, 84, { y: 540, fill: ACCENT, weight: 600, right })]),
  text(oneLine(card.words, wordsSize, ROOM), wordsSize, { y: 588, fill: INK, right }),
  `<text x="${right ? EDGE : WIDTH - EDGE}" y="92" font-family="${FACES}" font-size="24" fill="${QUIET}"${right ? '' : ' text-anchor="end"'}>${escape(oneLine(card.host, 24, 320))}</text>`,
];
const png = new Resvg(svg(body.join('')), { font }).render().asPng();
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
parentPort?.postMessage(png);
