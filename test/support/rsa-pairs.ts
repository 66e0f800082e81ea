import { createPrivateKey, createPublicKey } from 'node:crypto';
import { existsSync, linkSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import { type NewRsaPair, type RsaPair, nodeRsaPair } from '../../src/rsa.ts';

/** So many are made in a run. They are real, but many letters take turns with them. */
const KEPT = 16;

/** Each process begins elsewhere, so that two do not make the same ones at the same time. */
let next = process.pid % KEPT;

/** The pairs of one world, which is given none of them twice: when all were given, it makes its own. */
export function rsaPairs(): NewRsaPair {
  let given = 0;
  return (bits) => (given++ < KEPT ? kept(`${bits}-${next++ % KEPT}`, bits) : nodeRsaPair(bits));
}

/** The pair of this name; whoever asks first makes it. */
async function kept(name: string, bits: number): Promise<RsaPair> {
  const file = join(inject('folderOfThisRun'), `rsa-${name}.pem`);
  if (!existsSync(file)) await make(file, bits);
  const privateKey = createPrivateKey(readFileSync(file));
  return { privateKey, publicKey: createPublicKey(privateKey) };
}

async function make(file: string, bits: number): Promise<void> {
  const { privateKey } = await nodeRsaPair(bits);
  const own = `${file}.${process.pid}.${next++}`;
  writeFileSync(own, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  // another process may have been quicker; then its pair is the one
  if (!existsSync(file)) linkSync(own, file);
  unlinkSync(own);
}
