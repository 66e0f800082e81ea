import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { root } from '../../db/root.ts';
import { paths } from '../paths.ts';
import type { HotPages } from './hot.ts';

/** What browsers load beside pages: styles, islands, fonts, under names that hold a hash of their content. */
export interface Assets {
  /** The URL of a built file by the name of its source: `site.css`, `live-count.js`. */
  url(name: string): string;
  /** The hash that a browser checks the file against (Subresource Integrity). */
  integrity(name: string): string;
  /** What is served at another address than its own too. */
  body(name: string): Buffer;
  keepIn(hot: HotPages): Promise<void>;
  /** The names of all, as they are built. */
  names: string[];
}

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
};

/** Reads dist/assets, which `npm run build` wrote. */
export function loadAssets(): Assets {
  const folder = join(root, 'dist', 'assets');
  const read = (file: string) => readFileSync(join(folder, file));
  const manifest = JSON.parse(read('manifest.json').toString()) as Record<string, string>;
  const files = new Map(
    readdirSync(folder)
      .filter((file) => extname(file) in types)
      .map((file) => [file, read(file)]),
  );
  const builtName = (name: string): string => {
    const built = manifest[name];
    if (built === undefined) throw new Error(`no asset ${name}: build first`);
    return built;
  };
  return {
    names: [...files.keys()],
    url: (name) => paths.asset(builtName(name)),
    integrity: (name) =>
      `sha384-${createHash('sha384')
        .update(files.get(builtName(name))!)
        .digest('base64')}`,
    body: (name) => files.get(builtName(name))!,
    async keepIn(hot) {
      const cacheControl = 'public, max-age=31536000, immutable';
      for (const [file, body] of files) {
        await hot.keep(paths.asset(file), {
          type: types[extname(file)]!,
          ...{ body, cacheControl },
          compressed: extname(file) === '.woff2' ? 'itself' : { br: read(`${file}.br`), gzip: read(`${file}.gz`) },
        });
      }
    },
  };
}
