import type request from 'supertest';
import { paths } from '../../src/paths.ts';

/** The names of all that the gallery shows, in its order. */
export async function galleryOf(http: ReturnType<typeof request>): Promise<string[]> {
  const { text } = await http.get(paths.devGallery()).expect(200);
  return Array.from(text.matchAll(/href="\/en\/dev\/gallery\/([^"]+)"/g), ([, name]) => decodeURIComponent(name!));
}
