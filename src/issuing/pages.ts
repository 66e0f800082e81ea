import { countedWords } from '../letters/counted.ts';
import { domainsOf } from '../letters/host.ts';
import type { PublishedLetter } from '../letters/letter.ts';
import { type ProvenView, provenBy, provenView } from '../letters/proven-by.ts';
import { type SignatureForm, signatureForm } from '../letters/signature-form.ts';
import { isMain, mainOf, tallyOf } from '../letters/tally.ts';
import { type Step, stepOf } from '../letters/step.ts';
import { titled } from '../letters/titled.ts';
import type { MailStatus } from '../mail/code-queue.ts';
import { amendedDescriptor, firstDescriptor } from '../letters/version.ts';
import { paths } from '../paths.ts';
import { toBase64url } from '../protocol/bytes.ts';
import type { Assets } from '../web/assets.ts';
import type { FieldFault } from '../web/typed.ts';
import type { MakeFrame } from '../web/frame.ts';
import { page } from '../web/render.ts';
import type { Words } from '../web/words.ts';
import { RSA_BITS } from './keys.ts';
import { type Qr, qrOf } from './qr.ts';

/** What the browser's own client needs; without script nothing of it is used. */
interface ClientView {
  id: string;
  /** Null where the signatures are those of employees. */
  tally: string | null;
  descriptor: string;
  /** Null where the text was never amended. */
  amended: string | null;
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

interface AskPage extends Step, ProvenView, Ways {
  fromEmployer: boolean;
  onion: string | null;
  client: ClientView;
  form: SignatureForm;
  devMail: string | null;
  action: string;
  /** A mailbox, a code or an invitation, whichever this letter asks for. */
  typed: string;
  typedFault: string | null;
  /** What only this window knows, where no mail is asked for. */
  ticket: string;
  domains: string;
}

interface Ways {
  writePath: string;
  toolPath: string;
  /** Null but for supporters: where those sign who work there. */
  employeesPath: string | null;
  /** Null where nobody can be invited: where those sign who were. */
  invitedPath: string | null;
  invitePath: string | null;
}

interface Asked {
  typed?: string;
  fault?: string;
  ticket?: string;
  fromEmployer: boolean;
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

interface PassPage extends Step, ProvenView {
  pass: string;
  download: string;
  fileName: string;
  qr: Qr;
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
  ask(letter: PublishedLetter, { typed = '', fault, ticket = '', fromEmployer }: Asked): string {
    const by = provenBy(letter);
    return askPage({
      ...frame({
        title: titled(frame, 'issuing.ask.title', letter, fault !== undefined),
        at: paths.sign(letter.address),
        islands: fault === undefined ? ['sign.js', 'qr.js', 'pin.js'] : [],
      }),
      ...provenView(letter),
      fromEmployer,
      onion: onionUrl === undefined ? null : onionUrl + paths.sign(letter.address),
      client: clientView(letter, assets, frame.words),
      form: signatureForm(letter, '', {}, true),
      devMail: devMail ? paths.devMail() : null,
      ...stepOf(letter, fault ? [{ field: by === 'mailbox' ? by : 'code', message: fault }] : []),
      // without an address to ask at, the browser's client asks for no mailbox
      action: by === 'mailbox' ? paths.askCode(letter.address) : '',
      ...{ typed, typedFault: fault ?? null, ticket },
      domains: domainsOf(mainOf(letter).employers),
      ...otherWays(letter),
    });
  },
  code(
    letter: PublishedLetter,
    ticket: string,
    given: { code?: string; blinded?: string; fault?: FieldFault; status?: MailStatus } = {},
  ): string {
    const at = paths.sign(letter.address);
    const { code = '', blinded = '', fault, status } = given;
    const faultOf = (field: string) => (fault?.field === field ? fault.message : null);
    return codePage({
      ...frame({ title: titled(frame, 'issuing.code.title', letter, fault !== undefined), at }),
      ...stepOf(letter, fault ? [fault] : []),
      action: paths.collectPass(letter.address),
      statusAction: paths.mailStatus(letter.address),
      againPath: at,
      ...{ ticket, code, codeFault: faultOf('code') },
      ...toolView(blinded, faultOf('blinded')),
      status: status ? { waiting: status === 'waiting', notSent: status === 'not sent' } : null,
      devMail: devMail ? paths.devMail() : null,
    });
  },
  pass(letter: PublishedLetter, pass: string): string {
    return passPage({
      ...frame({ title: titled(frame, 'issuing.pass.title', letter) }),
      ...stepOf(letter, []),
      ...provenView(letter),
      ...{ pass, qr: qrOf(pass), fileName: `pass-${letter.slug}.txt` },
      download: `data:text/plain;charset=utf-8,${encodeURIComponent(`${pass}\n`)}`,
      form: signatureForm(letter, paths.previewSignature(letter.address), { pass }, true),
    });
  },
});

/** Where those go for whom this page is not: who has a pass, uses the tool, or proves a right in another way. */
function otherWays(letter: PublishedLetter): Ways {
  const vouched = isMain(letter) ? tallyOf(letter, 'vouched') : undefined;
  return {
    writePath: paths.writeSignature(letter.address),
    toolPath: paths.signWithTool(letter.address),
    employeesPath: letter.tally === 'supporters' ? paths.sign(mainOf(letter).address) : null,
    invitedPath: vouched ? paths.sign(vouched.address) : null,
    invitePath: vouched ? paths.invite(letter.address) : null,
  };
}

const toolView = (blinded: string, blindedFault: string | null) => ({
  blinded,
  blindedFault,
  fromTool: blinded !== '' || blindedFault !== null,
});

function clientView(letter: PublishedLetter, assets: Assets, words: Words): ClientView {
  return {
    id: toBase64url(mainOf(letter).publicId),
    tally: letter.main ? letter.tally : null,
    descriptor: firstDescriptor(letter),
    amended: amendedDescriptor(letter),
    bits: RSA_BITS,
    steps: provenBy(letter) === 'mailbox' ? 4 : 3,
    collect: paths.collectPass(letter.address),
    post: paths.signatures(letter.address),
    fallback: { src: assets.url('ed25519-fallback.js'), integrity: assets.integrity('ed25519-fallback.js') },
    counted: countedWords(letter, words),
    fileName: `pass-${letter.slug}.txt`,
    receiptName: `receipt-${letter.slug}.json`,
  };
}
