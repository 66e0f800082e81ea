// Bundles what browsers load, under names that hold a hash of the content, and writes down which name is which.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const outdir = join(root, 'dist', 'assets');

/** Writes dist/assets and its manifest: `{"site.css": "site-3F2A.css", …}`. */
export async function buildAssets() {
  const islands = readdirSync(join(root, 'src', 'browser')).filter((file) => file.endsWith('.ts'));
  const { metafile } = await build({
    entryPoints: [
      ...islands.map((file) => join(root, 'src', 'browser', file)),
      join(root, 'views', 'styles', 'site.css'),
    ],
    outdir,
    entryNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    bundle: true,
    minify: true,
    format: 'esm',
    target: ['es2022'],
    loader: { '.woff2': 'file', '.svg': 'file' },
    metafile: true,
    logLevel: 'warning',
    absWorkingDir: root,
  });
  const named = Object.entries(metafile.outputs)
    .filter(([, output]) => output.entryPoint)
    .map(([file, output]) => [basename(output.entryPoint).replace(/\.ts$/, '.js'), basename(file)]);
  mkdirSync(outdir, { recursive: true });
  writeFileSync(join(outdir, 'manifest.json'), JSON.stringify(Object.fromEntries(named), null, 2));
}
