import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDomain } from '../../src/letters/domain.ts';
import { domainsOf, isUnder } from '../../src/letters/host.ts';
import { domain } from './drafts.ts';

describe('a host is under a domain', () => {
  test.each([
    ['corp.com', true],
    ['mail.corp.com', true],
    ['a.b.corp.com', true],
    ['evilcorp.com', false],
    ['corp.com.evil.net', false],
    ['corp.com.evil.com', false],
    ['corp.co', false],
    ['com', false],
    ['orp.com', false],
    ['corpXcom', false],
    ['', false],
  ])('corp.com: %s is %s', (host, under) => {
    expect(isUnder(host, 'corp.com')).toBe(under);
  });

  const label = fc.stringMatching(/^[a-z0-9]{1,6}$/);

  test('by whole labels only', () => {
    const property = fc.property(domain, label, domain, (eligible, word, other) => {
      expect(isUnder(`${word}.${eligible}`, eligible)).toBe(true);
      expect(isUnder(`${word}${eligible}`, eligible)).toBe(false);
      expect(isUnder(`${word}-${eligible}`, eligible)).toBe(false);
      expect(isUnder(`${eligible}.${word}`, eligible)).toBe(false);
      expect(isUnder(`${eligible}.${other}`, eligible)).toBe(eligible === other);
    });
    fc.assert(property);
  });

  test('a comparison of endings alone would have let Theo in', () => {
    expect('evilcorp.com'.endsWith('corp.com')).toBe(true);
  });
});

describe('an employer’s domain', () => {
  test.each([
    ['corp.com', 'corp.com'],
    [' Corp.COM. ', 'corp.com'],
    ['labs.corp.co.uk', 'labs.corp.co.uk'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['BÜCHER.example', 'xn--bcher-kva.example'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['яндекс.рф', 'xn--d1acpjx3f.xn--p1ai'],
    ['corp。com', 'corp.com'],
  ])('%j is read as %s', (text, read) => {
    expect(readDomain(text)).toEqual({ domain: read });
  });

  test.each([
    '',
    'corp',
    'localhost',
    '1.2.3.4',
    '[::1]',
    'corp..com',
    '.corp.com',
    '-a.com',
    'a-.com',
    'a_b.com',
    '@',
  ])('%j is not a domain name', (text) => {
    expect(readDomain(text)).toEqual({ fault: 'not a domain name' });
  });

  test.each([
    'maya@corp.com',
    'https://corp.com',
    'corp.com/about',
    'corp.com?a',
    'corp.com#a',
    'corp.com:25',
    'a b.com',
  ])('%j is more than a domain name', (text) => {
    expect(readDomain(text)).toEqual({ fault: 'not a domain name' });
  });

  test.each(['co.uk', 'com.au', 'github.io', 'appspot.com', 'CO.UK'])('%s is open to anybody', (text) => {
    expect(readDomain(text)).toEqual({ fault: 'a suffix under which anybody registers' });
  });

  test.each(['gmail.com', 'GMX.de', 'proton.me', 'outlook.com', 'qq.com'])('%s gives mailboxes to anybody', (text) => {
    expect(readDomain(text)).toEqual({ fault: 'a provider of free mailboxes' });
  });

  test('is read the same again, and consists of labels of at most 63 characters', () => {
    const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.domain(), domain);
    const property = fc.property(texts, (text) => {
      const read = readDomain(text);
      if ('fault' in read) return;
      expect(read.domain).toMatch(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/);
      expect(readDomain(read.domain)).toEqual(read);
    });
    fc.assert(property, { numRuns: 500 });
  });
});

test('a sentence names a domain as people write it, and beside it in the form that looks like no other', () => {
  const employers = [{ domains: ['corp.com', 'xn--bcher-kva.example'] }, { domains: ['xn--80ak6aa92e.com'] }];
  expect(domainsOf(employers)).toBe('corp.com, bücher.example (xn--bcher-kva.example), аррӏе.com (xn--80ak6aa92e.com)');
});
