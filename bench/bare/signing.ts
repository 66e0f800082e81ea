import { type KeyObject, constants, createHash, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { createServer } from 'node:http';
import { openDatabase } from '../../db/open.ts';

/**
 * The limit for signatures: node:http with the same cryptography and the same group-committed insert into the same
 * table, and nothing else. What it signs and answers with has the size of the real thing.
 */
export interface SigningSettings {
  file: string;
  letterId: Buffer;
  versionHash: Buffer;
  spki: Buffer;
  /** The head of the site's answer. */
  head: string[];
}

interface Post {
  [field: string]: unknown;
  fields: object;
}

const { privateKey: logKey } = generateKeyPairSync('ed25519');
let accept: (json: string) => Promise<Buffer | undefined>;
let head: string[];

createServer((req, res) => {
  const chunks: Buffer[] = [];
  req.on('data', (chunk: Buffer) => chunks.push(chunk));
  req.on('end', () => {
    void accept(Buffer.concat(chunks).toString()).then((receipt) => {
      res.writeHead(receipt ? 201 : 422, receipt ? head : []);
      res.end(receipt);
    });
  });
}).listen(Number(process.env['PORT']), '127.0.0.1');

process.on('message', (message: SigningSettings | string) => {
  if (typeof message === 'string') return;
  head = message.head;
  accept = accepting(message);
  process.send!('taken');
});

function accepting({ file, letterId, versionHash, spki }: SigningSettings): typeof accept {
  const passKey = createPublicKey({ key: spki, format: 'der', type: 'spki' });
  const insert = groupedInsert(file);
  return async (json) => {
    const post = JSON.parse(json) as Post;
    const [pk, prefix, sig, salt, commit, esig] = ['pk', 'prefix', 'sig', 'salt', 'commit', 'esig'].map((name) =>
      Buffer.from(post[name] as string, 'base64url'),
    ) as [Buffer, Buffer, Buffer, Buffer, Buffer, Buffer];
    const body = JSON.stringify(post.fields);
    if (!hash(enc('undersigned/commit/v1', salt, body)).equals(commit)) return undefined;
    const passMessage = Buffer.concat([prefix, enc('undersigned/pass/v1', letterId, pk)]);
    const pss = { key: passKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 };
    if (!verify('sha384', passMessage, pss, sig)) return undefined;
    const seq = uint32(0);
    const signed = enc('undersigned/post/v1', letterId, versionHash, pk, seq, 'sign', commit);
    if (!verify(null, signed, ed25519Key(pk), esig)) return undefined;
    await insert([letterId, pk, 0, 'sign', versionHash, prefix, sig, salt, commit, esig, body]);
    const entry = enc('undersigned/entry/v1', letterId, versionHash, pk, prefix, sig, seq, 'sign', commit, esig);
    const leaf = hash(Buffer.concat([Buffer.of(0), entry]));
    const signature = sign(null, enc('undersigned/receipt/v1', letterId, leaf, uint32(10_000), uint32(3_600)), logKey);
    return Buffer.from(
      JSON.stringify({
        letter_id: letterId.toString('hex'),
        leaf: leaf.toString('hex'),
        release: { min: 10_000, every: 3_600 },
        signature: signature.toString('base64url'),
      }),
    );
  };
}

/** One transaction for all that came in one turn of the event loop. */
function groupedInsert(file: string): (row: unknown[]) => Promise<void> {
  const { $client: client } = openDatabase(file, 'pending');
  const insert = client.prepare(
    `INSERT INTO pending (letter, pk, seq, kind, version_hash, prefix, sig, salt, "commit", esig, body)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  let waiting: { row: unknown[]; resolve: () => void }[] = [];
  const all = client.transaction((batch: typeof waiting) => {
    for (const { row } of batch) insert.run(row);
  });
  const commit = () => {
    const batch = waiting;
    waiting = [];
    all.immediate(batch);
    for (const { resolve } of batch) resolve();
  };
  return (row) =>
    new Promise((resolve) => {
      if (waiting.push({ row, resolve }) === 1) setImmediate(commit);
    });
}

const hash = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

const ed25519Key = (pk: Buffer): KeyObject =>
  createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: pk.toString('base64url') }, format: 'jwk' });

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function enc(...parts: (Buffer | string)[]): Buffer {
  const bytes = parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part));
  return Buffer.concat(bytes.flatMap((part) => [uint32(part.length), part]));
}
