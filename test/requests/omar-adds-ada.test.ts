import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { paths } from '../../src/paths.ts';
import { toHex } from '../../src/protocol/bytes.ts';
import { undersigned } from '../support/command.ts';
import { letterFile } from '../support/letters.ts';
import { ADA, signInAs } from '../support/organizers.ts';
import { openSite } from '../support/site.ts';

/** Each command is a program of its own. */
const PATIENCE = 120_000;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'undersigned-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const env = () => ({ DATABASE_URL: `file:${join(folder, 'undersigned.db')}`, BASE_URL: 'https://letters.example' });
const add = (...args: string[]) => undersigned(['organizer', 'add', ...args], env());

test(
  'Omar adds Ada, who is told where to sign in, and only once',
  async () => {
    expect(await add(' Ada@Undersigned.example')).toEqual({
      status: 0,
      out: `${ADA} is an organizer now.\nSign in at https://letters.example/organize/sign-in\n`,
      err: '',
    });
    expect(await add(ADA)).toEqual({ status: 1, out: '', err: `${ADA} is an organizer already.\n` });
  },
  PATIENCE,
);

test(
  'what cannot be done is refused, and nobody is added',
  async () => {
    expect(await add('not-an-address')).toMatchObject({ status: 1, err: 'not-an-address: this is no mail address\n' });
    expect(await add(ADA, '--keeper-of', 'nowhere')).toMatchObject({
      status: 1,
      err: 'There is no letter "nowhere".\n',
    });
    expect((await undersigned(['organizer', 'add'], env())).status).toBe(2);
    const apart = { ROLE: 'issuer', DATABASE_URL: `file:${join(folder, 'issuer', 'undersigned.db')}` };
    expect(await undersigned(['organizer', 'add', ADA], apart)).toMatchObject({
      ...{ status: 1, out: '' },
      err: 'Organizers are added on the board: set ROLE=board there.\n',
    });
  },
  PATIENCE,
);

test(
  'Ada keeps the draft that Omar imported, and the letter that it becomes',
  async () => {
    const source = (status: string) => letterFile({ status });
    await undersigned(['letter', 'import', '-'], env(), source('draft'));
    expect(await add(ADA, '--keeper-of', 'answer-us', '--name', 'Ada L.')).toMatchObject({
      status: 0,
      out: expect.stringContaining('is an organizer now, and keeper of "answer-us".'),
    });
    // imported again, it is the same letter
    await undersigned(['letter', 'import', '-'], env(), source('draft'));
    await undersigned(['letter', 'import', '-'], env(), source('open'));
    const site = await openSite({ folder });
    const browser = await signInAs(site, ADA);
    const { text } = await browser.get(paths.organize());
    expect(text).toContain('Answer us');
    expect(text).toContain('Ada L.');
    const letter = (await site.shelf.byAddress('answer-us'))!;
    expect((await browser.get(paths.trail(toHex(letter.id)))).text).toContain('made keeper by the operator');
    await site.end('keep the folder');
    expect((await add(ADA, '--keeper-of', 'answer-us')).out).toContain('was an organizer already, and keeper');
  },
  PATIENCE,
);

test(
  'an address that the employer can read, or that names somebody, is warned of',
  async () => {
    await undersigned(['letter', 'import', '-'], env(), letterFile({ status: 'draft' }));
    const warned = async (email: string) => (await add(email)).err;
    expect(await warned('ada@mail.halden.example')).toContain(
      'belongs to an employer that a letter here is addressed to',
    );
    expect(await warned('ada.lind@torvik.example')).toContain('looks like a work address with your real name');
    expect(await warned('ada.lind@posteo.de')).toContain('looks like your real name');
    expect(await warned('iguana@posteo.de')).toBe('');
  },
  PATIENCE,
);
