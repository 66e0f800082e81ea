import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();

/** The SHA-256 of every file below a folder, by its path. */
export const fingerprintsOf = (folder: string): Record<string, string> =>
  Object.fromEntries(
    filesBelow(folder).map((file) => [
      relative(folder, file),
      createHash('sha256').update(readFileSync(file)).digest('hex'),
    ]),
  );

/** `file: form` for every form in which one of the secrets, texts or bytes, stands in a file below the folder. */
export function findOnDisk(folder: string, secrets: (string | Buffer)[]): string[] {
  const forms = secrets.flatMap(formsOf);
  return filesBelow(folder).flatMap((file) => {
    const content = readFileSync(file);
    return forms.filter(({ bytes }) => content.includes(bytes)).map(({ form }) => `${relative(folder, file)}: ${form}`);
  });
}

interface Form {
  form: string;
  bytes: Buffer;
}

/** A text as UTF-8, UTF-16, hexadecimal, base64 at three offsets, and hashed, truncated hashes among them. */
function formsOf(secret: string | Buffer): Form[] {
  const utf8 = Buffer.from(secret);
  const text = utf8.toString();
  const utf16 = Buffer.from(text, 'utf16le');
  return [
    ...writtenForms(text, utf8),
    { form: `utf-16 of ${text}`, bytes: utf16 },
    { form: `utf-16be of ${text}`, bytes: Buffer.from(utf16).swap16() },
    ...[0, 1, 2].flatMap((offset) => base64Forms(text, utf8, offset)),
    ...['md5', 'sha1', 'sha256', 'sha512'].flatMap((hash) => {
      const digest = createHash(hash).update(utf8).digest();
      // 8 bytes find a hash that was cut to any length of use
      return writtenForms(`${hash} of ${text}`, digest.subarray(0, 8));
    }),
  ];
}

const writtenForms = (name: string, bytes: Buffer): Form[] => [
  { form: `bytes of ${name}`, bytes },
  { form: `hex of ${name}`, bytes: Buffer.from(bytes.toString('hex')) },
  { form: `HEX of ${name}`, bytes: Buffer.from(bytes.toString('hex').toUpperCase()) },
  { form: `base64 of ${name}`, bytes: Buffer.from(bytes.toString('base64').replace(/=+$/, '').slice(0, -1)) },
];

/** What base64 shows of the text when `offset` bytes stand before it: the characters that depend on it alone. */
function base64Forms(name: string, bytes: Buffer, offset: number): Form[] {
  const padded = Buffer.concat([Buffer.alloc(offset), bytes]);
  const first = Math.ceil((offset * 4) / 3);
  const whole = Math.floor(padded.length / 3) * 4;
  const inner = padded.toString('base64').slice(first, whole);
  return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')].map((text) => ({
    form: `base64 at offset ${offset} of ${name}`,
    bytes: Buffer.from(text),
  }));
}
