import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readMailbox, readOutsideMailbox } from '../../src/issuing/mailbox.ts';
import { corp, labs } from './letters.ts';

const employers = [corp, { ...labs, domains: ['labs.example', 'xn--bcher-kva.example'] }];
const read = (typed: string) => readMailbox(typed, employers);

describe('Maya’s mailbox', () => {
  test.each([
    'maya@corp.com',
    'MAYA@Corp.Com',
    ' maya@corp.com\n',
    'maya+letters@corp.com',
    'Maya+a+b@CORP.COM',
    'maya+@corp.com',
    'maya@corp.com.',
    'maya@corp。com',
  ])('%j is one and the same', (typed) => {
    expect(read(typed)).toEqual({ mailbox: 'maya@corp.com', domain: 'corp.com' });
  });

  test.each([
    ['maya@mail.corp.com', 'maya@mail.corp.com'],
    ["o'brien@corp.com", "o'brien@corp.com"],
    ['maya.m_m-2@corp.com', 'maya.m_m-2@corp.com'],
    ['maya@labs.example', 'maya@labs.example'],
    ['maya@bücher.example', 'maya@xn--bcher-kva.example'],
    ['maya@BÜCHER.example', 'maya@xn--bcher-kva.example'],
  ])('%s is %s', (typed, mailbox) => {
    expect(read(typed)).toMatchObject({ mailbox });
  });

  const name = fc.stringMatching(/^[a-z0-9]([a-z0-9._'-]{0,10}[a-z0-9])?$/);
  const host = fc.constantFrom('corp.com', 'mail.corp.com', 'labs.example', 'xn--bcher-kva.example');

  test('has one form, whatever its case and tag', () => {
    const tag = fc.stringMatching(/^(\+[A-Za-z0-9+._-]{0,8})?$/);
    const cased = fc.tuple(name, tag, host).chain(([local, plus, domain]) =>
      fc.record({
        plain: fc.constant(`${local}@${domain}`),
        typed: fc.mixedCase(fc.constant(`${local}${plus}@${domain}`)),
      }),
    );
    const property = fc.property(cased, ({ plain, typed }) => {
      expect(read(typed)).toEqual(read(plain));
    });
    fc.assert(property, { numRuns: 500 });
  });

  test('is its own canonical form', () => {
    const typed = fc.oneof(
      fc.tuple(fc.string({ unit: 'binary', maxLength: 8 }), host).map(([local, domain]) => `${local}@${domain}`),
      fc.tuple(name, fc.string({ maxLength: 4 })).map(([local, before]) => `${local}@${before}corp.com`),
      fc.emailAddress(),
    );
    const property = fc.property(typed, (text) => {
      const first = read(text);
      fc.pre('mailbox' in first);
      expect(read(first.mailbox)).toEqual(first);
    });
    fc.assert(property, { numRuns: 500 });
  });

  test('differs from every other name’s and every other host’s', () => {
    const property = fc.property(name, name, host, host, (one, other, here, there) => {
      const [a, b] = [read(`${one}@${here}`), read(`${other}@${there}`)];
      fc.pre('mailbox' in a && 'mailbox' in b);
      expect(a.mailbox === b.mailbox).toBe(one === other && here === there);
    });
    fc.assert(property);
  });
});

describe('Theo, who does not work there,', () => {
  test.each([
    'theo@evilcorp.com',
    'theo@corp.com.evil.net',
    'theo@evil.net#.corp.com',
    'theo@evil.net/.corp.com',
    'theo@evil.net?.corp.com',
    'theo@evil.net\\.corp.com',
    'theo@com',
    'theo@corp.co',
    'theo@gmail.com',
  ])('does not get in with %s', (typed) => {
    expect(read(typed)).toEqual({ fault: expect.stringMatching('not an eligible domain|not an address') });
  });

  test('does not get in with any address under another domain', () => {
    const property = fc.property(fc.emailAddress(), (typed) => {
      expect(read(typed)).toHaveProperty('fault');
    });
    fc.assert(property);
  });
});

const NO_ADDRESS =
  '@ maya maya@ @corp.com +tag@corp.com maya@corp maya@@corp.com maya@corp.com@corp.com "maya"@corp.com ' +
  'maya<x@corp.com maya,theo@corp.com maya@corp.com, ...@corp.com måya@corp.com ｍaya@corp.com maya%x@corp.com ' +
  'maya!x@corp.com maya@[corp.com] maya\u0000@corp.com';

test.each(['', 'ma ya@corp.com', ...NO_ADDRESS.split(' ')])('%j is not an address', (typed) => {
  expect(read(typed)).toEqual({ fault: 'not an address' });
});

test.each(['corp.com/evil', 'corp.com?evil', 'corp.com#evil', 'corp.com\\evil', 'corp%2ecom', 'corp.com:25'])(
  'maya@%s is not an address, though the beginning of a web address might be',
  (host) => {
    expect(read(`maya@${host}`)).toEqual({ fault: 'not an address' });
  },
);

// Each would be one more pass for Maya wherever a mail system forgives the empty or broken label.
test.each(['maya@.corp.com', 'maya@a..corp.com', 'maya@-.corp.com', 'maya@a-.corp.com', 'maya@..labs.example'])(
  '%s is not an address, though it ends in an eligible domain',
  (typed) => {
    expect(read(typed)).toEqual({ fault: 'not an address' });
  },
);

test.each(['hr', 'info', 'all', 'noreply', 'no-reply', 'security', 'legal', 'postmaster', 'CEO', 'it+maya'])(
  '%s is not a personal mailbox',
  (name) => {
    expect(read(`${name}@corp.com`)).toEqual({ fault: 'not a personal mailbox' });
    expect(read(`${name.replace('+maya', '')}.maya@corp.com`)).toHaveProperty('mailbox');
  },
);

test('a role name elsewhere is told only that the domain is not eligible', () => {
  expect(read('hr@evil.net')).toEqual({ fault: 'not an eligible domain' });
});

test('a supporter has one mailbox at a provider that reads over dots, however it is spelled', () => {
  for (const typed of ['carla.f@gmail.com', 'c.a.r.l.a.f@googlemail.com', 'CarlaF+letters@gmail.com'])
    expect(readOutsideMailbox(typed, [])).toMatchObject({ mailbox: 'carlaf@gmail.com' });
  expect(readOutsideMailbox('carla.f@posteo.example', [])).toMatchObject({ mailbox: 'carla.f@posteo.example' });
});
