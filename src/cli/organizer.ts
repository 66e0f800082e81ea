import type { Command } from 'commander';
import { readAddress } from '../issuing/mailbox.ts';
import { letterStore } from '../letters/store.ts';
import { membersStore } from '../organizing/accounts/members/store.ts';
import { type Organizer, nameFrom, warningsOf } from '../organizing/accounts/organizer.ts';
import { organizersStore } from '../organizing/accounts/store.ts';
import { paths } from '../paths.ts';
import { wordsIn } from '../web/speak.ts';
import type { BoardWorld, CommonWorld } from '../world.ts';
import { Refusal } from './refusal.ts';

/** What the tool gives each of its commands. */
interface Tool {
  inWorld(act: (world: CommonWorld) => Promise<unknown>): Promise<void>;
  say(words: string): void;
}

interface AddOptions {
  name?: string;
  keeperOf?: string;
}

/** `undersigned organizer`: the first account of a site; further ones come by invitation. */
export function addOrganizer(undersigned: Command, tool: Tool): void {
  const organizer = undersigned.command('organizer').description('accounts of those who write letters');
  organizer
    .command('add')
    .argument('<email>', 'a private address; codes for signing in are mailed there')
    .option('--name <name>', 'what the other organizers see; default: what stands before the @')
    .option('--keeper-of <slug>', 'make the organizer, new or not, keeper of this letter')
    .description('add an organizer')
    .action((email: string, options: AddOptions) => tool.inWorld((world) => add(tool, boardOf(world), email, options)));
}

async function add(tool: Tool, world: BoardWorld, typed: string, { name, keeperOf }: AddOptions): Promise<void> {
  const letters = letterStore(world.databases.letters);
  const email = readAddress(typed)?.mailbox;
  if (email === undefined) throw new Refusal(`${typed}: this is no mail address`);
  const letter = keeperOf === undefined ? undefined : await letters.bySlug(keeperOf);
  if (keeperOf !== undefined && !letter) throw new Refusal(`There is no letter "${keeperOf}".`);
  const organizers = organizersStore(world.databases.organizers);
  const added = await organizers.add({ id: world.random(16), email, name: readName(name, email) });
  if (!added && !letter) throw new Refusal(`${email} is an organizer already.`);
  const organizer = (await organizers.byEmail(email)) as Organizer;
  if (letter)
    await membersStore(world.databases.organizers).makeKeeper(letter.id, organizer.id, world.now(), 'the operator');
  const warnings = warningsOf(email, await letters.employerDomains());
  for (const warning of warnings) process.stderr.write(`Warning: ${wordsIn('en').say(warning)}\n`);
  tool.say(
    [
      `${email} ${added ? 'is an organizer now' : 'was an organizer already'}${letter ? `, and keeper of "${letter.slug}"` : ''}.`,
      `Sign in at ${world.config.baseUrl}${paths.signIn()}`,
    ].join('\n'),
  );
}

function readName(name: string | undefined, email: string): string {
  const given = name?.replace(/\s+/g, ' ').trim() ?? '';
  if (given.length > 80) throw new Refusal('--name: at most 80 characters');
  return given || nameFrom(email);
}

/** Organizers belong to the board, where letters are read and looked after. */
function boardOf(world: CommonWorld): BoardWorld {
  if (world.config.role === 'issuer') throw new Refusal('Organizers are added on the board: set ROLE=board there.');
  return world as BoardWorld;
}
