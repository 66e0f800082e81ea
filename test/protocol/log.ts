import { type KeyObject, constants, createHash, generateKeyPairSync, randomBytes, sign, verify } from 'node:crypto';
import { publicKeyFrom, rawPublicKey, signWith } from '../../src/ed25519.ts';
import { type AuditHead, type Checks, type WrittenLeaf, writeLeaf } from '../../src/protocol/audit.ts';
import { type Bytes, fromBase64url, toBase64url, toHex, utf8 } from '../../src/protocol/bytes.ts';
import { checkpointText, logOrigin, signedCheckpoint } from '../../src/protocol/checkpoint.ts';
import { type Descriptor, descriptorBytes } from '../../src/protocol/descriptor.ts';
import { type Edge, append, emptyEdge, leafHash, rootHash } from '../../src/protocol/merkle.ts';
import { type PostKind, leafMessage, postMessage, preparedMessage } from '../../src/protocol/messages.ts';
import { type RsaKeys, rsaKeys } from './keys.ts';

export const sha256 = (bytes: Bytes): Bytes => new Uint8Array(createHash('sha256').update(bytes).digest());
const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 };

/** A letter whose keys are at hand, so that logs can be made and forged. */
export interface MadeLetter {
  rsa: RsaKeys;
  log: KeyObject;
  descriptor: Descriptor;
  id: Bytes;
  /** The versions after the first. */
  later: Descriptor[];
}

export function makeLetter(title: string, rsa: RsaKeys, log = generateKeyPairSync('ed25519').privateKey): MadeLetter {
  const descriptor: Descriptor = {
    ...{ format: 'undersigned/letter/v1', version: 1, title, to: [], from: null, language: 'en' },
    ...{ text_hash: toHex(sha256(utf8(title))), employers: [{ name: 'Halden', domains: ['halden.example'] }] },
    ...{ pledges: ['I will not work on this.'], shown: ['named', 'anonymous'], comments: true },
    ...{ release: { min: 10, every: 120 }, seal_until: null, closes: null },
    ...{ spki: toBase64url(rsa.spki), log: toBase64url(rawPublicKey(log)) },
  };
  return { rsa, log, descriptor, id: sha256(descriptorBytes(descriptor)), later: [] };
}

/** The letter with one more version, which says so and names the one before it. */
export function amended(of: MadeLetter, title: string, changes: Partial<Descriptor> = {}): MadeLetter {
  const last = of.later.at(-1) ?? of.descriptor;
  const amends = toHex(sha256(descriptorBytes(last)));
  const next = { ...last, version: last.version + 1, amends, title, text_hash: toHex(sha256(utf8(title))), ...changes };
  return { ...of, later: [...of.later, next] };
}

const hashOfVersion = (of: MadeLetter, version: number): Bytes =>
  sha256(descriptorBytes([of.descriptor, ...of.later][version - 1] ?? of.descriptor));

export const letter = makeLetter('Answer us', rsaKeys());

/** One pass, made with the letter's private key at hand and therefore without blinding. */
export interface Signatory {
  post(seq: number, kind: PostKind, commit?: Bytes, version?: number): WrittenLeaf;
}

export function signatory(of: MadeLetter = letter): Signatory {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const [pk, prefix] = [rawPublicKey(publicKey), new Uint8Array(randomBytes(32))];
  const message = preparedMessage(of.id, pk, prefix);
  const sig = new Uint8Array(sign('sha384', message, { key: of.rsa.privateKey, ...pss }));
  return {
    post(seq, kind, commit = new Uint8Array(randomBytes(32)), version = 1) {
      const post = { letterId: of.id, versionHash: hashOfVersion(of, version), pk, seq, kind, commit };
      return writeLeaf({ ...post, prefix, sig, esig: signWith(privateKey, postMessage(post)) }, version);
    },
  };
}

export interface MadeAudit {
  head: AuditHead;
  leaves: WrittenLeaf[];
}

/** The audit of a log that grew by these releases, signed by the log's key whatever the leaves are. */
export function makeAudit(releases: WrittenLeaf[][], total: number, of: MadeLetter = letter, key = of.log): MadeAudit {
  let edge: Edge = emptyEdge;
  const checkpoints = releases.map((leaves) => {
    for (const leaf of leaves) edge = append(sha256, edge, leafHash(sha256, messageOf(of, leaf)));
    return signedNote(of, edge, key);
  });
  const head: AuditHead = {
    ...{ format: 'undersigned/audit/v1', letter: toHex(of.id), versions: [of.descriptor, ...of.later] },
    ...{ total, checkpoints },
  };
  return { head, leaves: releases.flat() };
}

export function signedNote(of: MadeLetter, edge: Edge, key = of.log): string {
  const text = checkpointText(logOrigin(of.id), edge.size, rootHash(sha256, edge));
  return signedCheckpoint(sha256, text, rawPublicKey(key), signWith(key, utf8(text)));
}

function messageOf(of: MadeLetter, leaf: WrittenLeaf): Bytes {
  const [pk, prefix, sig, commit, esig] = [leaf.pk, leaf.prefix, leaf.sig, leaf.commit, leaf.esig].map(fromBase64url);
  const { seq, kind } = leaf;
  const [p, x, s, c, e] = [pk!, prefix!, sig!, commit!, esig!];
  const versionHash = hashOfVersion(of, leaf.version);
  return leafMessage({ letterId: of.id, versionHash, pk: p, prefix: x, sig: s, seq, kind, commit: c, esig: e });
}

/** `audit.json` as the server writes it: the leaves last, one a line. */
export const written = ({ head, leaves }: MadeAudit): string =>
  `${JSON.stringify(head).slice(0, -1)},"leaves":[\n${leaves.map((leaf) => JSON.stringify(leaf)).join(',\n')}\n]}\n`;

export const checks = (rsa: RsaKeys): Checks => ({
  sha256,
  verifyPass: (_spki, message, signature) => verify('sha384', message, { key: rsa.publicKey, ...pss }, signature),
  verifySignature: (key, message, signature) => verify(null, message, publicKeyFrom(key), signature),
});
