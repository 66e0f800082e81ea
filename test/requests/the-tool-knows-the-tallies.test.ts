import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import { shortId } from '../../src/protocol/checkpoint.ts';
import { undersigned } from '../support/command.ts';
import { letterFile } from '../support/letters.ts';
import { type ListeningSite, openListeningSite } from '../support/listening-site.ts';
import { askForCode, codeIn, collectPass, inviteByForm, signByForm } from '../support/people.ts';

let site: ListeningSite;
let letter: PublishedLetter;
let own: string;

beforeAll(async () => {
  site = await openListeningSite();
  const fields = { shown: '[named]', release: '{min: 1, every: 0}', vouching: 'true' };
  letter = await site.publish(letterFile({ ...fields, supporters: '{pledges: ["I will stay away."]}' }));
  own = join(site.folder, '..', `carla-${Date.now()}-${process.pid}`);
  mkdirSync(own);
});
afterAll(async () => {
  await site.end();
  rmSync(own, { recursive: true });
});

const linkOf = (tally: string) => `${site.origin}${paths.letter(`answer-us.${tally}`)}#${shortId(letter.publicId)}`;

/** From the link to the receipt, with what proves the right brought by the form. */
async function signWithTool(tally: string, proven: () => Promise<Record<string, string>>, words: string[]) {
  const [link, request] = [linkOf(tally), join(own, `${tally}.json`)];
  const asked = await undersigned(['sign', 'start', link, '--request', request], {});
  const form = { ...(await proven()), blinded: asked.out.trim(), with: 'tool' };
  const page = await site.http
    .post(paths.collectPass(`answer-us.${tally}`))
    .type('form')
    .send(form)
    .expect(200);
  const answer = /<textarea id="answer"[^>]*>([\w-]+)</.exec(page.text)![1]!;
  const { out } = await undersigned(['sign', 'finish', '--request', request], {}, `${answer}\n`);
  writeFileSync(join(own, `${tally}.txt`), out);
  const passFile = ['--pass', join(own, `${tally}.txt`)];
  const sent = await undersigned(['sign', 'post', link, ...passFile, '--shown', 'named', ...words, '--send'], {});
  await site.rounds.go(site.world.now());
  return { told: asked.err, sent };
}

test('a supporter signs with it, and may make the supporters’ pledge', async () => {
  const supporters = (await site.shelf.byAddress('answer-us.supporters'))!;
  const proven = async () => {
    const ticket = await askForCode(site, supporters, 'carla@posteo.de');
    await site.mailIsSent();
    return { ticket, code: codeIn(site, 'carla@posteo.de') };
  };
  const { told, sent } = await signWithTool('supporters', proven, ['--name', 'Carla', '--pledge', '1']);
  expect(told).toContain('among the supporters, apart from the employees');
  expect(told).toContain('it ends in');
  expect(told).toContain('I will stay away.');
  expect(sent).toMatchObject({ status: 0 });
  expect((await site.http.get(paths.apiLetter('answer-us'))).body).toMatchObject({ total: 0, supporters: 1 });
});

test('so does a colleague with an invitation', async () => {
  const invitation = await inviteByForm(site, letter, await collectPass(site, letter, 'maya@halden.example'));
  const { sent } = await signWithTool('vouched', async () => ({ code: invitation }), ['--name', 'Nadia']);
  expect(sent).toMatchObject({ status: 0 });
  expect((await site.http.get(paths.apiLetter('answer-us'))).body).toMatchObject({ total: 0, vouched: 1 });
});

test('it checks each number, and says what that is of', async () => {
  const words = async (tally: string) =>
    (await undersigned(['verify', `${site.origin}${paths.letter(`answer-us${tally}`)}`], {})).out;
  expect(await words('.supporters')).toMatch(/1 signatures of supporters[^]*how many people they are/);
  expect(await words('.vouched')).toMatch(/1 signatures of colleagues who were vouched for[^]*could make three/);
  const pass = await collectPass(site, letter, 'theodora@halden.example');
  await signByForm(site, letter, pass, { shown: 'named', name: 'Theodora' });
  await site.rounds.go(site.world.now());
  expect(await words('')).toMatch(/1 signatures, in a log[^]*only to real colleagues/);
});

test('a link to a tally that the letter does not have is refused', async () => {
  await site.publish(letterFile({ slug: 'plain' }));
  const asked = await undersigned(['sign', 'start', `${site.origin}/letters/plain.supporters`], {});
  expect(asked).toMatchObject({ status: 1, out: '' });
});
