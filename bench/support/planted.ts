import { createHash, constants, createPrivateKey, sign } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeDatabases } from '../../db/open.ts';
import { root } from '../../db/root.ts';
import { readConfig } from '../../src/config.ts';
import { nodeEd25519 } from '../../src/ed25519.ts';
import { readLetterFile } from '../../src/letters/letter-file.ts';
import { type PublishedLetter, isPublished } from '../../src/letters/letter.ts';
import { letterStore } from '../../src/letters/store.ts';
import { saveLetter } from '../../src/organizing/publish.ts';
import { paths } from '../../src/paths.ts';
import { toBase64url, toHex } from '../../src/protocol/bytes.ts';
import { writePost } from '../../src/protocol/client.ts';
import { preparedMessage } from '../../src/protocol/messages.ts';
import { keySeed } from '../../src/protocol/pass.ts';
import { type Fields, bodyOf } from '../../src/signing/signature.ts';
import { type World, realWorld } from '../../src/world.ts';
import { startSite } from './processes.ts';

const POSTS = 9_501;
const SLUG = 'measured';

/** So many must wait, more than are posted, that nothing is released while posts are measured. */
const LETTER = `---
title: Answer us
slug: ${SLUG}
to: [{name: Pat Orsini, role: Chief Executive, organization: Halden}]
employers: [{name: Halden, domains: [halden.example], headcount: 90000}]
pledges: ["I will not work on this.", "I will consider leaving."]
comments: true
release: {min: 10000, every: 3600}
status: open
---
We ask for an answer.
`;

/** A data folder with the demonstration letters and one more, and distinct signatures for that one. */
export interface Planted {
  folder: string;
  letter: PublishedLetter;
  /** Whole requests as a browser's own client sends them, each with a pass of its own. */
  posts: string[];
}

/**
 * Made once and kept, because signing with 3072 bits takes a while; made anew where the tables, the letters or the
 * protocol have changed since.
 */
export async function plant(): Promise<Planted> {
  const kept = join(
    tmpdir(),
    `undersigned-bench-${editionOf('db/migrations', 'db/seeds', 'src/protocol', 'src/signing')}`,
  );
  if (!existsSync(kept)) await make(kept);
  const folder = join(kept, 'site');
  const posts = JSON.parse(readFileSync(join(kept, 'posts.json'), 'utf8')) as string[];
  return { folder, letter: await letterIn(folder), posts };
}

/** A copy to measure on; `remove` takes it away again. */
export function copyOf({ folder }: Planted): { folder: string; remove: () => void } {
  const copy = mkdtempSync(join(tmpdir(), 'undersigned-bench-'));
  cpSync(folder, copy, { recursive: true });
  return { folder: copy, remove: () => rmSync(copy, { recursive: true, force: true }) };
}

async function make(kept: string): Promise<void> {
  process.stderr.write(`Planting letters and ${POSTS} signatures into ${kept} …\n`);
  const making = `${kept}.making`;
  rmSync(making, { recursive: true, force: true });
  const folder = join(making, 'site');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  await (await startSite(folder)).stop();
  await inWorldOf(folder, async (world) => {
    const read = readLetterFile(LETTER);
    if ('faults' in read) throw new Error(JSON.stringify(read.faults));
    await saveLetter(world, read.draft, world.now());
  });
  const letter = await letterIn(folder);
  const rsa = readFileSync(join(folder, 'keys', 'issuer', toHex(letter.publicId), 'rsa.pem'), 'utf8');
  const posts = [];
  for (let i = 0; i < POSTS; i++) posts.push(await postRequest(letter, rsa, i));
  writeFileSync(join(making, 'posts.json'), JSON.stringify(posts));
  renameSync(making, kept);
}

/** The pass is signed directly: unblinded, a blindly made signature is one like this. */
async function postRequest(letter: PublishedLetter, rsa: string, number: number): Promise<string> {
  const { publicId: letterId, versionHash } = letter;
  const random = (size: number) => crypto.getRandomValues(new Uint8Array(size));
  const [secret, prefix] = [random(16), random(32)];
  const pk = await nodeEd25519.publicKey(await keySeed(secret, letterId));
  const key = { key: createPrivateKey(rsa), padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 };
  const signature = new Uint8Array(sign('sha384', preparedMessage(letterId, pk, prefix), key));
  const body = bodyOf(fieldsOf(number));
  const what = { letterId, versionHash, seq: 0, kind: 'sign' as const, body };
  const { kind, seq, ...post } = await writePost({ secret, prefix, signature }, what, nodeEd25519);
  const bytes = { pk, prefix, sig: post.sig, salt: post.salt, commit: post.commit, esig: post.esig };
  const encoded = Object.fromEntries(Object.entries(bytes).map(([name, value]) => [name, toBase64url(value)]));
  const json = JSON.stringify({ kind, seq, ...encoded, fields: JSON.parse(body) as Fields });
  return [
    `POST ${paths.signatures(SLUG)} HTTP/1.1`,
    'Host: localhost',
    `X-Forwarded-For: 10.0.${number % 64}.${number % 251}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(json)}`,
    `\r\n${json}`,
  ].join('\r\n');
}

const fieldsOf = (number: number): Fields => ({
  shown: number % 3 === 0 ? 'anonymous' : 'named',
  name: number % 3 === 0 ? null : `Maya Lind ${number}`,
  role: number % 3 === 0 ? null : 'Test engineer',
  employer: 0,
  comment: number % 40 === 0 ? 'We raised this through every channel there was. This letter is the next one.' : null,
  pledges: number % 2 === 0 ? [0] : [],
});

const letterIn = (folder: string): Promise<PublishedLetter> =>
  inWorldOf(folder, async ({ databases }) => {
    const letter = await letterStore(databases.letters).bySlug(SLUG);
    if (!letter || !isPublished(letter)) throw new Error('the measured letter is missing');
    return letter;
  });

export async function inWorldOf<Result>(folder: string, work: (world: World) => Promise<Result>): Promise<Result> {
  const world = realWorld(readConfig({ DATABASE_URL: `file:${join(folder, 'undersigned.db')}` }));
  try {
    return await work(world);
  } finally {
    closeDatabases(world.databases);
  }
}

function editionOf(...folders: string[]): string {
  const hash = createHash('sha256');
  for (const folder of folders) {
    const files = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
    for (const file of files.filter((each) => each.isFile()))
      hash.update(readFileSync(join(file.parentPath, file.name)));
  }
  return hash.digest('hex').slice(0, 12);
}
