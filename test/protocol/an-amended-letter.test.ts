import { describe, expect, test } from 'vitest';
import { type WrittenLeaf, openAudit } from '../../src/protocol/audit.ts';
import { toBase64url, toHex } from '../../src/protocol/bytes.ts';
import { type Descriptor, descriptorBytes } from '../../src/protocol/descriptor.ts';
import { faultOfVersions } from '../../src/protocol/versions.ts';
import { rsaKeys } from './keys.ts';
import { type MadeAudit, amended, checks, letter, makeAudit, sha256, signatory } from './log.ts';

const twice = amended(amended(letter, 'Answer us soon'), 'Answer us now', {
  pledges: [...letter.descriptor.pledges, 'I will speak in public.'],
});
const maya = signatory(twice);
const hana = signatory(twice);
const theo = signatory(twice);
const at = (version: number) => [undefined, version] as const;

/** Maya, Hana and Theo sign the first text; Maya confirms the second, Theo withdraws; Kofi signs the third. */
const releases = [
  [maya.post(0, 'sign'), hana.post(0, 'sign'), theo.post(0, 'sign')],
  [maya.post(1, 'edit', ...at(2)), theo.post(1, 'withdraw', ...at(3))],
  [signatory(twice).post(0, 'sign', ...at(3))],
];
const log = makeAudit(releases, 3, twice);

function audit({ head, leaves }: MadeAudit) {
  const open = openAudit(head, checks(letter.rsa));
  for (const leaf of leaves) open.leaf(leaf);
  return open.finish();
}
const faultsOf = (made: MadeAudit): string => audit(made).faults.join('\n');
const withVersions = (versions: Descriptor[]): MadeAudit => ({ ...log, head: { ...log.head, versions } });
const hashesOf = (versions: Descriptor[]) => versions.map((version) => sha256(descriptorBytes(version)));

describe('the log of a letter that was amended twice', () => {
  test('holds, and says how many stand by which text', () => {
    expect(audit(log)).toEqual({ total: 3, leaves: 6, byVersion: [1, 1, 1], faults: [] });
  });

  test.each([
    ['without its second version', [0, 2]],
    ['without its last version', [0, 1]],
    ['with its versions swapped', [0, 2, 1]],
    ['with a version twice', [0, 1, 1, 2]],
    ['without its first version', [1, 2]],
  ])('does not hold %s', (_what, order) => {
    expect(faultsOf(withVersions(order.map((i) => log.head.versions[i]!)))).not.toBe('');
  });

  test('does not hold where a leaf names another version than was signed', () => {
    for (const version of [1, 3, 4, 0]) {
      const leaves = log.leaves.with(3, { ...log.leaves[3]!, version });
      expect(faultsOf({ ...log, leaves })).not.toBe('');
    }
  });
});

/** What an organizer, or whoever took the server, might try to change by an amendment. */
const forbidden: [string, Partial<Descriptor>][] = [
  ['another key of the issuer', { spki: toBase64url(rsaKeys('another issuer').spki) }],
  ['another key of the log', { log: toBase64url(new Uint8Array(32)) }],
  ['vouching', { vouched: { spki: letter.descriptor.spki } }],
  ['supporters', { supporters: { spki: letter.descriptor.spki, pledges: [] } }],
  ['a roll-call', { roll_call: true }],
  ['other employers', { employers: [{ name: 'Halden', domains: ['halden.example', 'elsewhere.example'] }] }],
  ['another release rule', { release: { min: 1, every: 0 } }],
  ['a seal', { seal_until: 20 }],
  ['another date', { closes: '2031-01-01' }],
  ['other ways to be shown', { shown: ['named'] }],
  ['no comments', { comments: false }],
  ['another language', { language: 'de' }],
  ['another collective signature', { from: 'Somebody else' }],
  ['a pledge less', { pledges: [] }],
  ['a pledge before the others', { pledges: ['I will strike.', ...letter.descriptor.pledges] }],
  ['another number', { version: 3 }],
  ['another version before it', { amends: toHex(new Uint8Array(32)) }],
];

describe('an amendment', () => {
  test.each(forbidden)('with %s is refused, by whoever audits', (_what, changes) => {
    const forged = amended(letter, 'Answer us soon', changes);
    expect(faultsOf(makeAudit([], 0, forged))).toBe('version 2 of the text does not follow the one before it');
  });

  test.each([
    ['other words', {}],
    ['other addressees', { to: [{ name: 'Pat Orsini', role: null, organization: null }] }],
    ['one pledge more', { pledges: [...letter.descriptor.pledges, 'I will consider leaving.'] }],
  ])('with %s is taken', (_what, changes) => {
    expect(faultsOf(makeAudit([], 0, amended(letter, 'Answer us soon', changes)))).toBe('');
  });

  test('is no first version', () => {
    const first = { ...letter.descriptor, amends: toHex(letter.id) };
    expect(faultOfVersions([first], hashesOf([first]))).toContain('version 1');
    expect(faultOfVersions([letter.descriptor], hashesOf([letter.descriptor]))).toBeUndefined();
  });

  test('that is nothing at all is a fault, and no crash', () => {
    const leaves: WrittenLeaf[] = [];
    const versions = [letter.descriptor, { version: 2, amends: toHex(letter.id) } as Descriptor];
    expect(faultsOf({ leaves, head: { ...log.head, versions } })).toContain('version');
  });
});
