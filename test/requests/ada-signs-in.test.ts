import type { Response } from 'supertest';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { paths } from '../../src/paths.ts';
import { findOnDisk } from '../support/disk.ts';
import { letterFile } from '../support/letters.ts';
import { ADA, type OrganizerBrowser, addOrganizer, askToSignIn, newBrowser, signInAs } from '../support/organizers.ts';
import { codeIn } from '../support/people.ts';
import { type TestSite, openSite } from '../support/site.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let site: TestSite;

beforeEach(async () => {
  site = await openSite();
  await addOrganizer(site, ADA);
});
afterEach(() => site.end());

const typeCode = (browser: OrganizerBrowser, fields: Record<string, string>, code: string) =>
  browser
    .post(paths.signIn())
    .type('form')
    .send({ ...fields, code });
const cookieIn = (answer: Response): string | undefined =>
  (answer.headers['set-cookie'] as unknown as string[] | undefined)?.[0];
const isIn = async (browser: OrganizerBrowser): Promise<boolean> =>
  (await browser.get(paths.organize())).status === 200;

describe('Ada', () => {
  test('types the mailed code into the window that asked, and is at her letters', async () => {
    const browser = newBrowser(site);
    expect((await browser.get(paths.organize())).headers['location']).toBe(paths.signIn(paths.organize()));
    const fields = await askToSignIn(browser, 'Ada@Undersigned.example ');
    await site.mailIsSent();
    const answer = await typeCode(browser, fields, codeIn(site, ADA).toLowerCase());
    expect([answer.status, answer.headers['location']]).toEqual([303, paths.organize()]);
    expect((await browser.get(paths.organize()).expect(200)).text).toContain('Your letters');
  });

  test('comes to the page that she had asked for, and to none elsewhere', async () => {
    const nexts: [string, string][] = [
      ['/organize/account?done=renamed', '/organize/account?done=renamed'],
      ...[
        'https://evil.example',
        '//evil.example',
        '/organize/../x',
        '/organizer',
        '/\\evil.example',
        '/organize//x',
      ].map((next): [string, string] => [next, '/organize']),
    ];
    for (const [next, expected] of nexts) {
      site.pass(HOUR);
      const browser = newBrowser(site);
      const fields = await askToSignIn(browser, ADA, next);
      await site.mailIsSent();
      const answer = await typeCode(browser, { ...fields, next }, codeIn(site, ADA));
      expect([next, answer.headers['location']]).toEqual([next, expected]);
    }
  });

  test('gets a mail without a link, without a name and without the address', async () => {
    await askToSignIn(newBrowser(site), ADA);
    await site.mailIsSent();
    const { subject, text, html } = site.mailbox.mails()[0]!;
    expect(subject).toBe('Your code');
    expect(text + html).not.toMatch(/https?:|href|ada|undersigned/i);
  });

  test('who mistypes keeps what she typed, for ten tries', async () => {
    const browser = newBrowser(site);
    const fields = await askToSignIn(browser, ADA);
    await site.mailIsSent();
    const page = await typeCode(browser, fields, 'nonsense').then((answer) => answer);
    expect([page.status, page.text.includes('value="nonsense"')]).toEqual([422, true]);
    for (let i = 0; i < 10; i++) {
      const wrong = await typeCode(browser, fields, 'AAAAA-AAAAA');
      expect([wrong.status, wrong.text.includes('This is not the code')]).toEqual([422, true]);
    }
    const late = await typeCode(browser, fields, codeIn(site, ADA));
    expect([late.status, late.text.includes('Too many codes were tried')]).toEqual([422, true]);
    expect(await isIn(browser)).toBe(false);
  });

  test('who is slow asks for a new code after ten minutes', async () => {
    for (const [minutes, status] of [
      [9, 303],
      [10, 422],
    ] as const) {
      const browser = newBrowser(site);
      const fields = await askToSignIn(browser, ADA);
      await site.mailIsSent();
      site.pass(minutes * MINUTE);
      expect([minutes, (await typeCode(browser, fields, codeIn(site, ADA))).status]).toEqual([minutes, status]);
    }
  });

  test('uses a code once: sent twice at once, it begins one session', async () => {
    const [one, two] = [newBrowser(site), newBrowser(site)];
    const fields = await askToSignIn(one, ADA);
    await site.mailIsSent();
    const code = codeIn(site, ADA);
    const answers = await Promise.all([typeCode(one, fields, code), typeCode(two, fields, code)]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 422]);
    expect((await typeCode(newBrowser(site), fields, code)).text).toContain('was used already');
    expect(
      await site.accounts.sessions.of((await site.accounts.organizers.byEmail(ADA))!.id, site.world.now()),
    ).toHaveLength(1);
  });

  test('gets five mails an hour, whoever asks', async () => {
    for (let i = 0; i < 8; i++) await askToSignIn(newBrowser(site), ADA);
    await site.mailIsSent();
    expect(site.mailbox.mails().filter(({ to }) => to === ADA)).toHaveLength(5);
    site.pass(HOUR + 1);
    await signInAs(site, ADA);
  });
});

