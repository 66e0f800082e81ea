import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import { toHex } from '../../src/protocol/bytes.ts';
import { letterFile } from '../support/letters.ts';
import { entriesIn, judge, openModeration } from '../support/moderation.ts';
import { ADA, type OrganizerBrowser, addOrganizer, newBrowser, readEscaped, signInAs } from '../support/organizers.ts';
import { changeByForm, collectPass, signByForm, withdrawByForm } from '../support/people.ts';
import { type TestSite, openSite } from '../support/site.ts';

const INES = 'ines@undersigned.example';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let site: TestSite;
let letter: PublishedLetter;
let ada: OrganizerBrowser;
let people = 0;

beforeEach(async () => {
  people = 0;
  site = await openSite();
  letter = await site.publish(letterFile({ release: '{min: 10, every: 0}' }));
  await addOrganizer(site, ADA, letter.id);
  ada = await signInAs(site, ADA);
});
afterEach(() => site.end());

/** Somebody signs; gives the pass. */
async function sign(fields: Record<string, string>): Promise<string> {
  const pass = await collectPass(site, letter, `maya${people++}@halden.example`);
  expect((await signByForm(site, letter, pass, fields)).status).toBe(201);
  return pass;
}

/** All who wait are released, with as many anonymous ones as that takes; who comes after that waits. */
async function release(): Promise<void> {
  for (let i = 0; i < 10; i++) {
    await sign({ shown: 'anonymous' });
    await round();
  }
}

async function round(): Promise<void> {
  await site.rounds.go(site.world.now());
}

const letterPage = async () => (await site.http.get(paths.letter('answer-us')).expect(200)).text;
const search = async (q: string) => (await site.http.get(paths.signatures('answer-us')).query({ q }).expect(200)).text;
const waiting = async () => entriesIn(await openModeration(ada, letter), 'waiting');
const hidden = async () => entriesIn(await openModeration(ada, letter), 'hidden');
const found = async (query: string) => entriesIn(await openModeration(ada, letter, query), 'find');
const hide = async (text: string, reason = 'insult') => {
  const [one] = (await found(text)).filter((entry) => entry.text.includes(text));
  return judge(ada, letter, { entry: one!.entry, do: 'hide', reason });
};
const totalOn = (html: string) => /<strong data-total>(\d+)</.exec(html)?.[1];

/** Everything that everybody can read of a letter's entries. */
async function everyReader(): Promise<string> {
  const addresses = [
    ...[paths.letter('answer-us'), paths.signatures('answer-us'), paths.signaturesCsv('answer-us')],
    ...[paths.apiSignatures('answer-us'), paths.feed('answer-us'), paths.embed('answer-us')],
    ...[paths.auditJson('answer-us'), paths.apiLetter('answer-us'), paths.markdown('answer-us')],
  ];
  const texts = [];
  for (const path of addresses) {
    const answer = await site.http.get(path).buffer(true).expect(200);
    texts.push(answer.text ?? String(answer.body));
  }
  return texts.join('\n');
}

describe('a comment under a letter that Ada looks after', () => {
  test('waits for her, with its age since the release, and is shown when she has read it', async () => {
    await sign({ shown: 'anonymous', comment: 'I built this, and <b>regret</b> it.' });
    site.pass(5 * HOUR);
    await release();
    site.pass(3 * HOUR);
    const [one, ...more] = await waiting();
    expect(more).toEqual([]);
    expect(one).toMatchObject({
      text: 'I built this, and <b>regret</b> it.',
      about: 'comment of a signatory, released 3 hours ago',
    });
    expect(await letterPage()).not.toContain('regret');
    expect(totalOn(await letterPage())).toBe('10');

    await judge(ada, letter, { entry: one!.entry, do: 'show' }).expect(303);
    expect(await letterPage()).toContain('I built this, and &lt;b&gt;regret&lt;/b&gt; it.');
    expect(await letterPage()).toContain('<footer><bdi>a signatory</bdi></footer>');
    expect(await waiting()).toEqual([]);
  });

  test('names and roles are shown at once', async () => {
    await sign({ shown: 'named', name: 'Nadia Okafor', role: 'Nurse' });
    await release();
    expect(await letterPage()).toContain('Nadia Okafor');
    expect(await waiting()).toEqual([]);
  });

  test('is hidden with a reason from the list, stays counted, and comes back', async () => {
    await sign({ shown: 'named', name: 'Nadia Okafor', comment: 'Pat is a fool.' });
    await release();
    const [one] = await waiting();
    const without = await judge(ada, letter, { entry: one!.entry, do: 'hide', reason: 'I do not like it' });
    expect([without.status, without.text]).toEqual([422, expect.stringContaining('Please choose why it is hidden.')]);
    await judge(ada, letter, { entry: one!.entry, do: 'hide', reason: 'insult' }).expect(303);
    const page = await letterPage();
    expect(page).toContain('hidden: insult');
    expect(page).not.toContain('fool');
    expect(totalOn(page)).toBe('10');
    const [it] = await hidden();
    expect(it).toMatchObject({ text: 'Pat is a fool.', about: expect.stringContaining('hidden: insult') as string });
    await judge(ada, letter, { entry: it!.entry, do: 'show' }).expect(303);
    expect(await letterPage()).toContain('Pat is a fool.');
    expect(await hidden()).toEqual([]);
  });

  test('is shown at once where nobody looks after the letter, or its keepers say so', async () => {
    const other = await site.publish(letterFile({ slug: 'nobodys', release: '{min: 10, every: 0}' }));
    const mine = letter;
    const rule = { comments: 'at once', words: '' };
    await ada
      .post(paths.moderationRule(toHex(mine.id)))
      .type('form')
      .send(rule)
      .expect(303);
    for (const each of [other, mine]) {
      letter = each;
      await sign({ shown: 'anonymous', comment: 'Shown at once.' });
      await release();
      expect((await site.http.get(paths.letter(each.address))).text).toContain('Shown at once.');
    }
  });
});

