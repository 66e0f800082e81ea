import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../../db/root.ts';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import { shortId } from '../../src/protocol/checkpoint.ts';
import { type Ran, outputOf, start, undersigned } from '../support/command.ts';
import { findOnDisk } from '../support/disk.ts';
import { letterFile } from '../support/letters.ts';
import { type ListeningSite, openListeningSite } from '../support/listening-site.ts';
import { askForCode, codeIn, colleaguesSign } from '../support/people.ts';

/** Her machine: what lies there the site never sees. */
let site: ListeningSite;
let letter: PublishedLetter;
let own: string;
let people = 0;

beforeAll(async () => {
  site = await openListeningSite();
  letter = await site.publish(letterFile());
  own = join(site.folder, '..', `maya-${Date.now()}-${process.pid}`);
  mkdirSync(own);
});
afterAll(async () => {
  await site.end();
  rmSync(own, { recursive: true });
});

const link = (of = letter) => `${site.origin}${paths.letter(of.address)}#${shortId(of.publicId)}`;
const mine = (name: string) => join(own, name);
const tool = (args: string[], input = ''): Promise<Ran> => undersigned(args, {}, input);

/** Brings the tool's text to the page, by its forms, and gives what the page answers. */
async function bring(blinded: string, of = letter): Promise<{ status: number; text: string }> {
  const mailbox = `maya${people++}@halden.example`;
  const ticket = await askForCode(site, of, mailbox);
  await site.mailIsSent();
  const form = { ticket, code: codeIn(site, mailbox), blinded, with: 'tool' };
  return site.http.post(paths.collectPass(of.address)).type('form').send(form);
}

const answerIn = (html: string): string => /<textarea id="answer"[^>]*>([\w-]+)</.exec(html)![1]!;

async function makePass(name: string): Promise<string> {
  const asked = await tool(['sign', 'start', link(), '--request', mine(`${name}.json`)]);
  const { text } = await bring(asked.out.trim());
  const { out } = await tool(['sign', 'finish', '--request', mine(`${name}.json`)], `${answerIn(text)}\n`);
  writeFileSync(mine(`${name}.txt`), out);
  return out.trim();
}

const paste = (post: string, of = letter) => site.http.post(paths.signatures(of.address)).type('form').send({ post });
const total = async () => (await site.board.published(letter)).totals.total;

describe('Maya signs with the tool', () => {
  let pass: string;

  test('it says which letter it is, and keeps its secret in a file that only she may read', async () => {
    const { status, out, err } = await tool(['sign', 'start', link(), '--request', mine('first.json')]);
    expect(status).toBe(0);
    expect(out).toMatch(new RegExp(`^request1_${shortId(letter.publicId)}_[\\w-]{512}\n$`));
    for (const words of ['Answer us', 'Pat Orsini', 'pins this letter', 'Pledge 2:  I will consider leaving.'])
      expect(err).toContain(words);
    expect(statSync(mine('first.json')).mode & 0o777).toBe(0o600);
    const again = await tool(['sign', 'start', link(), '--request', mine('first.json')]);
    expect([again.status, again.out]).toEqual([1, '']);
    expect(again.err).toContain('is there already');
  });

  test('an answer that is another, or not whole, costs her nothing', async () => {
    const { text } = await bring((await tool(['sign', 'start', link(), '--request', mine('other.json')])).out.trim());
    for (const [answer, words] of [
      [answerIn(text), 'no valid signature for this request'],
      [answerIn(text).slice(1), 'not a whole answer'],
      ['', 'not a whole answer'],
    ] as const) {
      const { status, out, err } = await tool(['sign', 'finish', '--request', mine('first.json')], answer);
      expect([status, out]).toEqual([1, '']);
      expect(err).toContain(words);
    }
    expect(existsSync(mine('first.json'))).toBe(true);
  });

  test('she gets her pass, and the file is gone', async () => {
    pass = await makePass('maya');
    expect(pass).toMatch(/^pass1_[\w-]{500,}$/);
    expect(existsSync(mine('maya.json'))).toBe(false);
  });

  test('she pastes her signature, and is counted as she wrote', async () => {
    const words = ['--shown', 'named', '--name', '  Maya   Lindqvist ', '--role', 'Engineer', '--pledge', '2'];
    const written = await tool(['sign', 'post', link(), ...words, '--comment', 'So says\r\nMaya.'], pass);
    expect(written.status).toBe(0);
    expect(written.out).not.toContain(pass.slice(6, 60));
    expect(JSON.parse(written.out)).toMatchObject({ kind: 'sign', seq: 0, fields: { name: 'Maya Lindqvist' } });
    const answer = await paste(written.out);
    expect([answer.status, answer.text]).toEqual([201, expect.stringContaining('<h1>You have signed</h1>')]);
    expect((await paste(written.out)).text).toContain('You have signed already');
    await colleaguesSign(site, letter, 9);
    await site.rounds.go(site.world.now());
    expect(await total()).toBe(10);
    expect((await site.http.get(paths.letter(letter.address))).text).toContain('Maya Lindqvist');
  });

  test('she changes it: the tool asks the site for the step, and sends the post itself', async () => {
    const change = ['change', link(), '--pass', mine('maya.txt'), '--shown', 'by role', '--role', 'Engineer'];
    const first = await tool([...change, '--send']);
    expect([first.status, JSON.parse(first.out)]).toEqual([0, expect.objectContaining({ leaf: expect.any(String) })]);
    expect(findOnDisk(site.folder, ['Maya Lindqvist'])).toEqual([]);
    const again = await tool([...change, '--send']);
    expect(again.out, 'the same words are the same step').toBe(first.out);
  });

  test('she is told what withdrawing at once reveals, before it is done', async () => {
    const withdraw = ['withdraw', link(), '--at-once', '--pass', mine('maya.txt')];
    const told = await tool([...withdraw, '--send']);
    expect([told.status, told.out]).toEqual([1, '']);
    expect(told.err).toContain('Whoever watches the page sees one\nsignature fewer');
    expect(await total()).toBe(10);
    const done = await paste((await tool([...withdraw, '--yes'])).out);
    expect(done.text).toContain('the number has changed already');
    expect(await total()).toBe(9);
    const late = await tool(['change', link(), '--shown', 'anonymous', '--send'], pass);
    expect([late.status, late.err]).toEqual([1, expect.stringContaining('This signature was withdrawn.')]);
  });

  test('a pass that has not signed has nothing to change', async () => {
    const unused = await makePass('unused');
    const { status, err } = await tool(['withdraw', link()], unused);
    expect([status, err]).toEqual([1, expect.stringContaining('This pass has not signed.')]);
  });

  test('the site never saw her secret or her pass', () => {
    expect(findOnDisk(site.folder, [pass, pass.slice(6, 60)])).toEqual([]);
    expect(site.log()).not.toContain(pass.slice(6, 60));
  });
});

