import { equalBytes, fromBase64url, fromHex, readBase64url, sha256 } from '../protocol/bytes.ts';
import { checkpointText, logOrigin, readCheckpoint } from '../protocol/checkpoint.ts';
import { receiptMessage } from '../protocol/messages.ts';

/**
 * Looks in this browser whether a receipt's leaf is in the published log, by the hashes of all leaves. What it says is
 * in the attributes of its form.
 */

for (const form of document.querySelectorAll<HTMLFormElement>('[data-receipt-check]')) {
  form.hidden = !crypto.subtle;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const outcome = form.querySelector('[data-outcome]')!;
    outcome.textContent = form.dataset['looking']!;
    look(form).then(
      (words) => (outcome.textContent = words),
      () => (outcome.textContent = form.dataset['noLog']!),
    );
  });
}

async function look(form: HTMLFormElement): Promise<string> {
  const { leafHashes, checkpoint, letterId, logKey, ...says } = form.dataset as Attributes;
  const receipt = readReceipt(form.querySelector('textarea')?.value ?? '');
  if (!receipt) return says.notWhole;
  if (receipt.letter_id !== letterId) return says.otherLetter;
  const key = await crypto.subtle.importKey('raw', fromBase64url(logKey), 'Ed25519', false, ['verify']);
  const verify = (signature: Uint8Array<ArrayBuffer>, message: Uint8Array<ArrayBuffer>) =>
    crypto.subtle.verify('Ed25519', key, signature, message);
  const message = receiptMessage(fromHex(letterId), fromHex(receipt.leaf), receipt.release);
  if (!(await verify(fromBase64url(receipt.signature), message))) return says.notSigned;
  const leaves = new Uint8Array(await (await fetch(leafHashes, { credentials: 'omit' })).arrayBuffer());
  const note = readCheckpoint(await (await fetch(checkpoint, { credentials: 'omit' })).text());
  const hashes = Array.from({ length: leaves.length / 32 }, (_, i) => leaves.slice(i * 32, i * 32 + 32));
  if (!note || note.size > hashes.length) return says.nothing;
  const text = checkpointText(logOrigin(fromHex(letterId)), note.size, await rootOf(hashes.slice(0, note.size)));
  const signed = text === note.text && (await verify(note.signature, new TextEncoder().encode(text)));
  if (!signed) return says.noMatch;
  const at = hashes.findIndex((hash) => equalBytes(hash, fromHex(receipt.leaf)));
  const entry = { '{at}': at + 1, '{of}': hashes.length };
  return at < 0 ? says.notYet : says.yes.replace(/{at}|{of}/g, (place) => String(entry[place as keyof typeof entry]));
}

type Attribute = 'leafHashes' | 'checkpoint' | 'letterId' | 'logKey';
type Saying = 'notWhole' | 'otherLetter' | 'notSigned' | 'nothing' | 'noMatch' | 'notYet' | 'yes';
type Attributes = Record<Attribute | Saying, string>;

interface Receipt {
  letter_id: string;
  leaf: string;
  release: { min: number; every: number };
  signature: string;
}

function readReceipt(text: string): Receipt | undefined {
  try {
    const receipt = JSON.parse(text) as Receipt;
    const whole = /^[0-9a-f]{64}$/.test(receipt.leaf) && readBase64url(receipt.signature)?.length === 64;
    return whole && Number.isInteger(receipt.release.min + receipt.release.every) ? receipt : undefined;
  } catch {
    // pasted text that is no receipt has the same answer whatever is wrong with it
    return undefined;
  }
}

/** The root of a tree over these leaf hashes (RFC 6962, section 2.1), pair by pair and level by level. */
async function rootOf(hashes: Uint8Array<ArrayBuffer>[]): Promise<Uint8Array<ArrayBuffer>> {
  let level = hashes;
  while (level.length > 1) {
    const pairs = Array.from({ length: Math.ceil(level.length / 2) }, async (_, i) => {
      const [left, right] = [level[2 * i]!, level[2 * i + 1]];
      return right ? sha256(new Uint8Array([1, ...left, ...right])) : left;
    });
    level = await Promise.all(pairs);
  }
  return level[0]!;
}
