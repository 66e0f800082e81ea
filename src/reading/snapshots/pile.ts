import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { access, mkdir, mkdtemp, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import zlib from 'node:zlib';

/** Their formats are compressed already. */
const packed = /\.(png|pdf|woff2)$/;
const PACKINGS = {
  '.gz': () => zlib.createGzip({ level: 9 }),
  '.br': () => zlib.createBrotliCompress({ params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 5 } }),
};
export const ENDINGS = ['', ...Object.keys(PACKINGS)];

/**
 * A folder in which files are made whole before they are put in their places. Whoever erases words takes it away: from
 * then on nothing of what was begun before can be put anywhere, by whichever program.
 */
export interface Pile {
  /** Puts an answer in its place plain and packed, if it is not what stands there. */
  write(file: string, content: Readable): Promise<void>;
  isTaken(): Promise<boolean>;
  end(): Promise<void>;
}

/** `folder` is where piles stand; files go below `root`. */
export async function beginPile(root: string, folder: string, of: string): Promise<Pile> {
  await mkdir(folder, { recursive: true });
  const own = await mkdtemp(join(folder, `${of}-`));
  const isThere = () =>
    access(own).then(
      () => true,
      () => false,
    );
  return {
    write: (file, content) => write(join(own, 'part'), join(root, file), content),
    isTaken: async () => !(await isThere()),
    async end() {
      await rm(own, { recursive: true, force: true });
      for (const changed of [folder, root]) await withoutTime(changed);
    },
  };
}

/** The time of a folder would tell when somebody's words were erased. */
export async function withoutTime(folder: string): Promise<void> {
  await utimes(folder, 0, 0).catch((fault: NodeJS.ErrnoException) => {
    if (fault.code !== 'ENOENT' && fault.code !== 'ENOTDIR') throw fault;
  });
}

async function write(part: string, file: string, content: Readable): Promise<void> {
  const time = await writeHashed(part, content);
  if (await stands(file, part, time)) return rm(part);
  const packings = Object.entries(packed.test(file) ? {} : PACKINGS);
  for (const [ending, packer] of packings) {
    await pipeline(createReadStream(part), packer(), createWriteStream(part + ending, { flush: true }));
  }
  await mkdir(dirname(file), { recursive: true });
  for (const ending of ['', ...packings.map(([name]) => name)]) await putInPlace(part + ending, file + ending, time);
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
 * somebody's change was made, as would that of its folder. Web servers make their ETag of it and of the length, so
 * that it changes with the content and with nothing else. Seconds since 1970, always in the past.
 */
const timeOf = (digest: Buffer): number => digest.readUInt32BE() >>> 2;

/** Whether the very same stands there already. */
async function stands(file: string, part: string, time: number): Promise<boolean> {
  const [there, made] = [await stat(file).catch(() => undefined), await stat(part)];
  return there !== undefined && there.size === made.size && there.mtimeMs === time * 1000;
}

async function putInPlace(part: string, file: string, time: number): Promise<void> {
  await utimes(part, time, time);
  await rename(part, file);
  await withoutTime(dirname(file));
}
