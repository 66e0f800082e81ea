import type { PublishedLetter } from '../src/letters/letter.ts';
import { readLetterFile } from '../src/letters/letter-file.ts';
import { fateOf } from '../src/signing/release.ts';

/**
 * What an employer could guess from its mail log and the public page, simulated with the shipped release rule.
 * Everybody who was mailed signs, some minutes later; the page shows releases only. For each signature the employer
 * names the colleague who fits best: the mail whose delay to the release is likeliest, nobody twice. Signatures of
 * one release are in the order of random keys, so within it even the best guess is a draw.
 */
const MINUTE = 60_000;
const DAY = 10 * 60 * MINUTE;
const RUNS = 200;
/** The rule of a letter whose file says nothing of it. */
function defaultRule(): { min: number; every: number } {
  const head = 'title: x\nto: [{name: x}]\nemployers: [{name: x, domains: [x.example]}]';
  const read = readLetterFile(`---\n${head}\n---\nx`);
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  return read.draft.release;
}

const rules = [
  { name: 'a counter that moves with each signature', min: 1, every: 0 },
  { name: 'at least 10, at most every 2 minutes (default)', ...defaultRule() },
  { name: 'at least 20, at most every 2 minutes', min: 20, every: 120 },
  { name: 'at least 10, daily', min: 10, every: 86_400 },
];
const crowds = [30, 100, 300];

/** A small generator of its own (mulberry32), so that the table is the same each time. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Log-normal around three minutes: most sign at once, some after the next meeting. */
const logDelay = (random: () => number): number =>
  Math.log(3 * MINUTE) + Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

interface Mailed {
  mailed: number;
  signed: number;
}

function day(count: number, random: () => number): Mailed[] {
  return Array.from({ length: count }, () => {
    const mailed = random() * DAY;
    return { mailed, signed: mailed + Math.exp(logDelay(random)) };
  });
}

/** The releases of a day by the rule, each with those who are in it; what is left comes at the closing. */
function releases(people: Mailed[], min: number, every: number): { at: number; batch: Mailed[] }[] {
  const letter = {
    status: 'open',
    release: { min, every },
    sealUntil: null,
    closes: null,
    publicId: new Uint8Array(32),
  };
  const made: { at: number; batch: Mailed[] }[] = [];
  let batch: Mailed[] = [];
  const tryAt = (at: number): void => {
    const last = made.at(-1)?.at ?? 0;
    const state = { count: batch.length, released: made.length > 0, last };
    if (fateOf(letter as unknown as PublishedLetter, state, at) !== 'release') return;
    made.push({ at, batch });
    batch = [];
  };
  for (const person of people.toSorted((a, b) => a.signed - b.signed)) {
    tryAt(Math.min(person.signed, (made.at(-1)?.at ?? 0) + every * 1000));
    batch.push(person);
    tryAt(person.signed);
  }
  if (batch.length > 0) made.push({ at: Math.max(DAY, batch.at(-1)!.signed) + 60 * MINUTE, batch });
  return made;
}

/** Expected share of signatures whose signatory the employer names. */
function guessed(people: Mailed[], published: { at: number; batch: Mailed[] }[]): number {
  const free = new Set(people);
  let right = 0;
  for (const { at, batch } of published) {
    const fits = ({ mailed }: Mailed) =>
      at > mailed ? -Math.abs(Math.log(at - mailed) - Math.log(3 * MINUTE)) : -Infinity;
    const suspects = [...free].toSorted((a, b) => fits(b) - fits(a)).slice(0, batch.length);
    for (const suspect of suspects) free.delete(suspect);
    right += suspects.filter((suspect) => batch.includes(suspect)).length / batch.length;
  }
  return right / people.length;
}

const random = generator(1);
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`.padStart(8);
console.log(`${'best guess right'.padEnd(48)}${crowds.map((count) => String(count).padStart(8)).join('')}`);
let shipped = 1;
for (const { name, min, every } of rules) {
  const shares = crowds.map((count) => {
    const runs = Array.from({ length: RUNS }, () => {
      const people = day(count, random);
      return guessed(people, releases(people, min, every));
    });
    return runs.reduce((sum, share) => sum + share, 0) / RUNS;
  });
  if (name.includes('default')) shipped = shares[1] ?? 1;
  console.log(`${name.padEnd(48)}${shares.map(percent).join('')}`);
}
console.log(`${'chance'.padEnd(48)}${crowds.map((count) => percent(1 / count)).join('')}`);
if (shipped >= 0.1) {
  console.error('the shipped rule lets more than one in ten of 100 be guessed');
  process.exitCode = 1;
}
