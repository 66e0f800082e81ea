import { type Response, Router } from 'express';
import { paths } from '../../paths.ts';
import { organizerFrames } from '../../organizing/accounts/organizer-frame.ts';
import { type Assets, loadAssets } from '../../web/assets.ts';
import { notFound } from '../../web/errors.ts';
import type { Frames } from '../../web/frame.ts';
import { languages, placeOf } from '../../web/languages.ts';
import { page } from '../../web/render.ts';
import { draftingItems } from './drafting.ts';
import { issuingItems } from './issuing.ts';
import { mailItems } from './mails.ts';
import { organizingItems } from './organizing.ts';
import { readingItems } from './reading.ts';
import { refusalItems } from './refusals.ts';
import { signingItems } from './signing.ts';
import type { Items } from './stage.ts';
import { translatingItems } from './translations.ts';

interface GalleryPage {
  groups: { heading: string; items: { name: string; links: { language: string; name: string; path: string }[] }[] }[];
}

const galleryPage = page<GalleryPage>('dev/gallery');

const groups: Record<string, Items> = {
  'What the public reads': readingItems,
  'Refused, or broken': refusalItems,
  'Proving a mailbox': issuingItems,
  Signing: signingItems,
  Organizing: { ...organizingItems, ...translatingItems },
  Drafting: draftingItems,
  Mails: mailItems,
};

const items = new Map(Object.values(groups).flatMap((group) => Object.entries(group)));

/** Every page and mail in each of its states, as it is without script, in the language that the path begins with. */
export function galleryRoutes(frames: Frames, baseUrl: string): Router {
  const router = Router();
  let assets: Assets | undefined;

  router.get(paths.devGallery(), (req, res) => {
    res.send(galleryPage({ ...frames(placeOf(req))({ title: 'Gallery' }), groups: listed() }));
  });

  router.get(paths.devGallery(':name'), async (req, res, next) => {
    const name = String(req.params['name']);
    const show = items.get(name);
    if (!show) return notFound(req, res, next);
    const place = placeOf(req);
    assets ??= loadAssets();
    const stage = { frame: frames(place), organizers: organizerFrames(frames)(place), assets, baseUrl };
    const html = await show(stage);
    if (name in mailItems) styleInside(res);
    res.send(html.replace(/<script type="module"[^>]*><\/script>\n/g, ''));
  });

  return router;
}

/** A mail brings its styles along. */
const styleInside = (res: Response) =>
  res.set('Content-Security-Policy', "default-src 'none';style-src 'unsafe-inline'");

const listed = (): GalleryPage['groups'] =>
  Object.entries(groups).map(([heading, group]) => ({
    heading,
    items: Object.keys(group).map((name) => ({
      name,
      links: Object.entries(languages).map(([language, own]) => ({
        ...{ language, name: own },
        path: `/${language}${paths.devGallery(encodeURIComponent(name))}`,
      })),
    })),
  }));
