import { domainsOf } from '../letters/host.ts';
import type { PublishedLetter } from '../letters/letter.ts';
import { type ProvenView, provenBy, provenView } from '../letters/proven-by.ts';
import { mainOf } from '../letters/tally.ts';
import { type Step, stepOf } from '../letters/step.ts';
import { titled } from '../letters/titled.ts';
import { paths } from '../paths.ts';
import { type Bytes, toBase64url } from '../protocol/bytes.ts';
import { shortId } from '../protocol/checkpoint.ts';
import type { FieldFault } from '../web/typed.ts';
import type { MakeFrame } from '../web/frame.ts';
import { page } from '../web/render.ts';

interface ToolPage extends Step, ProvenView {
  command: string;
  action: string;
  typed: string;
  typedFault: string | null;
  blinded: string;
  blindedFault: string | null;
  domains: string;
  pastePath: string;
}

interface AnswerPage extends Step {
  answer: string;
  pastePath: string;
}

const toolPage = page<ToolPage>('issuing/tool');
const answerPage = page<AnswerPage>('issuing/answer');

/** What somebody typed or pasted on the page of the tool. */
export interface ToolForm {
  /** The mailbox, the code or the invitation, whichever this letter asks for. */
  typed: string;
  blinded: string;
}

/** The pages of those who sign with the command-line tool: this site never makes or sees their pass. */
export type ToolPages = ReturnType<typeof toolPages>;

export const toolPages = (frame: MakeFrame, baseUrl: string) => ({
  tool(letter: PublishedLetter, given: ToolForm, faults: FieldFault[]): string {
    const faultOf = (field: string) => faults.find((fault) => fault.field === field)?.message ?? null;
    const mailed = provenBy(letter) === 'mailbox';
    return toolPage({
      ...frame({
        title: titled(frame, 'issuing.tool.title', letter, faults.length > 0),
        at: paths.signWithTool(letter.address),
      }),
      ...stepOf(letter, faults),
      ...given,
      command: `undersigned sign start ${baseUrl}${paths.letter(letter.address)}#${shortId(mainOf(letter).publicId)}`,
      ...provenView(letter),
      action: mailed ? paths.askCode(letter.address) : paths.collectPass(letter.address),
      typedFault: faultOf(mailed ? 'mailbox' : 'code'),
      blindedFault: faultOf('blinded'),
      domains: domainsOf(mainOf(letter).employers),
      pastePath: paths.pastePost(letter.address),
    });
  },
  answer: (letter: PublishedLetter, signature: Bytes): string =>
    answerPage({
      ...frame({ title: titled(frame, 'issuing.answer.title', letter) }),
      ...stepOf(letter, []),
      answer: toBase64url(signature),
      pastePath: paths.pastePost(letter.address),
    }),
});
