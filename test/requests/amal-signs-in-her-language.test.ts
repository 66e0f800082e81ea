import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import { letterFile } from '../support/letters.ts';
import { collectPass } from '../support/people.ts';
import { type TestSite, openSite } from '../support/site.ts';

let site: TestSite;
let letter: PublishedLetter;

beforeAll(async () => {
  site = await openSite();
  letter = await site.publish(letterFile({ vouching: 'true' }));
});
afterAll(() => site.end());

const send = (path: string, fields: object) => site.http.post(path).type('form').send(fields);

describe('Amal signs in Arabic', () => {
  test('and is told what is missing, keeps what she typed, and sees how she will appear', async () => {
    const pass = await collectPass(site, letter, 'amal@halden.example');
    const path = `/ar${paths.previewSignature(letter.address)}`;
    const wrong = await send(path, { pass, shown: 'named', role: 'مهندسة' }).expect(422);
    expect(wrong.text).toContain('يُرجى ذكر الاسم الذي سيُعرض.');
    expect(wrong.text).toContain('value="مهندسة"');
    expect(wrong.text).toContain(`action="${path}"`);
    const right = await send(path, { pass, shown: 'named', name: 'أمل', role: 'مهندسة' }).expect(200);
    expect(right.text).toContain('هكذا سيظهر');
    expect(right.text).toContain(`action="/ar${paths.signatures(letter.address)}"`);
    const done = await send(`/ar${paths.signatures(letter.address)}`, { pass, shown: 'anonymous' }).expect(201);
    expect(done.text).toContain('مع 9 توقيعات أخرى على الأقل.');
  });

  test('and the words that the script says stand in its pages', async () => {
    for (const path of [paths.sign, paths.writeSignature, paths.change, paths.invite]) {
      const { text } = await site.http.get(`/ar${path(letter.address)}`).expect(200);
      expect(text).toContain('data-fault-offline="انقطع الاتصال. لم يضِع شيء: حاول من جديد."');
    }
  });

  test('and what a program posts wrongly is told in the language of its address', async () => {
    const answer = await site.http.post(`/de${paths.signatures(letter.address)}`).send({ kind: 'sign', pk: 'short' });
    expect(answer.status).toBe(422);
    const { title, detail } = answer.body as { title: string; detail: string };
    expect(title).toBe('Keine Unterschrift');
    expect(detail).toContain('pk: muss aus 32 Bytes in base64url bestehen');
    expect(detail).not.toMatch(/signing\.|site\.|Invalid|expected/);
  });

  test('and what the tool wrote, pasted in part, is refused in words', async () => {
    const path = `/fr${paths.signatures(letter.address)}`;
    const { text } = await send(path, { post: JSON.stringify({ pk: 'x', kind: 'other', more: 1 }) }).expect(422);
    expect(text).toContain('Ce texte ne correspond pas à cette lettre, ou a été altéré.');
  });

  test('and a letter that is not there says so', async () => {
    expect((await site.http.get(`/es${paths.sign('nowhere')}`)).text).toContain('No existe esa carta');
  });
});
