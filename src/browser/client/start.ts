import type { Ed25519 } from '../../protocol/client.ts';
import { webEd25519 } from './ed25519.ts';
import { type CheckedLetter, type PageLetter, checkLetter } from './letter.ts';
import { type Screens, screensOf } from './screens.ts';

/** `Addresses` are what the script reads from its element: each is there, the page's view says so. */
type Play<Addresses> = (screens: Screens, letter: CheckedLetter, ed25519: Ed25519, addresses: Addresses) => void;

/** Takes the page over from its forms, once the letter has been checked. */
export async function start<Addresses>(where: string, play: Play<Addresses>): Promise<void> {
  const root = document.querySelector<HTMLElement>(where)!;
  // without WebCrypto the forms of the page work, and say what they cannot promise
  if (!crypto.subtle) return;
  const ed25519 = (await webEd25519()) ?? (await libraryEd25519(root.dataset as unknown as Fallback));
  const letter = await checkLetter(root.dataset as unknown as PageLetter, location.hash).catch(() => undefined);
  // the page's style hides the forms that follow it
  root.hidden = false;
  const screens = screensOf(root);
  if (letter) play(screens, letter, ed25519, root.dataset as Addresses);
  else screens.show('altered');
}

interface Fallback {
  fallback: string;
  fallbackIntegrity: string;
}

/** Where WebCrypto lacks Ed25519, a library is loaded, after its bytes were checked. */
async function libraryEd25519({ fallback, fallbackIntegrity }: Fallback): Promise<Ed25519> {
  await fetch(fallback, { integrity: fallbackIntegrity });
  return ((await import(fallback)) as { nobleEd25519: Ed25519 }).nobleEd25519;
}
