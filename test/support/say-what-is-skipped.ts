import { existsSync } from 'node:fs';

const CANDIDATES = [process.env['CHROMIUM'], '/usr/bin/chromium', '/usr/bin/google-chrome'];

/** The browser that journeys drive; undefined where there is none. */
export const chromium: string | undefined = CANDIDATES.find((path) => path !== undefined && existsSync(path));

/** Runs once before all tests. In CI nothing may be skipped. */
export default function sayWhatIsSkipped(): void {
  if (chromium) return;
  if (process.env['CI']) throw new Error('CI needs a Chromium for the journeys: set CHROMIUM or install one');
  console.warn('skipped: test/journeys, because no Chromium was found (set CHROMIUM to its path)');
}
