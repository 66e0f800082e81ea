import { constants, createHash, generateKeyPairSync, sign } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { nodeEd25519, rawPublicKey, signWith } from '../../src/ed25519.ts';
import { spkiOf } from '../../src/issuing/keys.ts';
import { writeLeaf } from '../../src/protocol/audit.ts';
import { type Bytes, toBase64url, toHex, utf8 } from '../../src/protocol/bytes.ts';
import { checkpointText, logOrigin, signedCheckpoint } from '../../src/protocol/checkpoint.ts';
import { type Descriptor, descriptorBytes } from '../../src/protocol/descriptor.ts';
import { type Edge, append, emptyEdge, leafHash, rootHash } from '../../src/protocol/merkle.ts';
import { type Post, leafMessage, postMessage, preparedMessage } from '../../src/protocol/messages.ts';

const RELEASE = 1_000;
const AT_ONCE = 64;

const random = (size: number): Bytes => crypto.getRandomValues(new Uint8Array(size));
const hash = (bytes: Uint8Array): Bytes => new Uint8Array(createHash('sha256').update(bytes).digest());

/**
 * Writes an audit file of `count` genuine entries: each signs with a pass of its own, or, where there are fewer
 * `passes`, changes what its pass signed before. Passes take longest: 3072 bits, a millisecond and a half each.
 */
export async function writeAudit(file: string, count: number, passes = count): Promise<void> {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 3072 });
  const log = generateKeyPairSync('ed25519').privateKey;
  const descriptor = { ...about, spki: toBase64url(spkiOf(rsa.publicKey)), log: toBase64url(rawPublicKey(log)) };
  const versionHash = hash(descriptorBytes(descriptor));
  const context = { letterId: versionHash, versionHash, rsa: rsa.privateKey, seeds: [] as Bytes[] };
  const posts: Post[] = [];
  for (let from = 0; from < passes; from += AT_ONCE)
    posts.push(...(await Promise.all(Array.from({ length: Math.min(AT_ONCE, passes - from) }, () => first(context)))));
  for (let i = passes; i < count; i++) posts.push(await change(posts[i - passes]!, context.seeds[i % passes]!));
  const checkpoints: string[] = [];
  let edge: Edge = emptyEdge;
  for (const post of posts) {
    edge = append(hash, edge, leafHash(hash, leafMessage(post)));
    if (edge.size % RELEASE !== 0 && edge.size !== count) continue;
    const text = checkpointText(logOrigin(versionHash), edge.size, rootHash(hash, edge));
    checkpoints.push(signedCheckpoint(hash, text, rawPublicKey(log), signWith(log, utf8(text))));
  }
  const letter = toHex(versionHash);
  const head = { format: 'undersigned/audit/v1', letter, versions: [descriptor], total: passes, checkpoints };
  const out = createWriteStream(file);
  out.write(`${JSON.stringify(head).slice(0, -1)},"leaves":[\n`);
  out.write(posts.map((post) => JSON.stringify(writeLeaf(post, 1))).join(',\n'));
  out.end('\n]}\n');
  await once(out, 'close');
}

interface Context {
  letterId: Bytes;
  versionHash: Bytes;
  rsa: Parameters<typeof sign>[2];
  seeds: Bytes[];
}

const signAside = promisify(sign);

/** The pass is signed directly: unblinded, a blindly made signature is one like this. */
async function first({ letterId, versionHash, rsa, seeds }: Context): Promise<Post> {
  const [seed, prefix] = [random(32), random(32)];
  seeds.push(seed);
  const pk = await nodeEd25519.publicKey(seed);
  const key = { key: rsa, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 } as never;
  const sig = new Uint8Array(await signAside('sha384', preparedMessage(letterId, pk, prefix), key));
  const unsigned = { letterId, versionHash, pk, seq: 0, kind: 'sign' as const, commit: random(32) };
  return { ...unsigned, prefix, sig, esig: await nodeEd25519.sign(seed, postMessage(unsigned)) };
}

async function change(before: Post, seed: Bytes): Promise<Post> {
  const next = { ...before, seq: before.seq + 1, kind: 'edit' as const, commit: random(32) };
  return { ...next, esig: await nodeEd25519.sign(seed, postMessage(next)) };
}

const about: Descriptor = {
  format: 'undersigned/letter/v1',
  version: 1,
  title: 'Answer us',
  to: [{ name: 'Pat Orsini', role: 'Chief Executive', organization: 'Halden' }],
  from: null,
  language: 'en',
  text_hash: '0'.repeat(64),
  employers: [{ name: 'Halden', domains: ['halden.example'] }],
  pledges: [],
  shown: ['anonymous'],
  comments: false,
  release: { min: 10, every: 120 },
  seal_until: null,
  closes: null,
  spki: '',
  log: '',
};
