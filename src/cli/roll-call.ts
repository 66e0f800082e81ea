import { setTimeout as wait } from 'node:timers/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { type StaffList, readStaffList } from '../issuing/roll-call/list.ts';
import { codeSheet } from '../issuing/roll-call/sheet.ts';
import { type Mailed, finishMailing, hasUnfinished, mailRollCall, makeCodes } from '../issuing/roll-call/roll-call.ts';
import { type PublishedLetter, takesSignatures } from '../letters/letter.ts';
import { letterStore } from '../letters/store.ts';
import { paths } from '../paths.ts';
import type { CommonWorld, IssuerWorld } from '../world.ts';
import { Refusal } from './refusal.ts';
import { wordsIn } from '../web/speak.ts';

/** What the tool gives each of its commands. */
interface Tool {
  inWorld(act: (world: CommonWorld) => Promise<unknown>): Promise<void>;
  readSource(file: string): Promise<string>;
  say(words: string): void;
}

interface MailOptions {
  pace: number;
  more?: true;
  finish?: true;
  skipFaults?: true;
}

const MOST_CODES = 10_000;
const MOST_PACE = 50;

/** `undersigned roll-call`: gives out the codes of a letter whose file says `roll_call: true`. */
export function addRollCall(undersigned: Command, tool: Tool): void {
  const rollCall = undersigned.command('roll-call').description('codes for a staff list, instead of asking mailboxes');
  rollCall
    .command('mail')
    .argument('<slug>')
    .argument('[list]', 'a file with one address a line; - reads standard input')
    .option('--pace <mails>', 'mails a second to one domain', wholeNumber(MOST_PACE), 5)
    .option('--skip-faults', 'mail to the others where lines are no address')
    .option('--finish', 'finish, though some were not mailed; without a list, finish what was broken off')
    .option('--more', 'mail to a further list after it was finished')
    .description('mail each address a code; broken off, it goes on when the list is given again')
    .action((slug: string, list: string | undefined, options: MailOptions) =>
      tool.inWorld(async (world) => {
        const [issuer, letter] = [issuerOf(world), await rollCallLetter(world, slug)];
        if (list !== undefined) await mail(tool, issuer, letter, await readList(tool, list, options), options);
        else await finish(tool, issuer, letter, options);
      }),
    );
  rollCall
    .command('print')
    .argument('<slug>')
    .requiredOption('--count <codes>', 'how many', wholeNumber(MOST_CODES))
    .description('write codes for paper, as HTML to print and cut')
    .action((slug: string, { count }: { count: number }) =>
      tool.inWorld(async (world) => {
        const [issuer, letter] = [issuerOf(world), await rollCallLetter(world, slug)];
        const codes = await makeCodes(issuer, letter, count);
        process.stdout.write(
          codeSheet(codes, world.config.baseUrl + paths.letter(letter.address), wordsIn(letter.language)),
        );
      }),
    );
}

async function readList(tool: Tool, file: string, { skipFaults }: MailOptions): Promise<StaffList> {
  const list = readStaffList(await tool.readSource(file));
  if (list.faults.length > 0 && !skipFaults)
    throw new Refusal(
      `${file}: no address stands in ${linesIn(list.faults)}. Nothing was sent. Mend them, or leave them out with --skip-faults.`,
    );
  if (list.entries.length === 0) throw new Refusal(`${file}: holds no address`);
  return list;
}

async function mail(
  tool: Tool,
  world: IssuerWorld,
  letter: PublishedLetter,
  list: StaffList,
  options: MailOptions,
): Promise<void> {
  if (world.mailbox) throw new Refusal('SMTP_URL must be set: codes have to reach mailboxes. Or print them.');
  const { pace, more = false, finish: finishes = false } = options;
  const progress = (done: number) => showProgress(done, list.entries.length);
  const mailed = await mailRollCall(world, letter, list.entries, { pace, more, finish: finishes, wait, progress });
  if (process.stderr.isTTY) process.stderr.write('\n');
  if (mailed === 'under way') throw new Refusal(UNDER_WAY);
  if (mailed === 'finished before') throw new Refusal(FINISHED_BEFORE);
  const words = [countsOf(mailed, list), ...faultsOf(mailed)].join('\n');
  if (mailed.closed || mailed.refused.length + mailed.trouble.length > 0) throw new Refusal(words);
  tool.say(words);
}

async function finish(tool: Tool, world: IssuerWorld, letter: PublishedLetter, options: MailOptions): Promise<void> {
  if (!options.finish) throw new Refusal('Give the list, or --finish.');
  if (!(await hasUnfinished(world, letter))) throw new Refusal('Nothing is being sent.');
  if ((await finishMailing(world, letter)) === 'under way') throw new Refusal(UNDER_WAY);
  tool.say(IS_FINISHED);
}

const IS_FINISHED = 'Finished: the key by which mailed addresses were recognised is destroyed.';
const UNDER_WAY =
  'Another run is mailing codes for this letter now. Nothing was sent. Wait until it has ended, then give the list again.';
const FINISHED_BEFORE =
  'The sending for this letter is finished, and who had a code can be recognised no more: whoever is mailed again ' +
  'gets a second signature. To mail to people who had none, give a list of them alone, with --more.';

function countsOf({ mailed, before }: Mailed, { repeated, faults }: StaffList): string {
  return [
    `Mailed: ${mailed}.`,
    ...(before > 0 ? [`Mailed before: ${before}.`] : []),
    ...(repeated > 0 ? [`Lines that name an address again: ${repeated}.`] : []),
    ...(faults.length > 0 ? [`Left out, being no address: ${linesIn(faults)}.`] : []),
  ].join(' ');
}

function faultsOf({ refused, trouble, closed, finished }: Mailed): string[] {
  if (closed) return ['The letter closed meanwhile: its codes are gone.'];
  return [
    ...(refused.length > 0 ? [`The mail server refused ${linesIn(refused)}; those codes are not valid.`] : []),
    ...(trouble.length > 0 ? [`The mail server did not take ${linesIn(trouble)}; those codes are not valid.`] : []),
    finished
      ? IS_FINISHED
      : 'Not finished: give the mended list again, which goes on, or --finish, which destroys the key that recognises who had a code.',
  ];
}

/** Lines by their numbers; what stands in them is never shown. */
const linesIn = (lines: number[]): string =>
  `${lines.length === 1 ? 'line' : 'lines'} ${lines.toSorted((a, b) => a - b).join(', ')}`;

function issuerOf(world: CommonWorld): IssuerWorld {
  if (world.config.role === 'board') throw new Refusal('The issuer gives out codes: run this where the issuer is.');
  return world as IssuerWorld;
}

async function rollCallLetter(world: CommonWorld, slug: string): Promise<PublishedLetter> {
  const letter = await letterStore(world.databases.letters).bySlug(slug);
  if (!letter) throw new Refusal(`There is no letter "${slug}".`);
  if (!takesSignatures(letter, world.now())) throw new Refusal(`"${slug}" takes no signatures.`);
  if (!letter.rollCall) throw new Refusal(`"${slug}" asks for mailboxes: its file does not say roll_call: true.`);
  return letter;
}

function wholeNumber(most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= 1 && value <= most) return value;
    throw new InvalidArgumentError(`It must be a whole number from 1 to ${most}.`);
  };
}

/** One line on a terminal, rewritten as the sending goes on; nothing where the output is kept. */
function showProgress(done: number, all: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${all} mailed `);
}