describe('what Ada hides', () => {
  const NAME = 'Zacharias Quill';

  beforeEach(async () => {
    await sign({ shown: 'named', name: NAME, role: 'Archivist', comment: 'Zebra crossing' });
    await release();
    const [comment] = await waiting();
    await judge(ada, letter, { entry: comment!.entry, do: 'show' }).expect(303);
  });

  test('is in nothing that anybody reads, and its reason is', async () => {
    expect(await everyReader()).toContain(NAME);
    await hide('Zacharias', 'names somebody who did not agree').then((answer) => expect(answer.status).toBe(303));
    await hide('Zebra', 'not about the letter').then((answer) => expect(answer.status).toBe(303));
    const all = await everyReader();
    expect(all).not.toContain('Zacharias');
    expect(all).not.toContain('Zebra');
    expect(all).toContain('Archivist');
    expect(all).toContain('hidden: names somebody who did not agree');
    expect(all).toContain('hidden: not about the letter');
    expect((await site.http.get(paths.signaturesCsv('answer-us'))).text).toContain(
      'hidden: names somebody who did not agree,Archivist,Halden,named',
    );
    expect((await site.http.get(paths.apiSignatures('answer-us'))).body).toMatchObject({
      total: 10,
      signatures: [
        { name: null, role: 'Archivist', hidden: { name: 'hidden: names somebody who did not agree', role: null } },
      ],
    });
  });

  test('is not found by its words, and what stays shown is', async () => {
    expect(await search('zacharias')).toContain(NAME);
    await hide('Zacharias').then((answer) => expect(answer.status).toBe(303));
    expect(await search('zacharias')).toContain('Nobody who is shown has such a name or role');
    expect(await search('zach')).toContain('Nobody who is shown has such a name or role');
    expect(await search('archiv')).toContain('Archivist');
    await hide('Archivist').then((answer) => expect(answer.status).toBe(303));
    expect(await search('archiv')).toContain('Nobody who is shown has such a name or role');
    expect(await search('')).toContain('hidden: insult');
    const [name] = (await hidden()).filter(({ text }) => text === NAME);
    await judge(ada, letter, { entry: name!.entry, do: 'show' }).expect(303);
    expect(await search('zacharias')).toContain(NAME);
  });

  test('stands in the trail by part and reason, and not whose it was', async () => {
    await hide('Zacharias', 'personal data');
    const trail = (await ada.get(paths.trailJson(toHex(letter.id)))).body as {
      acts: { what: string; detail: object }[];
    };
    expect(trail.acts.slice(0, 2).map(({ what, detail }) => ({ what, detail }))).toEqual([
      { what: 'hid', detail: { part: 'name', reason: 'personal data' } },
      { what: 'approved', detail: { part: 'comment' } },
    ]);
    expect(JSON.stringify(trail)).not.toContain('Zacharias');
  });
});

