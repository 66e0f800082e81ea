import type { BoardStore } from '../signing/store.ts';
import type { Frames, MakeFrame } from '../web/frame.ts';
import { type Place, everyLanguage } from '../web/languages.ts';
import { page } from '../web/render.ts';
import { promisePages } from './promise/pages.ts';

const resting = page<object>('reading/resting');

/** What a copy says where only the program could answer. */
export const restingPage = (frame: MakeFrame): string =>
  resting({ ...frame({ title: frame.words.say('resting.title') }) });

/** The same for programs, as a problem document. */
const restingProblem = ({ words }: MakeFrame): string => {
  const [title, detail] = [words.say('resting.title'), words.say('resting.why')];
  return JSON.stringify({ type: 'about:blank', status: 503, title, detail });
};

/** Pages that copies have and the site has otherwise, or not at all. */
export async function copyPages(frames: Frames, board: BoardStore): Promise<{ file: string; content: string }[]> {
  const lastRelease = await board.newestRelease();
  const places: Place[] = everyLanguage.map((language) => ({ language, prefix: `/${language}` }));
  const english: Place = { language: 'en', prefix: '' };
  const ofPages = [english, ...places].flatMap((place) => {
    const frame = frames(place);
    const file = (name: string) => `${place.prefix}/${name}.html`.slice(1);
    return [
      // without the figures of the moment at which it was written: they belong to no disk
      { file: file('promise'), content: promisePages(frame).promise(null, null, lastRelease) },
      { file: file('resting'), content: restingPage(frame) },
    ];
  });
  return [...ofPages, { file: 'resting.problem', content: restingProblem(frames(english)) }];
}
