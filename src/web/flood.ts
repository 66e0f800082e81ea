import { hash, randomBytes } from 'node:crypto';
import type { RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { problem } from './errors.ts';

const DAY = 86_400_000;

/**
 * Stops floods from one network. An office with fifty people behind one address in a minute passes; so does
 * an onion service, where everybody has the same address. Addresses are counted in memory under a random key
 * that changes daily, and written nowhere. What is answered without a refusal may be left out of the count.
 */
export function limitFlood(perMinute: number, what: 'all' | 'wrong only' = 'all'): RequestHandler {
  let key = newKey();
  setInterval(() => (key = newKey()), DAY).unref();
  return rateLimit({
    windowMs: 60_000,
    limit: perMinute,
    skipSuccessfulRequests: what === 'wrong only',
    legacyHeaders: false,
    standardHeaders: false,
    // its warnings go to standard error and may quote a header with an address
    validate: false,
    keyGenerator: (req) => hash('sha256', key + ipKeyGenerator(req.ip ?? '', 64), 'base64url'),
    handler: (_req, _res, next) => next(problem(429, 'site.flood.title', 'site.flood.detail', 60)),
  });
}

const newKey = (): string => randomBytes(32).toString('base64url');
