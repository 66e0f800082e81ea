import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { root } from '../../db/root.ts';

/** A package that has to fit this Node.js, one of the tests, and one that only another machine gets. */
const PACKAGES = {
  'node_modules/better-sqlite3': { version: '12.11.1', integrity: 'sha512-a' },
  'node_modules/vitest': { version: '4.1.12', integrity: 'sha512-b', dev: true },
};
const ELSEWHERE = { 'node_modules/elsewhere': { version: '1.0.0', optional: true, os: ['none'] } };
const locked = (packages: object) => ({ lockfileVersion: 3, packages: { '': {}, ...packages, ...ELSEWHERE } });

let clone: string;

beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'undersigned-clone-'));
  onTestFinished(() => rmSync(clone, { recursive: true, force: true }));
  for (const folder of ['tools', 'src', 'db', 'views/styles', 'bin'])
    mkdirSync(join(clone, folder), { recursive: true });
  cpSync(join(root, 'tools/prepare.mjs'), join(clone, 'tools/prepare.mjs'));
  put('tools/build.mjs', `import { mkdirSync } from 'node:fs'; mkdirSync('dist', { recursive: true });`);
  put('tsconfig.json', '{}');
  put('package.json', '{ "type": "module" }');
  put('package-lock.json', JSON.stringify(locked(PACKAGES)));
  // instead of npm, which would ask the registry: it says that it was called, and leaves what npm leaves
  const npm = [
    '#!/bin/sh',
    'rm -rf node_modules && mkdir node_modules && echo "$@" >> installed',
    'cp hidden.json node_modules/.package-lock.json',
  ];
  writeFileSync(join(clone, 'bin/npm'), npm.join('\n'), { mode: 0o755 });
  put('hidden.json', JSON.stringify({ packages: PACKAGES }));
});

const put = (file: string, text: string) => writeFileSync(join(clone, file), text);
const timesInstalled = () =>
  existsSync(join(clone, 'installed')) ? readFileSync(join(clone, 'installed'), 'utf8').trim().split('\n').length : 0;

/** As `npm ci` does when somebody calls it; `loads` is whether what was compiled fits this Node.js. */
function installByHand(packages: object, loads = true): void {
  rmSync(join(clone, 'node_modules'), { recursive: true, force: true });
  mkdirSync(join(clone, 'node_modules/better-sqlite3'), { recursive: true });
  put('node_modules/better-sqlite3/index.js', loads ? 'module.exports = class {}' : 'throw new Error("another ABI")');
  put('node_modules/.package-lock.json', JSON.stringify({ packages }));
}

/** How often it installed. */
function prepare(): number {
  const before = timesInstalled();
  const PATH = `${join(clone, 'bin')}${delimiter}${process.env['PATH']}`;
  const ran = spawnSync(process.execPath, [join(clone, 'tools/prepare.mjs')], { env: { ...process.env, PATH } });
  expect([ran.status, ran.stdout.toString()]).toEqual([0, '']);
  return timesInstalled() - before;
}

test('a fresh clone is installed once', () => {
  expect([prepare(), prepare()]).toEqual([1, 0]);
  expect(readFileSync(join(clone, 'installed'), 'utf8')).toContain('ci --include=dev');
});

test('what somebody installed by hand is not installed again', () => {
  installByHand(PACKAGES);
  expect([prepare(), prepare()]).toEqual([0, 0]);
  installByHand({ ...PACKAGES, ...ELSEWHERE });
  expect(prepare(), 'with what another machine gets').toBe(0);
});

test('it is installed anew after the lockfile changed', () => {
  installByHand(PACKAGES);
  expect(prepare()).toBe(0);
  put('package-lock.json', JSON.stringify(locked({ ...PACKAGES, 'node_modules/new': { version: '1.0.0' } })));
  expect([prepare(), prepare()]).toEqual([1, 0]);
});

test('it is installed anew for another Node.js', () => {
  installByHand(PACKAGES);
  expect(prepare()).toBe(0);
  put('node_modules/.installed', 'as another version would have written it');
  expect([prepare(), prepare()]).toEqual([1, 0]);
});

const { 'node_modules/vitest': tests, ...withoutTests } = PACKAGES;

test.each<[how: string, packages: object, loads: boolean]>([
  ['without what tests need', withoutTests, true],
  ['with another version', { ...PACKAGES, 'node_modules/vitest': { ...tests, version: '4.1.11' } }, true],
  ['with other bytes', { ...PACKAGES, 'node_modules/vitest': { ...tests, integrity: 'sha512-c' } }, true],
  ['with more', { ...PACKAGES, 'node_modules/more': { version: '1.0.0' } }, true],
  ['for another Node.js', PACKAGES, false],
])('what was installed by hand %s is not enough', (_how, packages, loads) => {
  installByHand(packages, loads);
  expect(prepare()).toBe(1);
});

test('nor is one that broke off', () => {
  installByHand(PACKAGES);
  rmSync(join(clone, 'node_modules/.package-lock.json'));
  expect(prepare()).toBe(1);
  installByHand(PACKAGES);
  put('node_modules/.package-lock.json', '{"packages":');
  expect(prepare()).toBe(1);
});