describe('words that their signatory takes back', () => {
  test('take their moderation with them, and what is written in their place waits', async () => {
    await ada
      .post(paths.moderationRule(toHex(letter.id)))
      .type('form')
      .send({ comments: 'at once', words: '' })
      .expect(303);
    const pass = await sign({ shown: 'anonymous', comment: 'Pat is a fool.' });
    await release();
    await hide('fool').then((answer) => expect(answer.status).toBe(303));
    await changeByForm(site, letter, pass, { shown: 'anonymous', comment: 'Pat is a knave.' });
    expect(await hidden()).toEqual([]);
    expect(await letterPage()).not.toContain('hidden: insult');
    await release();
    expect(await letterPage()).not.toContain('knave');
    expect(await waiting()).toMatchObject([{ text: 'Pat is a knave.' }]);
  });

  test('leave nothing behind when they are withdrawn', async () => {
    const pass = await sign({ shown: 'anonymous', comment: 'Pat is a fool.' });
    await release();
    await hideWaiting();
    await withdrawByForm(site, letter, pass, 'now');
    expect([...(await waiting()), ...(await hidden())]).toEqual([]);
    const rows = site.world.databases.board.$client.prepare('SELECT * FROM hidden').all();
    expect(rows).toEqual([]);
  });

  const hideWaiting = async () => {
    const [one] = await waiting();
    await judge(ada, letter, { entry: one!.entry, do: 'hide', reason: 'insult' }).expect(303);
    expect(site.world.databases.board.$client.prepare('SELECT part FROM hidden').pluck().all()).toEqual(['comment']);
  };

  test('are not judged by what was seen before', async () => {
    const pass = await sign({ shown: 'anonymous', comment: 'Kind words.' });
    await release();
    const [seen] = await waiting();
    await changeByForm(site, letter, pass, { shown: 'anonymous', comment: 'Cruel words.' });
    await release();
    const answer = await judge(ada, letter, { entry: seen!.entry, do: 'show' });
    expect([answer.status, answer.text]).toEqual([409, expect.stringContaining('These words have changed')]);
    expect(await letterPage()).not.toContain('Cruel words.');
  });
});

describe('a list of words', () => {
  const setWords = (words: string, comments = 'at once') =>
    ada
      .post(paths.moderationRule(toHex(letter.id)))
      .type('form')
      .send({ comments, words });

  test('makes the name, role or comment wait that holds one, whole, in any case', async () => {
    await setWords('Fool\nproject ÉCLAIR').expect(303);
    await sign({ shown: 'named', name: 'A. Fool', role: 'Baker' });
    await sign({ shown: 'anonymous', comment: 'I work on Project Eclair!' });
    await sign({ shown: 'anonymous', comment: 'Foolish, not more.' });
    await release();
    expect((await waiting()).map(({ text }) => text).toSorted()).toEqual(['A. Fool', 'I work on Project Eclair!']);
    const page = await letterPage();
    expect(page).toContain('Foolish, not more.');
    expect(page).toContain('Baker');
    expect(page).toContain('not shown yet');
    expect(page).not.toContain('A. Fool');
    expect(await search('fool')).toContain('Nobody who is shown');
    const [name] = (await waiting()).filter(({ text }) => text === 'A. Fool');
    await judge(ada, letter, { entry: name!.entry, do: 'show' }).expect(303);
    expect(await search('fool')).toContain('A. Fool');
  });

  test('that cannot be kept comes back as it was typed', async () => {
    const answer = await setWords('good\n…');
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('“…” holds no letter and no digit');
    expect(answer.text).toMatch(/>good\n…<\/textarea>/);
    expect((await setWords(Array.from({ length: 201 }, (_, i) => `word${i}`).join('\n'))).status).toBe(422);
    expect((await setWords('w'.repeat(61))).status).toBe(422);
  });
});

