import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { ConfigFault, readConfig } from '../../src/config.ts';

const folder = mkdtempSync(join(tmpdir(), 'undersigned-'));
afterAll(() => rmSync(folder, { recursive: true }));

const production = { NODE_ENV: 'production', SMTP_URL: 'smtp://mail.example', BASE_URL: 'https://letters.example' };
function faultsOf(env: Record<string, string>): string[] {
  try {
    readConfig(env);
    return [];
  } catch (fault) {
    if (fault instanceof ConfigFault) return fault.faults;
    throw fault;
  }
}

test('Omar starts it with no setting at all', () => {
  expect(readConfig({})).toEqual({
    role: 'both',
    port: 3000,
    host: '127.0.0.1',
    baseUrl: 'http://localhost:3000',
    databaseFile: resolve('data/undersigned.db'),
    dataFolder: resolve('data'),
    smtpUrl: undefined,
    mailFrom: 'post@localhost',
    employerNetworks: [],
    pushServices: [],
    onionUrl: undefined,
    trustProxy: false,
    production: false,
    snapshots: true,
    demo: true,
  });
});

test('Omar’s production has no demonstration letters, and the mail comes from the site', () => {
  expect(readConfig(production)).toMatchObject({
    production: true,
    demo: false,
    baseUrl: 'https://letters.example',
    mailFrom: 'post@letters.example',
  });
  expect(readConfig({ ...production, DEMO: '1' }).demo).toBe(true);
  expect(readConfig({ DEMO: '0' }).demo).toBe(false);
});

test('apart, the board needs no mail server and the issuer does; neither plants letters', () => {
  const { SMTP_URL: _none, ...without } = production;
  expect(readConfig({ ...without, ROLE: 'board' })).toMatchObject({ role: 'board', smtpUrl: undefined });
  expect(faultsOf({ ...without, ROLE: 'issuer' })).toEqual([expect.stringMatching(/^SMTP_URL /)]);
  expect(['issuer', 'board'].map((ROLE) => readConfig({ ROLE }).demo)).toEqual([false, false]);
});

describe('a setting', () => {
  test('that is empty counts as unset', () => {
    const empty = { PORT: '', HOST: '', BASE_URL: '', DATABASE_URL: '', SMTP_URL: '', TRUST_PROXY: '', DEMO: '' };
    expect(readConfig({ ...empty, NODE_ENV: undefined })).toEqual(readConfig({}));
  });

  test('may stand in a file, whose last line end is no part of it', () => {
    const file = join(folder, 'from');
    writeFileSync(file, 'letters@corp.example\n');
    expect(readConfig({ MAIL_FROM_FILE: file }).mailFrom).toBe('letters@corp.example');
    expect(readConfig({ MAIL_FROM_FILE: file, MAIL_FROM: '' }).mailFrom).toBe('letters@corp.example');
  });

  test('whose file is not there is told by its name', () => {
    expect(faultsOf({ SMTP_URL_FILE: join(folder, 'none') })).toEqual([expect.stringMatching(/^SMTP_URL_FILE /)]);
  });

  test('that is not ours is ignored', () => {
    expect(readConfig({ PATH: '/bin', X_FILE: '/nowhere' })).toEqual(readConfig({}));
  });
});

describe('the database', () => {
  test.each([
    ['file:./elsewhere/letters.db', resolve('elsewhere/letters.db'), resolve('elsewhere')],
    ['file:/srv/letters/main.db', '/srv/letters/main.db', '/srv/letters'],
    ['file:///srv/letters/main.db', '/srv/letters/main.db', '/srv/letters'],
  ])('%s keeps all else in its folder', (url, databaseFile, dataFolder) => {
    expect(readConfig({ DATABASE_URL: url })).toMatchObject({ databaseFile, dataFolder });
  });
});

test.each([
  ['0', false],
  ['false', false],
  ['1', 1],
  ['2', 2],
  ['loopback, 10.0.0.0/8', 'loopback, 10.0.0.0/8'],
])('the proxy setting %j is %j to Express', (value, trusted) => {
  expect(readConfig({ TRUST_PROXY: value }).trustProxy).toBe(trusted);
});

test('links are made from the origin alone', () => {
  expect(readConfig({ BASE_URL: 'https://letters.example/' }).baseUrl).toBe('https://letters.example');
  expect(readConfig({ PORT: '8080' }).baseUrl).toBe('http://localhost:8080');
});

describe('Omar is told by name', () => {
  test.each([
    ['PORT', 'http'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '3000.5'],
    ['BASE_URL', 'letters.example'],
    ['BASE_URL', 'ftp://letters.example'],
    ['DATABASE_URL', 'postgres://localhost/letters'],
    ['DATABASE_URL', './data/letters.db'],
    ['DATABASE_URL', 'file:'],
    ['SMTP_URL', 'https://mail.example'],
    ['SMTP_URL', 'mail.example'],
    ['DEMO', 'yes'],
    ['ROLE', 'signer'],
  ])('that %s cannot be %j', (name, value) => {
    expect(faultsOf({ [name]: value })).toEqual([expect.stringMatching(new RegExp(`^${name} `))]);
  });

  test('what production lacks', () => {
    const names = (env: Record<string, string>) => faultsOf(env).map((fault) => fault.split(' ')[0]);
    expect(names({ NODE_ENV: 'production' })).toEqual(['SMTP_URL', 'BASE_URL']);
    expect(names({ ...production, SMTP_URL: '' })).toEqual(['SMTP_URL']);
    expect(names({ ...production, BASE_URL: '' })).toEqual(['BASE_URL']);
    expect(names(production)).toEqual([]);
  });

  test('that only one program that is both can plant the demonstration', () => {
    expect(faultsOf({ ROLE: 'board', DEMO: '1' })).toEqual([expect.stringMatching(/^DEMO must be 0/)]);
    expect(faultsOf({ ROLE: 'both', DEMO: '1' })).toEqual([]);
  });

  test('everything at once', () => {
    expect(faultsOf({ PORT: 'x', DEMO: 'x', SMTP_URL: 'x' })).toHaveLength(3);
    expect(faultsOf({ NODE_ENV: 'production', PORT: 'x' })).toHaveLength(3);
  });

  test('in a message that lists each on its line', () => {
    expect(() => readConfig({ PORT: 'x', DEMO: 'x' })).toThrow(/cannot be used:\n {2}PORT .*\n {2}DEMO /);
  });
});
