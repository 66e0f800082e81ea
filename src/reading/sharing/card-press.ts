import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Logger } from 'pino';
import { root } from '../../../db/root.ts';
import { oneAtATime } from '../../in-turn.ts';
import { faultOf } from '../../web/errors.ts';
import type { Card } from './card.ts';

/** Draws cards on a thread of its own, one after the other, each once. */
export interface CardPress {
  /** Whether this machine has the program that draws: it is optional. */
  available: boolean;
  /** The picture (PNG, 1200 × 630); undefined where it could not be made. */
  draw(card: Card): Promise<Buffer | undefined>;
}

const MOST_KEPT = 200;
const TIME = 20_000;

const fontFolder = join(root, 'views', 'fonts');
const fonts = readdirSync(fontFolder)
  .filter((file) => /^(SourceSerif4-(Regular|SemiBold)|Amiri-\w+)\.ttf$/.test(file))
  .map((file) => join(fontFolder, file));

export function openCardPress(log: Logger): CardPress {
  const kept = new Map<string, Promise<Buffer | undefined>>();
  const inTurn = oneAtATime();

  const print = async (card: Card) => {
    try {
      return await inTurn(() => printOn(card));
    } catch (fault) {
      log.error({ fault: faultOf(fault) }, 'a card could not be drawn');
      return undefined;
    }
  };

  return {
    available: isInstalled(),
    draw(card) {
      const key = JSON.stringify(card);
      const drawing = kept.get(key) ?? print(card);
      kept.set(key, drawing);
      const [oldest] = kept.keys();
      if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
      return drawing;
    },
  };
}

function printOn(card: Card): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./card-worker.mjs', import.meta.url), { workerData: { card, fonts }, env: {} });
    const late = setTimeout(() => void worker.terminate(), TIME).unref();
    worker.once('message', (png: Uint8Array) => resolve(Buffer.from(png)));
    worker.once('error', reject);
    worker.once('exit', (code) => {
      clearTimeout(late);
      reject(new Error(`the thread that draws ended with ${code}`));
    });
  });
}

function isInstalled(): boolean {
  try {
    // looked for and not loaded: its library would stay in this process for good
    createRequire(import.meta.url).resolve('@resvg/resvg-js');
    return true;
  } catch {
    return false;
  }
}
