import type { RequestHandler } from 'express';
import { FOR_ALL } from './hot.ts';

/** Says to browsers that any page may read what is public, and answers their question beforehand. */
export const openToAll: RequestHandler = (req, res, next) => {
  res.set(FOR_ALL);
  if (req.method !== 'OPTIONS') return next();
  res.set({
    Allow: 'GET, HEAD, OPTIONS',
    'Access-Control-Allow-Methods': 'GET, HEAD, OPTIONS',
    'Access-Control-Allow-Headers': 'If-None-Match',
    'Access-Control-Max-Age': '86400',
  });
  res.status(204).end();
};
