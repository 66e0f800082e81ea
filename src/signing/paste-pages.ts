import type { PublishedLetter } from '../letters/letter.ts';
import { type Step, stepOf } from '../letters/step.ts';
import { titled } from '../letters/titled.ts';
import { paths } from '../paths.ts';
import type { MakeFrame } from '../web/frame.ts';
import { page } from '../web/render.ts';

interface PastePage extends Step {
  action: string;
  toolPath: string;
  post: string;
  postFault: string | null;
}

const pastePage = page<PastePage>('signing/paste');

/** Where the text goes that the command-line tool signed: a signature, a change or a withdrawal. */
export const pastePages = (frame: MakeFrame) => ({
  paste: (letter: PublishedLetter, post: string, fault: string | null): string =>
    pastePage({
      ...frame({
        title: titled(frame, 'signing.paste.title', letter, fault !== null),
        at: paths.pastePost(letter.address),
      }),
      ...stepOf(letter, fault === null ? [] : [{ field: 'post', message: fault }]),
      action: paths.signatures(letter.address),
      toolPath: paths.signWithTool(letter.address),
      post,
      postFault: fault,
    }),
});
