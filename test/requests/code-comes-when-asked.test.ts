import express, { Router } from 'express';
import request from 'supertest';
import { expect, test } from 'vitest';
import { whenAsked } from '../../src/web/when-asked.ts';

/** A site whose rooms below /room come into being by `load`. */
function siteWith(load: () => Promise<Router[]>) {
  const site = express();
  site.use(whenAsked('/room', load));
  site.use((req, res) => void res.status(404).send(`elsewhere: ${req.path}`));
  site.use(
    ((fault, _req, res, _next) => void res.status(500).send((fault as Error).message)) as express.ErrorRequestHandler,
  );
  return request(site);
}

const room = () => Router().get('/room/:name', (req, res) => void res.send(`${req.url} ${req.params['name']}`));

test('what stands below a path is loaded at the first request there, once, and sees the whole address', async () => {
  let loads = 0;
  const site = siteWith(() => Promise.resolve([(loads++, room())]));
  for (const path of ['/', '/roommate', '/rooms/1', '/a/room/1']) await site.get(path).expect(404);
  expect(loads).toBe(0);
  const answers = await Promise.all([site.get('/room/a?q=1'), site.get('/room/b'), site.get('/ROOM/c')]);
  expect(answers.map(({ text }) => text)).toEqual(['/room/a?q=1 a', '/room/b b', '/ROOM/c c']);
  expect(loads).toBe(1);
  await site.get('/room').expect(404, 'elsewhere: /room');
});

test('what could not be loaded is tried again', async () => {
  let loads = 0;
  const site = siteWith(() => (++loads === 1 ? Promise.reject(new Error('not now')) : Promise.resolve([room()])));
  await site.get('/room/a').expect(500, 'not now');
  await site.get('/room/a').expect(200);
  expect(loads).toBe(2);
});
