// Bundles what browsers load, under names that hold a hash of the content, and writes down which name is which.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const outdir = join(root, 'dist', 'assets');

/** Writes dist/assets, each file also compressed, and its manifest: `{"site.css": "site-3F2A.css", …}`. */
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
    .map(([file, output]) => [output.entryPoint ?? Object.keys(output.inputs)[0], file])
    .map(([source, file]) => [basename(source).replace(/\.ts$/, '.js'), basename(file)]);
  mkdirSync(outdir, { recursive: true });
  for (const file of Object.keys(metafile.outputs)) compress(join(root, file));
  writeFileSync(join(outdir, 'manifest.json'), JSON.stringify(Object.fromEntries(named), null, 2));
}

/** Here and not when the program starts: it takes a third of a second, and memory that is not given back. */
function compress(file) {
  if (file.endsWith('.woff2')) return;
  const body = readFileSync(file);
  writeFileSync(`${file}.br`, brotliCompressSync(body));
  writeFileSync(`${file}.gz`, gzipSync(body, { level: 9 }));
}
