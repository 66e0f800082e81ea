import { constants, createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { AuditHead, WrittenLeaf } from '../../src/protocol/audit.ts';
import { type Bytes, fromBase64url, fromHex } from '../../src/protocol/bytes.ts';
import { postMessage, preparedMessage } from '../../src/protocol/messages.ts';

/**
 * The limit for an audit: `crypto.verify` for the pass and for the signature of each entry, with keys and messages
 * that are there already, and nothing else. Tells how many entries it does in a second.
 */
const MOST = 5_000;

process.on('message', (file: string) => {
  if (file !== 'usage') process.send!(rateOf(file));
});

function rateOf(file: string): number {
  const [first, ...lines] = readFileSync(file, 'utf8').split('\n');
  const head = JSON.parse(`${first}]}`) as AuditHead;
  const leaves = lines.slice(0, MOST).filter((line) => line.startsWith('{'));
  const entries = leaves.map((line) => prepare(head, JSON.parse(line.replace(/,$/, '')) as WrittenLeaf));
  const spki = Buffer.from(fromBase64url(head.versions[0]!.spki));
  const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
  const pss = { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 };
  const begun = performance.now();
  for (const { pass, sig, post, own, esig } of entries)
    if (!verify('sha384', pass, pss, sig) || !verify(null, post, own, esig)) throw new Error('an entry is not genuine');
  return entries.length / ((performance.now() - begun) / 1000);
}

function prepare(head: AuditHead, leaf: WrittenLeaf) {
  const letterId: Bytes = fromHex(head.letter);
  const [pk, prefix, sig, commit, esig] = [leaf.pk, leaf.prefix, leaf.sig, leaf.commit, leaf.esig].map((text) =>
    fromBase64url(text),
  ) as [Bytes, Bytes, Bytes, Bytes, Bytes];
  const { seq, kind } = leaf;
  return {
    pass: preparedMessage(letterId, pk, prefix),
    sig,
    post: postMessage({ letterId, versionHash: letterId, pk, seq, kind, commit }),
    own: createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: leaf.pk }, format: 'jwk' }),
    esig,
  };
}
