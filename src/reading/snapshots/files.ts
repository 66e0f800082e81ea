import { createHash } from 'node:crypto';
import { type Dirent, createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import zlib from 'node:zlib';

/** Their formats are compressed already. */
const packed = /\.(png|pdf|woff2)$/;
const PACKINGS = {
  '.gz': () => zlib.createGzip({ level: 9 }),
  '.br': () => zlib.createBrotliCompress({ params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 5 } }),
};
const ENDINGS = ['', ...Object.keys(PACKINGS)];

/** The files below a folder that any web server can give out. Under its name stands a whole file or none. */
export interface SnapshotFiles {
  /** Writes an answer plain and packed, if it is not what stands there. */
  write(file: string, content: Readable): Promise<void>;
  remove(file: string): Promise<void>;
  /** Removes what stands directly in a folder, but for these names, asked for when it is known what stands there. */
  keepOnly(folder: string, ask: () => Promise<Set<string>>): Promise<void>;
  /** Removes the files anywhere below a folder that are not kept, each asked for by its plain name. */
  sweep(folder: string, isKept: (file: string) => boolean): Promise<void>;
}

export function snapshotFiles(root: string): SnapshotFiles {
  const below = (folder: string, recursive = false) =>
    readdir(join(root, folder), { withFileTypes: true, recursive }).catch((): Dirent[] => []);
  return {
    write: (file, content) => write(join(root, file), content),
    async remove(file) {
      for (const ending of ENDINGS) await rm(join(root, file + ending), { force: true });
    },
    async keepOnly(folder, ask) {
      const there = await below(folder);
      const names = await ask();
      for (const { name } of there) {
        if (!names.has(plain(name))) await rm(join(root, folder, name), { recursive: true, force: true });
      }
    },
    async sweep(folder, isKept) {
      for (const entry of await below(folder, true)) {
        const file = join(entry.parentPath, entry.name);
        if (entry.isFile() && !isKept(plain(relative(root, file)))) await rm(file, { force: true });
      }
    },
  };
}

const plain = (file: string): string => file.replace(/\.(gz|br)$/, '');

async function write(file: string, content: Readable): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const part = `${file}.part`;
  const time = await writeHashed(part, content);
  if (await stands(file, part, time)) return rm(part);
  const packings = Object.entries(packed.test(file) ? {} : PACKINGS);
  for (const [ending, packer] of packings) {
    await pipeline(createReadStream(part), packer(), createWriteStream(`${file}${ending}.part`, { flush: true }));
  }
  for (const ending of ['', ...packings.map(([name]) => name)]) await putInPlace(file, ending, time);
}

/** Gives the time that the file shall have. */
async function writeHashed(part: string, content: Readable): Promise<number> {
  const hash = createHash('sha256');
  const hashed = new Transform({
    transform: (chunk: Buffer, _encoding, done) => done(null, (hash.update(chunk), chunk)),
  });
  await pipeline(content, hashed, createWriteStream(part, { flush: true }));
  return timeOf(hash.digest());
}

/**
 * The time of a file is no time at all, but comes from its content: the real one would tell a disk's finder when
 * somebody's change was made, as would that of its folder. Web servers make their ETag of it and of the length, so that it changes with the
 * content and with nothing else. Seconds since 1970, always in the past.
 */
const timeOf = (digest: Buffer): number => digest.readUInt32BE() >>> 2;

/** Whether the very same stands there already. */
async function stands(file: string, part: string, time: number): Promise<boolean> {
  const [there, made] = [await stat(file).catch(() => undefined), await stat(part)];
  return there !== undefined && there.size === made.size && there.mtimeMs === time * 1000;
}

async function putInPlace(file: string, ending: string, time: number): Promise<void> {
  const part = `${file}${ending}.part`;
  await utimes(part, time, time);
  await rename(part, `${file}${ending}`);
  await utimes(dirname(file), 0, 0);
}
