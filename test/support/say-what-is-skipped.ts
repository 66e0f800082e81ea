import { existsSync } from 'node:fs';

const CANDIDATES = [process.env['CHROMIUM'], '/usr/bin/chromium', '/usr/bin/google-chrome'];

/** The browser that journeys drive; undefined where there is none. */
export const chromium: string | undefined = CANDIDATES.find((path) => path !== undefined && existsSync(path));

const SERVERS = [process.env['NGINX'], '/usr/sbin/nginx', '/usr/local/sbin/nginx'];

/** The web server that serves snapshots in a test; undefined where there is none. */
export const nginx: string | undefined = SERVERS.find((path) => path !== undefined && existsSync(path));

/** Runs once before all tests. In CI nothing may be skipped. */
export default function sayWhatIsSkipped(): void {
  say(chromium, 'test/journeys', 'Chromium', 'CHROMIUM');
  say(nginx, 'test/requests/omar-serves-copies', 'nginx', 'NGINX');
}

function say(found: string | undefined, tests: string, program: string, setting: string): void {
  if (found) return;
  if (process.env['CI']) throw new Error(`CI needs ${program} for ${tests}: set ${setting} or install it`);
  console.warn(`skipped: ${tests}, because no ${program} was found (set ${setting} to its path)`);
}
