import { Router } from 'express';
import type { Databases } from '../../db/open.ts';
import { paths } from '../paths.ts';

/** For whatever watches the installation: one word, no details to strangers. */
export function healthRoutes(databases: Databases): Router {
  const router = Router();
  router.get(paths.health(), (_req, res) => {
    res.type('text/plain').set('Cache-Control', 'no-store').send('alive\n');
  });
  router.get(paths.ready(), (_req, res) => {
    const ready = Object.values(databases).every(isWritable);
    res
      .status(ready ? 200 : 503)
      .type('text/plain')
      .set('Cache-Control', 'no-store')
      .send(ready ? 'ready\n' : 'not ready\n');
  });
  return router;
}

/** Takes the write lock and gives it back; nothing is written. */
function isWritable(db: Databases[keyof Databases]): boolean {
  try {
    db.$client.exec('BEGIN IMMEDIATE; ROLLBACK');
    return true;
  } catch {
    // whatever the cause (disk, lock, closed file), the answer is the same word
    return false;
  }
}
