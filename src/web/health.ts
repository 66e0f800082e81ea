import type { Express, RequestHandler } from 'express';
import type { Databases, Db } from '../../db/open.ts';
import { paths } from '../paths.ts';

/**
 * For whatever watches the installation: one word, no details to strangers. Heads are made once, with the headers
 * that every answer carries, because these addresses are asked all day; and on the application itself, because a
 * router between would cost a twentieth of the answer.
 */
export function answerWatchers(app: Express, databases: Partial<Databases>, headers: string[]): void {
  const alive = constantAnswer(200, 'alive\n', headers);
  const ready = constantAnswer(200, 'ready\n', headers);
  const notReady = constantAnswer(503, 'not ready\n', headers);
  app.get(paths.health(), alive);
  app.get(paths.ready(), (req, res, next) =>
    Object.values(databases).every(isWritable) ? ready(req, res, next) : notReady(req, res, next),
  );
}

function constantAnswer(status: number, text: string, headers: string[]): RequestHandler {
  const own = ['Cache-Control', 'no-store', 'Content-Type', 'text/plain; charset=utf-8'];
  const head = [...headers, ...own, 'Content-Length', String(Buffer.byteLength(text))];
  return (_req, res) => {
    res.writeHead(status, head);
    res.end(text);
  };
}

/** Takes the write lock and gives it back; nothing is written. */
function isWritable(db: Db): boolean {
  try {
    db.$client.exec('BEGIN IMMEDIATE; ROLLBACK');
    return true;
  } catch {
    // whatever the cause (disk, lock, closed file), the answer is the same word
    return false;
  }
}
