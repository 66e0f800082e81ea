import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Config } from '../../../config.ts';
import { type Random, toBase64url } from '../../../protocol/bytes.ts';

/** What signs the cookies: SECRET_KEY, or one of our own that is made once and readable by this user alone. */
export async function secretKey({ secretKey: given, dataFolder }: Config, random: Random): Promise<string> {
  if (given !== undefined) return given;
  const file = join(dataFolder, 'keys', 'secret.key');
  if (!existsSync(file)) {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(file, toBase64url(random(32)), { mode: 0o600 });
  }
  return (await readFile(file, 'utf8')).trim();
}
