import { afterAll, beforeAll, expect, test } from 'vitest';
import { nodeEd25519 } from '../../src/ed25519.ts';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import { writePost } from '../../src/protocol/client.ts';
import { type Fields, bodyOf } from '../../src/signing/signature.ts';
import { letterFile } from '../support/letters.ts';
import { anonymous, collectBlinded, colleaguesSign, jsonPost } from '../support/people.ts';
import { type TestSite, openSite } from '../support/site.ts';

const CLOSES = '2026-05-05';

let site: TestSite;
let other: PublishedLetter;
let letter: PublishedLetter;

const named = (name: string): Fields => ({ ...anonymous, shown: 'named', name });

beforeAll(async () => {
  site = await openSite();
  other = await site.publish(letterFile({ slug: 'other', closes: CLOSES }));
  letter = await site.publish(letterFile({ closes: CLOSES }));
});
afterAll(() => site.end());

test('her change is released before her earlier words are erased, and the new words stay', async () => {
  const maya = await collectBlinded(site, letter, 'maya@halden.example');
  const first = await jsonPost(letter, maya, named('Maya Lind'));
  await site.http.post(paths.signatures(letter.address)).send(first).expect(201);
  await colleaguesSign(site, letter, 10);
  site.pass(120_000);
  await site.rounds.go(site.world.now());
  await colleaguesSign(site, other, 3);
  // after a start, the first release of a letter reads its key from the disk
  await site.end('keep the folder');
  site = await openSite({ folder: site.folder });

  const { publicId: letterId, versionHash } = letter;
  const fields = named('Maya Lindgren');
  const what = { letterId, versionHash, seq: 1, kind: 'edit', body: bodyOf(fields) } as const;
  const change = await writePost(maya, what, nodeEd25519);
  // both letters close; while the first one's key is read the change is taken, in the last moment
  const releasing = site.board.releaseDue([other, letter], Date.parse(CLOSES) + 90_000_000);
  const posting = site.board.post(letter, change, fields, site.world.now());
  await Promise.all([releasing, posting]);

  expect(await site.board.log.lastSeq(letterId, change.pk), 'the change was part of that release').toBe(1);
  const standing = await site.board.standing(letter, change.pk);
  expect(standing).toMatchObject({ seq: 1, published: true, fields: { name: 'Maya Lindgren' } });
});
