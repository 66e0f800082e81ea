import { encode } from 'uqr';
import type { PublishedLetter } from '../letters/letter.ts';
import { mainOf } from '../letters/tally.ts';
import { type SignatureForm, signatureForm } from '../letters/signature-form.ts';
import type { MailStatus } from '../mail/code-queue.ts';
import { paths } from '../paths.ts';
import { toBase64url } from '../protocol/bytes.ts';
import type { Assets } from '../web/assets.ts';
import type { FieldFault } from '../web/typed.ts';
import type { MakeFrame } from '../web/frame.ts';
import { page } from '../web/render.ts';
import { RSA_BITS } from './keys.ts';

/** What the pages of every step show of the letter. */
interface Step {
  letterTitle: string;
  letterPath: string;
  faults: FieldFault[];
}

/** What the browser's own client needs; without script nothing of it is used. */
interface ClientView {
  id: string;
  /** Null where the signatures are those of employees. */
  tally: string | null;
  descriptor: string;
  bits: number;
  steps: number;
  collect: string;
  post: string;
  fallback: { src: string; integrity: string };
  /** When the signature will be counted, in words. */
  counted: string;
  fileName: string;
  receiptName: string;
}

interface AskPage extends Step {
  /** The organizers gave out the codes: `mailbox` is then what was typed as a code. */
  rollCall: boolean;
  fromEmployer: boolean;
  onion: string | null;
  client: ClientView;
  form: SignatureForm;
  devMail: string | null;
  action: string;
  mailbox: string;
  mailboxFault: string | null;
  domains: string[];
  writePath: string;
  toolPath: string;
}

interface CodePage extends Step {
  action: string;
  statusAction: string;
  againPath: string;
  ticket: string;
  codeFault: string | null;
  code: string;
  /** What the command-line tool wrote; the code page asks for it too. */
  blinded: string;
  blindedFault: string | null;
  fromTool: boolean;
  status: { waiting: boolean; notSent: boolean } | null;
  devMail: string | null;
}

interface PassPage extends Step {
  pass: string;
  download: string;
  fileName: string;
  qr: { size: number; path: string };
  form: SignatureForm;
}

const askPage = page<AskPage>('issuing/ask');
const codePage = page<CodePage>('issuing/code');
const passPage = page<PassPage>('issuing/pass');

export type IssuingPages = ReturnType<typeof issuingPages>;

export const issuingPages = (
  frame: MakeFrame,
  assets: Assets,
  { devMail, onionUrl }: { devMail: boolean; onionUrl: string | undefined },
) => ({
  ask(letter: PublishedLetter, mailbox: string, fault: string | null, fromEmployer: boolean): string {
    return askPage({
      ...frame({
        title: `${fault ? 'Error: ' : ''}Sign: ${letter.title}`,
        islands: fault === null ? ['sign.js', 'qr.js'] : [],
      }),
      fromEmployer,
      rollCall: letter.rollCall,
      onion: onionUrl === undefined ? null : onionUrl + paths.sign(letter.address),
      client: clientView(letter, assets),
      form: signatureForm(letter, '', {}, true),
      devMail: devMail ? paths.devMail() : null,
      ...stepOf(letter, fault ? [{ field: letter.rollCall ? 'code' : 'mailbox', message: fault }] : []),
      // without an address to ask at, the browser's client asks for no mailbox
      action: letter.rollCall ? '' : paths.askCode(letter.address),
      mailbox,
      mailboxFault: fault,
      domains: letter.employers.flatMap(({ domains }) => domains),
      writePath: paths.writeSignature(letter.address),
      toolPath: paths.signWithTool(letter.address),
    });
  },
  code(
    letter: PublishedLetter,
    ticket: string,
    given: { code?: string; blinded?: string; fault?: FieldFault; status?: MailStatus } = {},
  ): string {
    const { code = '', blinded = '', fault, status } = given;
    const faultOf = (field: string) => (fault?.field === field ? fault.message : null);
    return codePage({
      ...frame({ title: `${fault ? 'Error: ' : ''}Type the code: ${letter.title}` }),
      ...stepOf(letter, fault ? [fault] : []),
      action: paths.collectPass(letter.address),
      statusAction: paths.mailStatus(letter.address),
      againPath: paths.sign(letter.address),
      ticket,
      code,
      codeFault: faultOf('code'),
      ...toolView(blinded, faultOf('blinded')),
      status: status ? { waiting: status === 'waiting', notSent: status === 'not sent' } : null,
      devMail: devMail ? paths.devMail() : null,
    });
  },
  pass(letter: PublishedLetter, pass: string): string {
    return passPage({
      ...frame({ title: `Your pass: ${letter.title}` }),
      ...stepOf(letter, []),
      pass,
      download: `data:text/plain;charset=utf-8,${encodeURIComponent(`${pass}\n`)}`,
      fileName: `pass-${letter.slug}.txt`,
      qr: qrOf(pass),
      form: signatureForm(letter, paths.previewSignature(letter.address), { pass }, true),
    });
  },
});

const toolView = (blinded: string, blindedFault: string | null) => ({
  blinded,
  blindedFault,
  fromTool: blinded !== '' || blindedFault !== null,
});

const stepOf = (letter: PublishedLetter, faults: FieldFault[]): Step => ({
  letterTitle: letter.title,
  letterPath: paths.letter(letter.address),
  faults,
});

function clientView(letter: PublishedLetter, assets: Assets): ClientView {
  return {
    id: toBase64url(mainOf(letter).publicId),
    tally: letter.main ? letter.tally : null,
    descriptor: letter.descriptor,
    bits: RSA_BITS,
    steps: letter.rollCall ? 3 : 4,
    collect: paths.collectPass(letter.address),
    post: paths.signatures(letter.address),
    fallback: { src: assets.url('ed25519-fallback.js'), integrity: assets.integrity('ed25519-fallback.js') },
    counted: countedWords(letter),
    fileName: `pass-${letter.slug}.txt`,
    receiptName: `receipt-${letter.slug}.json`,
  };
}

/** When a signature to this letter will be counted. */
function countedWords({ release, sealUntil }: PublishedLetter): string {
  const why = 'if the number moved with each signature, the time would tell who had just signed.';
  if (sealUntil !== null)
    return `The letter is sealed: signatures appear together when ${sealUntil} people have signed.`;
  if (release.min === 1) return 'It is counted at once.';
  return `It is counted together with those of at least ${release.min - 1} others: ${why}`;
}

/** The text as a QR code: one path of unit squares. */
function qrOf(text: string): PassPage['qr'] {
  const { data, size } = encode(text, { ecc: 'L', border: 4 });
  const squares = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return { size, path: squares.join('') };
}
