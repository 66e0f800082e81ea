import type { PublishedLetter } from '../../letters/letter.ts';
import { type Step, stepOf } from '../../letters/step.ts';
import { titled } from '../../letters/titled.ts';
import { firstDescriptor } from '../../letters/version.ts';
import { paths } from '../../paths.ts';
import { toBase64url } from '../../protocol/bytes.ts';
import { shortId } from '../../protocol/checkpoint.ts';
import { INVITATIONS } from '../../protocol/invitation.ts';
import type { Assets } from '../../web/assets.ts';
import type { MakeFrame } from '../../web/frame.ts';
import { page } from '../../web/render.ts';
import type { FieldFault } from '../../web/typed.ts';
import type { Words } from '../../web/words.ts';
import { RSA_BITS } from '../keys.ts';
import { type Qr, qrOf } from '../qr.ts';

interface InvitePage extends Step {
  client: ClientView;
  action: string;
  pass: string;
  passFault: string | null;
  numberFault: string | null;
  /** Each named by a saying. */
  numbers: { value: string; label: string; chosen: boolean }[];
  message: string;
}

/** What the browser's own client needs; without script nothing of it is used. */
interface ClientView {
  id: string;
  descriptor: string;
  bits: number;
  fallback: { src: string; integrity: string };
}

interface InvitationPage extends Step {
  message: string;
  qr: Qr;
  againPath: string;
}

const invitePage = page<InvitePage>('issuing/invite');
const invitationPage = page<InvitationPage>('issuing/invitation');

/** The pages on which whoever has a pass invites colleagues into the vouched tally. */
export const invitingPages = (frame: MakeFrame, assets: Assets, baseUrl: string) => ({
  invite(
    letter: PublishedLetter,
    tally: PublishedLetter,
    given: { pass?: string; n?: number | undefined; faults?: FieldFault[] },
  ): string {
    const { pass = '', faults } = given;
    // where none was chosen, none is chosen for them
    const n = faults ? given.n : 1;
    const faultOf = (field: string) => faults?.find((fault) => fault.field === field)?.message ?? null;
    return invitePage({
      ...frame({
        title: titled(frame, 'issuing.invite.title', letter, faults !== undefined),
        at: paths.invite(letter.address),
        islands: faults ? [] : ['invite.js', 'qr.js', 'pin.js'],
      }),
      ...stepOf(letter, faults ?? []),
      client: clientView(letter, assets),
      action: paths.invite(letter.address),
      ...{ pass, passFault: faultOf('pass'), numberFault: faultOf('n') },
      numbers: ordinals.slice(0, INVITATIONS).map((label, i) => ({ label, value: String(i + 1), chosen: i + 1 === n })),
      message: messageOf(letter, tally, baseUrl, frame.words),
    });
  },
  made: (letter: PublishedLetter, tally: PublishedLetter, invitation: string): string =>
    invitationPage({
      ...frame({ title: titled(frame, 'issuing.invite.made-title', letter) }),
      ...stepOf(letter, []),
      message: messageOf(letter, tally, baseUrl, frame.words) + invitation,
      qr: qrOf(invitation),
      againPath: paths.invite(letter.address),
    }),
});

const ordinals = ['issuing.invite.first', 'issuing.invite.second', 'issuing.invite.third'];

/**
 * What the colleague gets; the invitation follows at its end. It is text and no link: an address would be sent to the
 * server, and what follows a # stays in the history of a browser.
 */
function messageOf(letter: PublishedLetter, tally: PublishedLetter, baseUrl: string, words: Words): string {
  const link = `${baseUrl}${paths.sign(tally.address)}#${shortId(letter.publicId)}`;
  return `${letter.title}\n${link}\n\n${words.say('issuing.invite.message')}\n\n`;
}

const clientView = (letter: PublishedLetter, assets: Assets): ClientView => ({
  id: toBase64url(letter.publicId),
  descriptor: firstDescriptor(letter),
  bits: RSA_BITS,
  fallback: { src: assets.url('ed25519-fallback.js'), integrity: assets.integrity('ed25519-fallback.js') },
});