describe('in one run', () => {
  test('the tool waits for the answer, and nothing is on disk', async () => {
    const running = await start('src/cli/undersigned.ts', ['sign', 'start', link()], {});
    const output = outputOf(running);
    while (!output.out.endsWith('\n')) await once(running.stdout!, 'data');
    const { text } = await bring(output.out.trim());
    running.stdin!.write(`${answerIn(text)}\n`);
    const [status] = (await once(running, 'close')) as [number];
    expect([status, output.out.split('\n')[1]]).toEqual([0, expect.stringMatching(/^pass1_/)]);
  });
});

describe('without a network', () => {
  test.each([
    ['the saved signing page', paths.sign],
    ['the saved page of a withdrawal', paths.change],
    ['audit.json', paths.auditJson],
    ['descriptor.json', paths.descriptor],
  ])('%s is enough', async (what, path) => {
    const file = mine(what.replaceAll(' ', '-'));
    writeFileSync(file, (await site.http.get(path(letter.address)).buffer()).text);
    const { status, out, err } = await tool(['sign', 'start', file, '--pin', link(), '--request', `${file}.request`]);
    expect([status, err]).toEqual([0, expect.stringContaining('pins this letter')]);
    expect(out).toContain(`request1_${shortId(letter.publicId)}_`);
  });

  test('a file without a pin is said to be pinned by nothing, with what to compare', async () => {
    const { err } = await tool(['sign', 'start', mine('descriptor.json'), '--request', mine('unpinned.json')]);
    expect(err).toContain(`nothing pins this letter. Compare: the link that you trust must end in #`);
  });

  test.each([
    ['the title', (text: string) => text.replace('"Answer us"', '"Answer me"')],
    [
      'the key',
      (text: string) =>
        text.replace(/("spki":"[\w-]{200})./, (all, kept: string) => `${kept}${all.endsWith('A') ? 'B' : 'A'}`),
    ],
    [
      'the whole letter',
      async () =>
        (await site.http.get(paths.descriptor((await site.publish(letterFile({ slug: 'x' }))).address)).buffer()).text,
    ],
  ])('a file in which somebody altered %s is refused', async (_what, alter) => {
    const original = readFileSync(mine('descriptor.json'), 'utf8');
    writeFileSync(mine('altered.json'), await alter(original));
    expect(readFileSync(mine('altered.json'), 'utf8')).not.toBe(original);
    const refused = await tool(['sign', 'start', mine('altered.json'), '--pin', link(), '--request', mine('no.json')]);
    expect([refused.status, refused.out]).toEqual([1, '']);
    expect(refused.err).toContain('Do not sign.');
    expect(existsSync(mine('no.json'))).toBe(false);
  });

  test('a page that does not match its own id is refused even without a pin', async () => {
    const page = readFileSync(mine('the-saved-signing-page'), 'utf8').replace(
      '&quot;min&quot;:10',
      '&quot;min&quot;:1',
    );
    writeFileSync(mine('altered.html'), page);
    expect((await tool(['sign', 'start', mine('altered.html')])).err).toContain('Do not sign.');
  });

  test('the server cannot answer a link with another letter', async () => {
    const other = await site.publish(letterFile({ slug: 'other' }));
    const wrong = `${site.origin}${paths.letter(other.address)}#${shortId(letter.publicId)}`;
    expect((await tool(['sign', 'start', wrong])).err).toContain('Do not sign.');
    expect((await tool(['sign', 'start', link(other), '--request', mine('right.json')])).status).toBe(0);
  });

  test('a change needs the number of its step', async () => {
    const { err } = await tool([
      'change',
      mine('descriptor.json'),
      '--shown',
      'anonymous',
      '--pass',
      mine('unused.txt'),
    ]);
    expect(err).toContain('Give --seq');
  });
});

describe('what the tool does not take', () => {
  test.each([
    ['a way that the letter does not have', ['--shown', 'loudly'], '--shown takes for this letter'],
    ['no name', ['--shown', 'named'], 'give the name to show'],
    ['no role', ['--shown', 'by role'], 'give the role to show'],
    ['a pledge that is not there', ['--shown', 'anonymous', '--pledge', '3'], 'from 1 to 2'],
    ['pledge 0', ['--shown', 'anonymous', '--pledge', '0'], 'from 1 to 2'],
  ])('%s', async (_what, words, said) => {
    const { status, err } = await tool(['sign', 'post', mine('descriptor.json'), ...words]);
    expect([status, err]).toEqual([1, expect.stringContaining(said)]);
  });

  test('a pass on the command line, or one that is not whole', async () => {
    const pass = readFileSync(mine('unused.txt'), 'utf8').trim();
    expect((await tool(['sign', 'post', link(), pass, '--shown', 'anonymous'])).status).toBe(2);
    const cut = await tool(['sign', 'post', link(), '--shown', 'anonymous'], pass.slice(0, -1));
    expect([cut.status, cut.err]).toEqual([1, expect.stringContaining('not a whole pass')]);
    expect(cut.err + cut.out).not.toContain(pass.slice(6, 30));
  });

  test('the pass of another letter', async () => {
    const other = (await site.shelf.byAddress('other'))!;
    const { err } = await tool(['sign', 'post', link(other), '--shown', 'anonymous', '--pass', mine('unused.txt')]);
    expect(err).toContain('This pass belongs to another letter.');
  });
});

describe('the documentation', () => {
  const blocks = [...readFileSync(join(root, 'docs', 'sign-offline.md'), 'utf8').matchAll(/```sh\n([^]*?)```/g)];

  /** Runs a block of commands as they stand, in her folder, with her link and our tool. */
  async function follow(block: string): Promise<string> {
    writeFileSync(
      mine('undersigned'),
      `#!/bin/sh\ncd '${root}' && exec '${process.execPath}' --import tsx src/cli/undersigned.ts "$@"\n`,
    );
    chmodSync(mine('undersigned'), 0o755);
    const files = block.replace(/\b(request|pass)\.(json|txt)\b/g, (name) => mine(name));
    const script = `PATH="${own}:$PATH"\nLINK='${link()}'\n${files}`;
    const shell = spawn('sh', ['-ec', script], { cwd: own });
    const output = outputOf(shell);
    await once(shell, 'close');
    return output.out + output.err;
  }

  test('its commands make a pass, sign, change and withdraw', async () => {
    expect(blocks).toHaveLength(5);
    const [before, begin, finish, sign, change] = blocks.map((block) => block[1]!);
    expect(before).toContain('LINK=');
    await follow(begin!);
    const { text } = await bring(readFileSync(mine('blinded.txt'), 'utf8').trim());
    writeFileSync(mine('answer.txt'), answerIn(text));
    await follow(finish!);
    expect(readFileSync(mine('pass.txt'), 'utf8')).toMatch(/^pass1_/);
    await follow(sign!);
    await follow(change!);
    for (const [file, words] of [
      ['signed.json', 'You have signed'],
      ['change.json', 'Your signature is changed'],
      ['withdrawal.json', 'Your signature is withdrawn'],
    ] as const) {
      const answer = await paste(readFileSync(mine(file), 'utf8'));
      expect([file, answer.status, answer.text]).toEqual([file, 201, expect.stringContaining(words)]);
    }
  });
});
