import { unlink } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import type { PassRequest } from '../protocol/client.ts';
import { writeRequest } from '../protocol/request-text.ts';
import { Refusal } from './refusal.ts';
import { describeLetter, readLetter } from './sign/letter.ts';
import { nextStep, sendSigned, writeSigned } from './sign/post.ts';
import { finishRequest, isBlindSignature, keepRequest, keptRequest, newRequest } from './sign/request.ts';
import { give, pasted, takePass, tell } from './sign/terminal.ts';
import { type WordOptions, readWords } from './sign/words.ts';

/**
 * Tier B of the protocol: the signatory's part without a script that the server sent. Like `verify` it shares
 * only protocol/ with the server. What it makes is pasted into the page's forms, by a browser on any machine.
 */
export function addSigning(undersigned: Command): void {
  const sign = undersigned.command('sign').description('make a pass and sign, without the script of a page');
  const letterCommand = (parent: Command, name: string, description: string) =>
    parent
      .command(name)
      .argument('<letter>', "the letter's link; or a file: a saved page, its audit.json or its descriptor.json")
      .description(description)
      .option('--pin <link>', 'the link that you trust, or what stands behind its #; a file has none of its own');

  letterCommand(sign, 'start', 'make a secret, and a blinded text for the page')
    .option('--request <file>', 'go on in another run: keep the secret in this new private file until then')
    .action(startSigning);
  sign
    .command('finish')
    .description("make the pass from the page's answer, which is read from standard input")
    .requiredOption('--request <file>', 'the file of `sign start`; it is deleted when the pass is written')
    .action(finishSigning);
  withWords(letterCommand(sign, 'post', 'sign with a pass')).action(postSignature);
  withWords(letterCommand(undersigned, 'change', 'change what a pass has signed: give all words anew'))
    .addOption(seqOption())
    .action(changeSignature);
  withPass(letterCommand(undersigned, 'withdraw', 'withdraw what a pass has signed'))
    .addOption(seqOption())
    .option('--at-once', 'do not wait for the next release; says first what that reveals')
    .option('--yes', 'you have read what withdrawing at once reveals')
    .action(withdrawSignature);
}

const withPass = (command: Command): Command =>
  command
    .option(
      '--pass <file>',
      'the file that holds the pass; without it, standard input. Never type a pass as an argument',
    )
    .option('--send', 'send it to the site from this machine; otherwise it is written out, to be pasted into the page');

const withWords = (command: Command): Command =>
  withPass(command)
    .requiredOption('--shown <way>', 'named, "by role" or anonymous')
    .option('--name <name>')
    .option('--role <role>')
    .option('--employer <name>', 'where the letter goes to several')
    .option('--site <name>', 'where the letter has a list of sites; counted, and never shown with a signature')
    .option('--occupation <name>', 'the same for its list of roles')
    .option('--comment <text>')
    .option('--pledge <number>', 'from 1; may be given again', (one: string, all: string[]) => [...all, one], []);

const seqOption = (): Option =>
  new Option('--seq <number>', '1 for the first change, then one more each time; left out, the site is asked');

interface Source {
  pin?: string;
}

interface Signing extends Source {
  pass?: string;
  seq?: string;
  send?: true;
}

async function startSigning(source: string, { pin, request: file }: Source & { request?: string }): Promise<void> {
  const letter = await readLetter(source, pin);
  tell(describeLetter(letter));
  const request = file === undefined ? await newRequest(letter) : await keepRequest(letter, file);
  tell('\nPaste this text into the page (Sign this letter, then “I use the undersigned tool”):\n');
  await give(writeRequest(letter.letterId, request.blinded));
  if (file === undefined) {
    tell('\nNothing is on disk: keep this window open until the page has answered.');
    await writeOutPass(await takeAnswer(request));
  } else tell(`\n${file} holds your secret. When the page has answered: undersigned sign finish --request ${file}`);
}

async function finishSigning({ request: file }: { request: string }): Promise<void> {
  await writeOutPass(await takeAnswer(await keptRequest(file)));
  await unlink(file);
  tell(`${file} is deleted.`);
}

/** On a terminal a wrong paste costs nothing: the secret of an unkept request would be gone with the program. */
async function takeAnswer(request: PassRequest): Promise<string> {
  for (;;) {
    const answer = await pasted('the answer of the page', isBlindSignature);
    try {
      return await finishRequest(request, answer);
    } catch (fault) {
      if (!(fault instanceof Refusal) || !process.stdin.isTTY || answer === '') throw fault;
      tell(fault.message);
    }
  }
}

async function writeOutPass(pass: string): Promise<void> {
  tell('\nThis is your pass, the only key to your signature. Keep it where nobody else reads:\n');
  await give(pass);
}

async function postSignature(source: string, options: Signing & WordOptions): Promise<void> {
  const letter = await readLetter(source, options.pin);
  const words = readWords(letter.descriptor, options);
  await deliver(await writeSigned(letter, await takePass(options.pass), { seq: 0, words }), letter, options);
}

async function changeSignature(source: string, options: Signing & WordOptions): Promise<void> {
  const letter = await readLetter(source, options.pin);
  const words = readWords(letter.descriptor, options);
  const pass = await takePass(options.pass);
  const seq = await nextStep(letter, pass, options.seq, words);
  await deliver(await writeSigned(letter, pass, { seq, words }), letter, options);
}

const AT_ONCE = [
  'Withdrawn at once, your signature leaves the number at this minute, alone. Whoever watches the page sees one',
  'signature fewer, and may connect that with what you did or said just now. Without --at-once it leaves at the next',
  'release, together with others; its words are erased at once either way.',
].join('\n');

async function withdrawSignature(source: string, options: Signing & { atOnce?: true; yes?: true }): Promise<void> {
  if (options.atOnce && !options.yes) throw new Refusal(`${AT_ONCE}\nIf you want that, add --yes.`);
  const letter = await readLetter(source, options.pin);
  const pass = await takePass(options.pass);
  const seq = await nextStep(letter, pass, options.seq, null);
  const atOnce = options.atOnce === true;
  await deliver(await writeSigned(letter, pass, { seq, words: null, atOnce }), letter, options);
}

async function deliver(
  signed: Record<string, unknown>,
  letter: Awaited<ReturnType<typeof readLetter>>,
  { send }: Signing,
): Promise<void> {
  if (send) {
    const receipt = await sendSigned(letter, signed);
    tell('The site took it. This is its receipt:\n');
    return give(receipt);
  }
  tell('Paste this text into the page, under “Paste a signed text”:\n');
  await give(JSON.stringify(signed));
}
