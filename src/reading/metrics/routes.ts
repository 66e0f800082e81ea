import { createHash, timingSafeEqual } from 'node:crypto';
import { type Request, Router } from 'express';
import type { Registry } from 'prom-client';
import { isPublished } from '../../letters/letter.ts';
import type { LetterStore } from '../../letters/store.ts';
import { paths } from '../../paths.ts';
import type { PublicBoard } from '../../signing/public-board.ts';
import { notFound } from '../../web/errors.ts';

const STATUSES = ['draft', 'gathering', 'open', 'delivered', 'closed'] as const;
const LOOPBACK = ['127.0.0.1', '::1', '::ffff:127.0.0.1'];

/**
 * For whoever watches the installation, in the form of Prometheus: sums of what is public anyway, and how the program
 * fares. No letter has a label of its own, and nothing moves before a release. To strangers there is no such page.
 */
export function metricsRoutes(letters: LetterStore, board: PublicBoard, token: string | undefined): Router {
  let opened: Promise<Registry> | undefined;
  return Router().get(paths.metrics(), async (req, res, next) => {
    if (!mayRead(req, token)) return notFound(req, res, next);
    const registry = await (opened ??= openRegistry(letters, board));
    res.type(registry.contentType).send(await registry.metrics());
  });
}

/** Whoever holds the token; without a word, only who asks on this machine and not by way of a proxy. */
function mayRead(req: Request, token: string | undefined): boolean {
  const given = /^Bearer (.+)$/.exec(req.get('Authorization') ?? '')?.[1];
  if (given !== undefined) return token !== undefined && timingSafeEqual(hashOf(given), hashOf(token));
  const carried = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].some((name) => req.get(name) !== undefined);
  return token === undefined && !carried && LOOPBACK.includes(req.socket.remoteAddress ?? '');
}

const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();

/** The library is loaded for whoever asks: most installations are not watched in this way. */
async function openRegistry(letters: LetterStore, board: PublicBoard): Promise<Registry> {
  const { Gauge, Registry, collectDefaultMetrics } = await import('prom-client');
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  registry.registerMetric(
    new Gauge({
      name: 'undersigned_letters',
      help: 'Letters by their status.',
      labelNames: ['status'],
      registers: [],
      async collect() {
        for (const status of STATUSES) this.set({ status }, (await letters.byStatus(status)).length);
      },
    }),
  );
  registry.registerMetric(
    new Gauge({
      name: 'undersigned_releases',
      help: 'Releases of all letters that are shown.',
      registers: [],
      async collect() {
        const shown = (await letters.byStatus('open', 'delivered', 'closed')).filter(isPublished);
        const published = await Promise.all(shown.map((letter) => board.published(letter)));
        this.set(published.reduce((sum, { number }) => sum + number, 0));
      },
    }),
  );
  return registry;
}
