import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { paths } from '../src/paths.ts';
import { type Planted, copyOf, plant } from './support/planted.ts';
import { freePort } from '../test/support/free-port.ts';
import { launch, listening, siteSettings, startArguments, stop } from './support/processes.ts';

/** Too large to be installed with the rest: fetched by npx when it is asked for. */
const LIGHTHOUSE = 'lighthouse@12.8.2';
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'] as const;
const SLUG = 'night-alarm';

interface Report {
  categories: Record<string, { score: number | null; auditRefs: { id: string; weight: number }[] }>;
  audits: Record<string, { score: number | null; numericValue?: number; title: string }>;
}

/** `listed`: search engines may show it. Where they may not, the page says so, and SEO cannot be full. */
const pages: { what: string; path: string; listed: boolean }[] = [
  { what: 'home', path: paths.home(), listed: true },
  { what: 'letter', path: paths.letter(SLUG), listed: true },
  { what: 'signatories', path: paths.signatures(SLUG), listed: false },
  { what: 'sign', path: paths.sign(SLUG), listed: false },
  { what: 'promise', path: paths.promise(), listed: true },
  { what: 'audit', path: paths.audit(SLUG), listed: true },
];

/** Reads each page of a site in production as Lighthouse does, on a telephone of middling speed; the goal is 100. */
async function measure(planted: Planted, only: string[]): Promise<boolean> {
  const [copy, port] = [copyOf(planted), await freePort()];
  const baseUrl = `http://localhost:${port}`;
  const production = { NODE_ENV: 'production', BASE_URL: baseUrl, SMTP_URL: 'smtp://localhost:2525' };
  const site = launch(startArguments, { ...siteSettings(copy.folder), ...production, PORT: String(port) });
  await listening(site, port);
  const asked = pages.filter(({ what }) => only.length === 0 || only.includes(what));
  const met = asked.map((page) => report(page, baseUrl, join(copy.folder, `${page.what}.json`)));
  await stop(site);
  copy.remove();
  return met.every(Boolean);
}

function report({ what, path, listed }: (typeof pages)[number], baseUrl: string, file: string): boolean {
  const { categories, audits } = ask(baseUrl + path, file);
  const score = (name: string) => Math.round((categories[name]?.score ?? 0) * 100);
  const goals = CATEGORIES.filter((name) => name !== 'seo' || listed);
  const painted = audits['first-contentful-paint']?.numericValue?.toFixed(0);
  const shift = audits['cumulative-layout-shift']?.numericValue?.toFixed(3);
  const scores = CATEGORIES.map((name) => `${name} ${score(name)}`).join(', ');
  process.stdout.write(`${what}: ${scores}; painted after ${painted} ms, layout shift ${shift}\n`);
  const weighty = goals.flatMap((name) => categories[name]?.auditRefs ?? []).filter(({ weight }) => weight > 0);
  const short = weighty.map(({ id }) => audits[id]).filter((audit) => audit?.score != null && audit.score < 0.9);
  for (const audit of short) process.stdout.write(`  ${audit!.score} ${audit!.title}\n`);
  return goals.every((name) => score(name) === 100);
}

function ask(url: string, file: string): Report {
  const chrome = '--chrome-flags=--no-sandbox --headless=new --disable-gpu';
  const CHROME_PATH = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
  const args = ['--yes', LIGHTHOUSE, url, '--quiet', '--output=json', `--output-path=${file}`, chrome];
  spawnSync('npx', args, { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, CHROME_PATH } });
  if (!existsSync(file)) throw new Error(`Lighthouse told nothing of ${url}`);
  return JSON.parse(readFileSync(file, 'utf8')) as Report;
}

process.exitCode = (await measure(await plant(), process.argv.slice(2))) ? 0 : 1;
