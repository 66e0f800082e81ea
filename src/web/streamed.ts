import { createHash } from 'node:crypto';
import type { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import zlib from 'node:zlib';
import type { Request, Response } from 'express';
import { type Encoding, isKnown, readAsked } from './asked.ts';

/** What is too large to be held whole, and is made piece by piece for each who asks. */
export interface Streamed {
  type: string;
  /** All that its bytes follow from, because they cannot be hashed before they are sent. */
  edition: (string | number)[];
  /** Hashes and the like do not become smaller by it. */
  packed: boolean;
  /** A source, and what its pieces go through. */
  pieces: () => [Readable, ...Transform[]];
}

/** Made while it is sent: of keys and signatures, finer work takes longer and saves nothing. */
const PACKERS: Record<Exclude<Encoding, 'identity'>, () => Transform> = {
  br: () =>
    zlib.createBrotliCompress({
      params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 1, [zlib.constants.BROTLI_PARAM_LGWIN]: 18 },
    }),
  gzip: () => zlib.createGzip(),
};

/** Answers with validators, packed as the client takes it, and no faster than it takes it. */
export async function sendStreamed(req: Request, res: Response, { type, edition, packed, pieces }: Streamed) {
  const asked = readAsked(req.rawHeaders);
  const encoding = packed ? asked.encoding : 'identity';
  const etag = etagOf(edition, encoding);
  res.type(type).set({ 'Cache-Control': 'public, no-cache', ETag: etag });
  if (packed) res.vary('Accept-Encoding');
  if (isKnown(asked, etag)) return void res.status(304).end();
  if (encoding !== 'identity') res.set('Content-Encoding', encoding);
  if (req.method === 'HEAD') return void res.end();
  const packers = encoding === 'identity' ? [] : [PACKERS[encoding]()];
  await pipeline([...pieces(), ...packers, res]).catch(unlessGone);
}

/** Strong (RFC 9110, section 8.8.3): each packing is other bytes and has another one. */
function etagOf(edition: (string | number)[], encoding: Encoding): string {
  const named = JSON.stringify([...edition, encoding]);
  return `"${createHash('sha256').update(named).digest('base64url').slice(0, 22)}"`;
}

/** A client that goes away is no fault; the pipeline has ended the work for it. */
function unlessGone(fault: NodeJS.ErrnoException): void {
  if (fault.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw fault;
}
