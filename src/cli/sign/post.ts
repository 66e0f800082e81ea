import { nodeEd25519 } from '../../ed25519.ts';
import { canonicalJson } from '../../protocol/canonical-json.ts';
import { askStanding, isPassOf, writePost } from '../../protocol/client.ts';
import type { Pass } from '../../protocol/pass.ts';
import { Refusal } from '../refusal.ts';
import { type CheckedLetter, encoded } from './letter.ts';
import type { Words } from './words.ts';

/** A post as the page's form and its JSON take it. Without words it withdraws. */
export async function writeSigned(
  letter: CheckedLetter,
  pass: Pass,
  { seq, words, atOnce = false }: { seq: number; words: Words | null; atOnce?: boolean },
): Promise<Record<string, unknown>> {
  if (!(await isPassOf(letter, pass, nodeEd25519)))
    throw new Refusal('This pass belongs to another letter. Each letter has passes of its own.');
  const { letterId, versionHash } = letter;
  const kind = words === null ? 'withdraw' : seq === 0 ? 'sign' : 'edit';
  const body = words === null ? '' : canonicalJson(words);
  const { pk, prefix, sig, salt, commit, esig } = await writePost(
    pass,
    { letterId, versionHash, seq, kind, body },
    nodeEd25519,
  );
  const signed = { kind, seq, ...encoded({ pk, prefix, sig, salt, commit, esig }) };
  return words === null ? { ...signed, ...(atOnce && { at_once: true }) } : { ...signed, fields: words };
}

/** The step that makes these words stand: asked of the site, where it is not given. */
export async function nextStep(
  letter: CheckedLetter,
  pass: Pass,
  given: string | undefined,
  words: Words | null,
): Promise<number> {
  if (given !== undefined) {
    if (/^[1-9]\d{0,3}$/.test(given)) return Number(given);
    throw new Refusal('--seq: 1 for the first change of a signature, then one more each time.');
  }
  if (letter.address === undefined)
    throw new Refusal(
      'Without a link the site cannot be asked. Give --seq: 1 for the first change, then one more each time.',
    );
  const asked = encoded(await askStanding(pass, letter.letterId, nodeEd25519));
  const { standing } = (await sendTo(`${letter.address}/change`, asked)) as {
    standing: { seq: number; fields: Words | null; current: boolean } | null;
  };
  if (!standing) throw new Refusal('This pass has not signed. There is nothing to change or withdraw.');
  if (!standing.fields && words) throw new Refusal('This signature was withdrawn. Nothing of it is left to change.');
  const same = (standing.current || !words) && canonicalJson(standing.fields) === canonicalJson(words);
  return same ? standing.seq : standing.seq + 1;
}

/** Posts over the network, and gives the receipt as text. */
export async function sendSigned(letter: CheckedLetter, signed: Record<string, unknown>): Promise<string> {
  if (letter.address === undefined)
    throw new Refusal("--send needs the letter's link; a file has no address to send to.");
  return JSON.stringify(await sendTo(`${letter.address}/signatures`, signed), null, 2);
}

async function sendTo(address: string, content: unknown): Promise<unknown> {
  const request = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(content) };
  try {
    const answer = await fetch(address, { ...request, redirect: 'error' });
    const body = (await answer.json()) as { detail?: string };
    if (answer.ok) return body;
    throw new Refusal(body.detail ?? `${address} answers ${answer.status}`);
  } catch (fault) {
    if (fault instanceof Refusal) throw fault;
    throw new Refusal('The connection broke. Nothing is lost: run the same command again.', { cause: fault });
  }
}
