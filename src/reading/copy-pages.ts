import type { BoardStore } from '../signing/store.ts';
import type { Frames, MakeFrame } from '../web/frame.ts';
import { type Place, everyLanguage } from '../web/languages.ts';
import { page } from '../web/render.ts';
import { promisePages } from './promise/pages.ts';

const resting = page<object>('reading/resting');

/** What a copy says where only the program could answer. */
export const restingPage = (frame: MakeFrame): string =>
  resting({ ...frame({ title: frame.words.say('resting.title') }) });

/** Pages that copies have and the site has otherwise, or not at all. */
export async function copyPages(frames: Frames, board: BoardStore): Promise<{ file: string; html: string }[]> {
  const lastRelease = await board.newestRelease();
  const places: Place[] = everyLanguage.map((language) => ({ language, prefix: `/${language}` }));
  return [{ language: 'en' as const, prefix: '' }, ...places].flatMap((place) => {
    const frame = frames(place);
    const file = (name: string) => `${place.prefix}/${name}.html`.slice(1);
    return [
      // without the figures of the moment at which it was written: they belong to no disk
      { file: file('promise'), html: promisePages(frame).promise(null, null, lastRelease) },
      { file: file('resting'), html: restingPage(frame) },
    ];
  });
}