describe('where Ines is keeper too', () => {
  let ines: OrganizerBrowser;
  const lock = (browser: OrganizerBrowser, act: string) =>
    browser
      .post(paths.moderationLock(toHex(letter.id)))
      .type('form')
      .send({ do: act });

  beforeEach(async () => {
    await addOrganizer(site, INES, letter.id);
    ines = await signInAs(site, INES);
    await sign({ shown: 'anonymous', comment: 'First words.' });
    await sign({ shown: 'anonymous', comment: 'Second words.' });
    await release();
  });

  test('one of them decides, for five minutes, and the other sees who', async () => {
    const [first, second] = await waiting();
    await judge(ada, letter, { entry: first!.entry, do: 'show' }).expect(303);
    expect(await openModeration(ines, letter)).toContain('<strong>ada</strong> is reviewing');
    const refused = await judge(ines, letter, { entry: second!.entry, do: 'hide', reason: 'insult' });
    expect([refused.status, refused.text]).toEqual([409, expect.stringContaining('ada is reviewing just now.')]);
    expect(await hidden()).toEqual([]);
    site.pass(5 * MINUTE - 1);
    expect((await judge(ines, letter, { entry: second!.entry, do: 'show' })).status).toBe(409);
    site.pass(1);
    await judge(ines, letter, { entry: second!.entry, do: 'show' }).expect(303);
  });

  test('the other is offered nothing that would be refused, and sees who decides, and until when', async () => {
    const [first] = await waiting();
    await judge(ada, letter, { entry: first!.entry, do: 'hide', reason: 'insult' }).expect(303);
    const [hers, seen] = [await openModeration(ada, letter, 'words'), await openModeration(ines, letter, 'words')];
    const offers = /name="do" value="(show|hide|take)"|name="reason"|name="entry"/g;
    expect([...hers.matchAll(offers)].length).toBeGreaterThan(0);
    expect([...seen.matchAll(offers)]).toEqual([]);
    expect(seen).toContain('Second words.');
    const until = `${new Date(Math.ceil(site.world.now() / MINUTE + 5) * MINUTE).toISOString().slice(11, 16)} UTC`;
    expect(seen.match(new RegExp(`ada</bdi> is reviewing until [^<]*${until}`, 'g'))).toHaveLength(2);
    expect(readEscaped(seen)).toContain(`<a href="${paths.moderation(toHex(letter.id), 'words')}">Look again</a>`);
    site.pass(5 * MINUTE);
    expect([...(await openModeration(ines, letter)).matchAll(offers)].length).toBeGreaterThan(0);
  });

  test('whoever is done leaves the queue to the other', async () => {
    await lock(ada, 'take').expect(303);
    expect((await lock(ines, 'take')).status).toBe(409);
    expect((await lock(ines, 'leave')).status).toBe(303);
    expect(await openModeration(ines, letter)).toContain('<strong>ada</strong> is reviewing');
    await lock(ada, 'leave').expect(303);
    await lock(ines, 'take').expect(303);
    expect(await openModeration(ines, letter)).toContain('You have the queue alone');
  });

  test('what one decided, the other does not decide by a page from before', async () => {
    const [first] = await waiting();
    await judge(ada, letter, { entry: first!.entry, do: 'hide', reason: 'illegal' }).expect(303);
    await lock(ada, 'leave').expect(303);
    const answer = await judge(ines, letter, { entry: first!.entry, do: 'show' });
    expect([answer.status, answer.text]).toEqual([409, expect.stringContaining('somebody decided before you')]);
    expect(await hidden()).toHaveLength(1);
  });

  test('in two windows at once it is decided once', async () => {
    const [first] = await waiting();
    const answers = await Promise.all(
      [ada, ines].map((browser) => judge(browser, letter, { entry: first!.entry, do: 'show' })),
    );
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 409]);
  });
});

test('nobody but a keeper of the letter decides', async () => {
  await sign({ shown: 'anonymous', comment: 'Words.' });
  await release();
  const [one] = await waiting();
  await addOrganizer(site, INES);
  const ines = await signInAs(site, INES);
  expect((await judge(ines, letter, { entry: one!.entry, do: 'show' })).status).toBe(404);
  const other = await site.publish(letterFile({ slug: 'other' }));
  const { id } = (await site.accounts.organizers.byEmail(INES))!;
  await site.accounts.members.makeKeeper(other.id, id, site.world.now(), 'the operator');
  // sealed for Ada's letter, so it opens nothing in her own
  expect((await judge(ines, other, { entry: one!.entry, do: 'show' })).status).toBe(409);
  expect((await judge(newBrowser(site), letter, { entry: one!.entry, do: 'show' })).status).toBe(401);
  expect(await waiting()).toHaveLength(1);
  expect((await judge(ada, letter, { entry: 'A'.repeat(171), do: 'show' })).status).toBe(409);
});

describe('whoever signs is told', () => {
  const done = async (fields: Record<string, string>) => {
    const pass = await collectPass(site, letter, `maya${people++}@halden.example`);
    return (await signByForm(site, letter, pass, fields)).text;
  };

  test('that what they wrote is read first, and only where it is', async () => {
    expect(await done({ shown: 'anonymous' })).not.toContain('data-waits');
    expect(await done({ shown: 'anonymous', comment: 'We wait.' })).toContain('data-waits');
    const other = await site.publish(letterFile({ slug: 'unwatched', comments: 'true' }));
    const pass = await collectPass(site, other, 'maya@halden.example');
    expect((await signByForm(site, other, pass, { shown: 'anonymous', comment: 'At once.' })).text).not.toContain(
      'data-waits',
    );
  });

  test('so before signing in the browser, where the letter takes comments', async () => {
    const words = 'the organizers may read it before it is shown';
    expect((await site.http.get(paths.sign('answer-us')).expect(200)).text).toContain(words);
    await site.publish(letterFile({ slug: 'silent', comments: 'false' }));
    expect((await site.http.get(paths.sign('silent')).expect(200)).text).not.toContain(words);
  });
});