describe('Pat', () => {
  test('cannot tell an organizer from a stranger', async () => {
    const pages = [];
    for (const email of [ADA, 'pat@undersigned.example']) {
      const page = await newBrowser(site).post(paths.signInCode()).type('form').send({ email });
      await site.mailIsSent();
      const ticket = /name="ticket" value="([^"]*)"/.exec(page.text)![1]!;
      const wrong = await typeCode(
        newBrowser(site),
        { email, ticket, next: '', invitation: '', name: '' },
        'AAAAA-AAAAA',
      );
      pages.push(
        [page, wrong].map(({ status, text }) => [status, text.replaceAll(email, '…').replaceAll(ticket, '…')]),
      );
    }
    expect(pages[0]).toEqual(pages[1]);
    expect(site.mailbox.mails().map(({ to }) => to)).toEqual([ADA]);
  });

  test('who has a code signs in as nobody else', async () => {
    await addOrganizer(site, 'pat@undersigned.example');
    const browser = newBrowser(site);
    const fields = await askToSignIn(browser, 'pat@undersigned.example');
    await site.mailIsSent();
    const code = codeIn(site, 'pat@undersigned.example');
    expect((await typeCode(browser, { ...fields, email: ADA }, code)).text).toContain('did not ask for a code');
    const adas = await askToSignIn(browser, ADA);
    expect((await typeCode(browser, adas, code)).status).toBe(422);
    expect((await typeCode(browser, { ...fields, ticket: 'x'.repeat(134) }, code)).status).toBe(422);
    expect(await isIn(browser)).toBe(false);
  });

  test('makes nobody’s browser send a form from another site', async () => {
    const browser = await signInAs(site, ADA);
    const send = (headers: Record<string, string>) =>
      browser.post(paths.account()).set(headers).type('form').send({ name: 'Pat' });
    expect((await send({ origin: 'https://evil.example' })).status).toBe(403);
    expect((await send({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    // a form that says nothing of its origin gets no further with a session
    const cookie = /sid=[^;]+/.exec(cookieIn(await signedInAnswer())!)![0];
    const unmarked = await site.http.post(paths.account()).set('cookie', cookie).type('form').send({ name: 'Pat' });
    expect([unmarked.status, unmarked.text.includes('Sent from nowhere')]).toEqual([403, true]);
    expect((await site.accounts.organizers.byEmail(ADA))!.name).toBe('ada');
    expect((await send({})).status).toBe(303);
  });
});

async function signedInAnswer(): Promise<Response> {
  const browser = newBrowser(site);
  const fields = await askToSignIn(browser, ADA);
  await site.mailIsSent();
  return typeCode(browser, fields, codeIn(site, ADA));
}

describe('a session', () => {
  test('is a cookie for /organize alone that no script reads', async () => {
    expect(cookieIn(await signedInAnswer())).toMatch(/^sid=[^;]+; Path=\/organize; HttpOnly; SameSite=Lax$/);
  });

  test('is for https alone where people come by it, and never leaves /organize, whatever the proxy says', async () => {
    await site.end();
    site = await openSite({ env: { BASE_URL: 'https://letters.example' } });
    await addOrganizer(site, ADA);
    expect(cookieIn(await signedInAnswer())).toMatch(
      /^__Secure-sid=[^;]+; Path=\/organize; HttpOnly; Secure; SameSite=Lax$/,
    );
  });

  test('leaves nothing with who does not sign in, and nothing outside /organize', async () => {
    await site.publish(letterFile());
    const browser = await signInAs(site, ADA);
    const answers = [
      await newBrowser(site).get(paths.signIn()),
      await newBrowser(site).post(paths.signInCode()).type('form').send({ email: ADA }),
      await newBrowser(site).get(paths.account()),
      await newBrowser(site).post(paths.account()).type('form').send({ name: 'x' }),
      ...(await Promise.all(
        [paths.home(), paths.letter('answer-us'), paths.sign('answer-us'), '/organizer', '/nowhere'].map((path) =>
          browser.get(path),
        ),
      )),
      await browser.get(paths.organize()),
    ];
    for (const { headers } of answers) expect(headers).not.toHaveProperty('set-cookie');
  });

  test('begins under a new id, whatever cookie the browser brings', async () => {
    const theos = /sid=[^;]+/.exec(cookieIn(await signedInAnswer())!)![0];
    for (const brought of [theos, 'sid=s%3Achosen.by-theo', 'sid=chosen']) {
      const fields = await askToSignIn(newBrowser(site), ADA);
      await site.mailIsSent();
      const headers = { cookie: brought, origin: site.world.config.baseUrl };
      const form = { ...fields, code: codeIn(site, ADA) };
      const answer = await site.http.post(paths.signIn()).set(headers).type('form').send(form).expect(303);
      expect(cookieIn(answer)).toMatch(/^sid=/);
      expect(cookieIn(answer)).not.toContain(brought);
      // the one that the browser brought is over, or never was one
      expect((await site.http.get(paths.organize()).set('cookie', brought)).status).toBe(303);
    }
  });

  test('ends after twelve hours without Ada, and after seven days with her', async () => {
    const idle = await signInAs(site, ADA);
    site.pass(12 * HOUR - MINUTE);
    expect(await isIn(idle)).toBe(true);
    site.pass(12 * HOUR + MINUTE);
    expect(await isIn(idle)).toBe(false);
    const busy = await signInAs(site, ADA);
    for (let hours = 0; hours < 7 * 24 - 8; hours += 8) {
      site.pass(8 * HOUR);
      expect(await isIn(busy)).toBe(true);
    }
    site.pass(8 * HOUR);
    expect(await isIn(busy)).toBe(false);
  });

  test('that was signed out is over, also for who kept its cookie', async () => {
    const cookie = /sid=[^;]+/.exec(cookieIn(await signedInAnswer())!)![0];
    const sent = { cookie, origin: site.world.config.baseUrl };
    expect((await site.http.get(paths.organize()).set(sent)).status).toBe(200);
    const out = await site.http.post(paths.signOut()).set(sent);
    const cookies = out.headers['set-cookie'];
    expect([out.status, cookies]).toEqual([303, [expect.stringMatching(/^sid=;.*Expires=Thu, 01 Jan 1970/)]]);
    expect((await site.http.get(paths.organize()).set(sent)).status).toBe(303);
  });

  test('shows itself with the others, and “sign out everywhere” ends all', async () => {
    const [one, two] = [await signInAs(site, ADA), await signInAs(site, ADA)];
    await addOrganizer(site, 'ines@undersigned.example');
    const ines = await signInAs(site, 'ines@undersigned.example');
    const { text } = await one.get(paths.account()).expect(200);
    expect([text.split('Began ').length - 1, text.split('this one').length - 1]).toEqual([2, 1]);
    await one.post(paths.signOutEverywhere()).expect(303);
    expect([await isIn(one), await isIn(two), await isIn(ines)]).toEqual([false, false, true]);
  });

  test('keeps of the browser neither the cookie nor its kind nor its address', async () => {
    const browser = newBrowser(site);
    browser.set('user-agent', 'Very Rare Browser 77');
    await signInAs(site, ADA, browser);
    const id = (await site.http.get(paths.organize())).headers;
    expect(id).not.toHaveProperty('set-cookie');
    const cookie = decodeURIComponent(/sid=([^;]+)/.exec(cookieIn(await signedInAnswer())!)![1]!)
      .slice(2)
      .split('.')[0]!;
    site.world.databases.organizers.$client.pragma('wal_checkpoint(TRUNCATE)');
    expect(findOnDisk(site.folder, ['Very Rare Browser 77', '127.0.0.1'])).toEqual([]);
    expect(findOnDisk(site.folder, [cookie]).every((form) => form.includes('sha256'))).toBe(true);
    expect(findOnDisk(site.folder, [ADA])).not.toEqual([]);
    expect(site.log()).not.toContain(cookie);
  });

  test('is signed with SECRET_KEY, or with a key of its own that is kept', async () => {
    const cookie = cookieIn(await signedInAnswer())!;
    const { folder } = site;
    await site.end('keep the folder');
    site = await openSite({ folder });
    const sent = { cookie: /sid=[^;]+/.exec(cookie)![0] };
    expect((await site.http.get(paths.organize()).set(sent)).status).toBe(200);
    await site.end('keep the folder');
    site = await openSite({ folder, env: { SECRET_KEY: 'x'.repeat(32) } });
    expect((await site.http.get(paths.organize()).set(sent)).status).toBe(303);
  });
});

describe('a form that was sent after the session was over', () => {
  test('comes back with all that was typed, to be sent again', async () => {
    const browser = await signInAs(site, ADA);
    site.pass(8 * DAY);
    const lost = await browser.post(paths.account()).type('form').send({ name: 'Ada "the" <b>' });
    expect(lost.status).toBe(401);
    expect(lost.text).toContain('name="name" value="Ada &quot;the&quot; &lt;b&gt;"');
    expect(lost.text).toContain(`action="${paths.account()}"`);
    await signInAs(site, ADA, browser);
    await browser.post(paths.account()).type('form').send({ name: 'Ada "the" <b>' }).expect(303);
    expect((await browser.get(paths.account())).text).toContain('Ada &quot;the&quot;');
  });

  test('is told to a program in its own words', async () => {
    const answer = await newBrowser(site).post(paths.account()).send({ name: 'x' });
    expect([answer.status, answer.type]).toEqual([401, 'application/problem+json']);
  });
});
