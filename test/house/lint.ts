import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Source, root } from './source.ts';

export interface Finding {
  path: string;
  line: number;
  /** As oxlint names it: `eslint(no-console)`. */
  rule: string;
  message: string;
}

/** Lints files that break the rules, under our own configuration, in a house of the same shape elsewhere. */
export function lintPlanted(planted: Source[]): Finding[] {
  const house = mkdtempSync(join(tmpdir(), 'undersigned-house-'));
  try {
    for (const file of ['.oxlintrc.json', 'tsconfig.json']) copyFileSync(join(root, file), join(house, file));
    symlinkSync(join(root, 'node_modules'), join(house, 'node_modules'), 'junction');
    for (const { path, text } of planted) {
      mkdirSync(dirname(join(house, path)), { recursive: true });
      writeFileSync(join(house, path), text);
    }
    return lint(house, [...new Set(planted.map(({ path }) => path.split('/', 1)[0]!))]);
  } finally {
    rmSync(house, { recursive: true });
  }
}

interface Diagnostic {
  filename: string;
  /** Missing where oxlint speaks of its own comments. */
  code?: string;
  message: string;
  help?: string;
  labels: { span: { line: number } }[];
}

function lint(house: string, folders: string[]): Finding[] {
  const oxlint = join(root, 'node_modules', 'oxlint', 'bin', 'oxlint');
  const { stdout, stderr } = spawnSync(process.execPath, [oxlint, '--type-aware', '--format=json', ...folders], {
    cwd: house,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (!stdout.startsWith('{')) throw new Error(`oxlint did not run: ${stdout}${stderr}`);
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: Diagnostic[] };
  return diagnostics.map(({ filename, code, message, help = '', labels }) => ({
    path: filename.replaceAll('\\', '/'),
    line: labels[0]?.span.line ?? 0,
    rule: code ?? 'oxlint',
    message: `${message} ${help}`,
  }));
}
