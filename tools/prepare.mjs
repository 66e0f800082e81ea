// Brings a clone to where it runs: installs when the lockfile changed, builds when a source changed.
// Plain JavaScript without a dependency, because it runs before anything is installed. Speaks on standard error
// only, so that a command's own output stays clean.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  stop(`Undersigned needs Node.js 20.19 or later; this is ${process.versions.node}.`);
}
if (lstatSync(join(root, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink()) {
  stop('node_modules is a link. Installing would empty the folder that it points to: remove the link first.');
}
const INSTALLED = 'node_modules/.installed';
if (isInstalledByHand()) writeFileSync(join(root, INSTALLED), stateOf(['package-lock.json']));
unlessDone(INSTALLED, ['package-lock.json'], 'Installing packages (a minute or two the first time)', [
  npm(),
  ['ci', '--include=dev', '--no-fund', '--no-audit', '--loglevel=error'],
]);
unlessDone('dist/.built', ['src', 'db', 'views/styles', 'tools', 'package-lock.json', 'tsconfig.json'], 'Building', [
  process.execPath,
  ['tools/build.mjs'],
]);

/**
 * Whether somebody called `npm ci`, which takes our stamp away and leaves a list of what it installed: the packages of
 * the lockfile, but for what other machines get, and compiled for this Node.js.
 */
function isInstalledByHand() {
  if (existsSync(join(root, INSTALLED))) return false;
  const [there, wanted] = [packagesIn('node_modules/.package-lock.json'), packagesIn('package-lock.json')];
  if (!there || !wanted) return false;
  const isThere = ([name, one]) => name === '' || (there[name] ? isSame(there[name], one) : one.optional === true);
  if (!Object.keys(there).every((name) => wanted[name]) || !Object.entries(wanted).every(isThere)) return false;
  const opened = ['--input-type=commonjs', '-e', "new (require('better-sqlite3'))(':memory:')"];
  return spawnSync(process.execPath, opened, { cwd: root, stdio: 'ignore' }).status === 0;
}

/** Undefined where there is no such list, or half of one. */
function packagesIn(lockfile) {
  try {
    return JSON.parse(readFileSync(join(root, lockfile), 'utf8')).packages;
  } catch {
    return undefined;
  }
}

function isSame(one, other) {
  return one.version === other.version && one.integrity === other.integrity;
}

/** Runs the command unless the stamp says that it already ran on these very files. */
function unlessDone(stamp, sources, what, [command, args]) {
  const state = stateOf(sources);
  const file = join(root, stamp);
  if (existsSync(file) && readFileSync(file, 'utf8') === state) return;
  process.stderr.write(`${what} …\n`);
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    stop(
      `${what} failed${error ? `: ${error.message}` : ''}. Installing compiles better-sqlite3 where no binary can be fetched: that needs python3, make and g++.`,
    );
  }
  writeFileSync(file, state);
}

/** Names and times of the files; for the lockfile its content, because a checkout touches times. */
function stateOf(sources) {
  const hash = createHash('sha256').update(process.version);
  for (const source of sources) {
    const path = join(root, source);
    if (statSync(path).isFile()) hash.update(readFileSync(path));
    else
      for (const file of filesBelow(path)) hash.update(`${file}\0${statSync(file).mtimeMs}\0${statSync(file).size}\n`);
  }
  return hash.digest('hex');
}

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

function npm() {
  return process.platform === 'win32' ? 'npm.cmd' : 'npm';
}

function stop(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
