import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { paths } from '../../src/paths.ts';
import { fromHex, toHex } from '../../src/protocol/bytes.ts';
import { beginLetter, filledForm, openForm, send } from '../support/drafting.ts';
import { ADA, type OrganizerBrowser, addOrganizer, signInAs } from '../support/organizers.ts';
import { type TestSite, openSite } from '../support/site.ts';

const INES = 'ines@undersigned.example';
const HOUR = 3_600_000;

let site: TestSite;
let ada: OrganizerBrowser;
let ines: OrganizerBrowser;
let letters = 0;

beforeAll(async () => {
  site = await openSite();
  await addOrganizer(site, ADA);
  ada = await signInAs(site, ADA);
});
afterAll(() => site.end());

/** Ada's letter, with everything that a letter needs. */
async function writtenLetter(): Promise<string> {
  const id = await beginLetter(ada, `Answer us ${++letters}`);
  await send(ada, id, filledForm(await openForm(ada, id))).expect(303);
  return id;
}

const decide = (browser: OrganizerBrowser, id: string, form: Record<string, string>) =>
  browser.post(paths.decisions(id)).type('form').send(form);
const page = async (browser: OrganizerBrowser, id: string): Promise<string> =>
  (await browser.get(paths.decisions(id)).expect(200)).text;
const revisionOn = (html: string): string => /name="revision" value="(\d+)"/.exec(html)?.[1] ?? '';
const answerPath = (html: string): string => /action="([^"]+\/decisions\/[0-9a-f]{32})"/.exec(html)?.[1] ?? '';
const publishing = async (browser: OrganizerBrowser, id: string, status: string): Promise<Record<string, string>> => ({
  ...{ deed: 'publish', status },
  revision: revisionOn(await page(browser, id)),
});
const found = async (id: string) =>
  site.shelf.byAddress(`answer-us-${letters}`).then((letter) => letter && id && letter);
const round = () => site.rounds.go(site.world.now());

describe('alone', () => {
  test('Ada publishes, closes and finds both in the trail', async () => {
    const id = await writtenLetter();
    await decide(ada, id, await publishing(ada, id, 'open')).expect(303);
    expect(await found(id)).toMatchObject({ status: 'open' });
    expect((await site.http.get(paths.letter(`answer-us-${letters}`))).status).toBe(200);
    const hasty = await decide(ada, id, { deed: 'close' });
    expect([hasty.status, hasty.text]).toEqual([422, expect.stringContaining('cannot be undone')]);
    await decide(ada, id, { deed: 'close', sure: 'yes' }).expect(303);
    expect(await page(ada, id)).toContain('It is closing.');
    site.pass(3_000);
    await round();
    expect(await found(id)).toMatchObject({ status: 'closed' });
    expect(await page(ada, id)).toContain('Its keys are destroyed');
    const trail = (await ada.get(paths.trailJson(id))).body as { acts: { what: string; detail: object }[] };
    expect(trail.acts.map(({ what, detail }) => ({ what, ...detail }))).toEqual([
      { what: 'did', deed: 'close' },
      expect.objectContaining({ what: 'did', deed: 'publish', status: 'open' }) as object,
      { what: 'joined', role: 'keeper' },
      { what: 'began' },
    ]);
  });

  test('she gathers at a private address first, and opens later', async () => {
    const id = await writtenLetter();
    await decide(ada, id, await publishing(ada, id, 'gathering')).expect(303);
    expect(await found(id)).toBeUndefined();
    const [, address] = /href="\/letters\/([^"]+)">See it/.exec(await page(ada, id)) ?? [];
    expect(address).toMatch(/^answer-us-\d+-[0-9a-z]{25}$/);
    // as text, to be passed on
    const field = `readonly rows="2" dir="ltr" aria-describedby="link-hint">`;
    expect(await page(ada, id)).toContain(`${field}${site.world.config.baseUrl}${paths.letter(address!)}</textarea>`);
    expect(await page(ada, id)).toContain('Whoever has it can read the letter and sign it; it is listed nowhere.');
    await decide(ada, id, { deed: 'open' }).expect(303);
    expect(await page(ada, id)).not.toContain('listed nowhere');
    expect(await found(id)).toMatchObject({ status: 'open' });
    expect((await site.http.get(paths.letter(address!))).status).toBe(200);
  });

  test('what is not whole is not published, and she is told what is missing', async () => {
    const id = await beginLetter(ada, 'Half a letter');
    expect(await page(ada, id)).toContain('Something is still missing');
    const answer = await decide(ada, id, { deed: 'publish', status: 'open', revision: '1' });
    expect([answer.status, answer.text]).toEqual([409, expect.stringContaining('It cannot be published yet')]);
  });

  test('a letter with the address of another one’s draft is not published over it', async () => {
    const first = await writtenLetter();
    const second = await beginLetter(ada, `Answer us ${letters}`);
    await send(ada, second, { ...filledForm(await openForm(ada, second)), body: 'Theirs.' }).expect(303);
    const revision = (await openForm(ada, second))['base']!;
    const refused = await decide(ada, second, { deed: 'publish', status: 'open', revision });
    expect([refused.status, refused.text]).toEqual([409, expect.stringContaining('has this address already')]);
    expect(refused.text).toContain('href="#publish"');
    await decide(ada, first, await publishing(ada, first, 'open')).expect(303);
    expect((await site.http.get(paths.letter(`answer-us-${letters}`)).expect(200)).text).not.toContain('Theirs.');
  });

  test('an address that was another one’s when she wrote, and is free now, is her letter’s', async () => {
    const first = await writtenLetter();
    const second = await beginLetter(ada, `Answer us ${letters}`);
    await send(ada, second, filledForm(await openForm(ada, second))).expect(303);
    await send(ada, first, { ...(await openForm(ada, first)), slug: `moved-${letters}` }).expect(303);
    await decide(ada, second, await publishing(ada, second, 'open')).expect(303);
    expect(toHex((await site.shelf.byAddress(`answer-us-${letters}`))!.id)).toBe(second);
  });

  test('a removed letter leaves its reason at its address, and nothing else', async () => {
    const id = await writtenLetter();
    await decide(ada, id, await publishing(ada, id, 'open')).expect(303);
    const without = await decide(ada, id, { deed: 'remove', note: ' ', sure: 'yes' });
    expect([without.status, without.text]).toEqual([422, expect.stringContaining('Please say why')]);
    await decide(ada, id, { deed: 'remove', note: 'A court <asked> us to.', sure: 'yes' }).expect(303);
    const address = `answer-us-${letters}`;
    for (const path of [
      paths.letter(address),
      paths.signatures(address),
      paths.markdown(address),
      paths.sign(address),
    ]) {
      const answer = await site.http.get(path);
      expect([path, answer.status]).toEqual([path, 410]);
      expect(answer.text).toContain('A court &lt;asked&gt; us to.');
      expect(answer.text).not.toContain('We build this');
    }
    expect((await site.http.get(paths.home())).text).not.toContain(`Answer us ${letters}<`);
    site.pass(3_000);
    await round();
    expect(await site.shelf.byAddress(address)).toMatchObject({ status: 'removed' });
    expect(await page(ada, id)).toContain('It was removed');
    expect((await decide(ada, id, { deed: 'close', sure: 'yes' })).status).toBe(409);
  });
});

describe('where Ines is keeper too', () => {
  let id: string;

  beforeAll(async () => {
    await addOrganizer(site, INES);
    ines = await signInAs(site, INES);
  });
  beforeEach(async () => {
    id = await writtenLetter();
    const { id: inesId } = (await site.accounts.organizers.byEmail(INES))!;
    await site.accounts.members.makeKeeper(fromHex(id), inesId, site.world.now(), 'the operator');
    await decide(ada, id, await publishing(ada, id, 'open')).expect(303);
  });

  test('nothing is published until she confirms', async () => {
    expect(await found(id)).toBeUndefined();
    expect(await page(ines, id)).toContain('<strong>ada</strong> asked to publish it');
    await ines
      .post(answerPath(await page(ines, id)))
      .type('form')
      .send({ do: 'confirm' })
      .expect(303);
    expect(await found(id)).toMatchObject({ status: 'open' });
    const trail = (await ada.get(paths.trailJson(id))).body as { acts: { what: string; name: string }[] };
    expect(trail.acts.slice(0, 2).map(({ what, name }) => [name, what])).toEqual([
      ['ines', 'confirmed'],
      ['ada', 'asked for'],
    ]);
  });

  test('what Ada takes back while Ines confirms it is written down as what became of it', async () => {
    const path = answerPath(await page(ines, id));
    const answer = (browser: OrganizerBrowser, what: string) => browser.post(path).type('form').send({ do: what });
    const [confirmed, withdrawn] = await Promise.all([answer(ines, 'confirm'), answer(ada, 'withdraw')]);
    expect([confirmed.status, withdrawn.status].toSorted((a, b) => a - b)).toEqual([303, 409]);
    const trail = (await ada.get(paths.trailJson(id))).body as { acts: { what: string }[] };
    expect(trail.acts[0]!.what).toBe((await found(id)) ? 'confirmed' : 'withdrawn');
  });

  test('Ada cannot confirm what she asked for herself', async () => {
    const answer = await ada
      .post(answerPath(await page(ada, id)))
      .type('form')
      .send({ do: 'confirm' });
    expect([answer.status, answer.text]).toEqual([409, expect.stringContaining('another keeper has to confirm it')]);
    expect(await found(id)).toBeUndefined();
  });

  test('it is not asked for twice, and Ada can take it back', async () => {
    expect((await decide(ada, id, await publishing(ada, id, 'open'))).status).toBe(409);
    await ada
      .post(answerPath(await page(ada, id)))
      .type('form')
      .send({ do: 'refuse' })
      .expect(303);
    expect(await page(ada, id)).not.toContain('Waiting for an answer');
  });

  test('after 72 hours it is too late', async () => {
    const path = answerPath(await page(ines, id));
    site.pass(72 * HOUR - 1);
    ines = await signInAs(site, INES);
    expect(await page(ines, id)).toContain('Waiting for an answer');
    site.pass(1);
    expect(await page(ines, id)).not.toContain('Waiting for an answer');
    const answer = await ines.post(path).type('form').send({ do: 'confirm' });
    expect([answer.status, answer.text]).toEqual([409, expect.stringContaining('has expired')]);
    expect(await found(id)).toBeUndefined();
    ada = await signInAs(site, ADA);
  });

  test('a text that changed meanwhile is not what was asked for', async () => {
    const form = await openForm(ada, id);
    await send(ada, id, { ...form, body: 'Another text altogether.' }).expect(303);
    const answer = await ines
      .post(answerPath(await page(ines, id)))
      .type('form')
      .send({ do: 'confirm' });
    expect([answer.status, answer.text]).toEqual([409, expect.stringContaining('The text has changed')]);
    expect(await found(id)).toBeUndefined();
  });

  describe('when the text changes after Ada asked', () => {
    const CHANGED = 'The text has changed since this was asked for';
    const answer = (browser: OrganizerBrowser, path: string, form: Record<string, string>) =>
      browser.post(path).type('form').send(form);
    /** The form with which it is asked for anew, as it stands beside the question. */
    const anewOn = (html: string) => {
      const form = html.match(/<form[^]*?<\/form>/g)?.find((one) => one.includes('anew</button>')) ?? '';
      const other = html.match(/<form[^]*?<\/form>/g)?.find((one) => one.includes('in its place</button>')) ?? '';
      const fields = [...(form || other).matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, ...field]) => field);
      return { path: paths.decisions(id), form: Object.fromEntries(fields) as Record<string, string> };
    };
    beforeEach(async () => {
      await send(ada, id, { ...(await openForm(ada, id)), body: 'We build that.' }).expect(303);
    });

    test('both are told, with what changed, and neither is offered to confirm it', async () => {
      for (const html of [await page(ada, id), await page(ines, id)]) {
        expect(html).toContain(CHANGED);
        expect(html).toMatch(/<ins>[^<]*that/);
        expect(html).not.toContain('value="confirm"');
      }
    });

    test('Ada withdraws it and asks anew in one step, and Ines confirms that', async () => {
      const { path, form } = anewOn(await page(ada, id));
      await answer(ada, path, form).expect(303);
      const html = await page(ines, id);
      expect(html).not.toContain(CHANGED);
      await answer(ines, answerPath(html), { do: 'confirm' }).expect(303);
      expect(await found(id)).toMatchObject({ status: 'open', body: 'We build that.' });
      const trail = (await ada.get(paths.trailJson(id))).body as { acts: { what: string; name: string }[] };
      expect(trail.acts.slice(0, 4).map(({ what, name }) => [name, what])).toEqual([
        ['ines', 'confirmed'],
        ['ada', 'asked for'],
        ['ada', 'withdrawn'],
        ['ada', 'asked for'],
      ]);
    });

    test('Ines can ask in her place, and Ada confirms that', async () => {
      const { path, form } = anewOn(await page(ines, id));
      await answer(ines, path, form).expect(303);
      expect(await page(ada, id)).toContain('<strong>ines</strong> asked to publish it');
      await answer(ada, answerPath(await page(ada, id)), { do: 'confirm' }).expect(303);
      expect(await found(id)).toMatchObject({ body: 'We build that.' });
    });

    test('what changes once more before that click is shown first, and nothing is asked or withdrawn', async () => {
      const { path, form } = anewOn(await page(ada, id));
      await send(ines, id, { ...(await openForm(ines, id)), body: 'They build it.' }).expect(303);
      const told = await answer(ada, path, form);
      expect([told.status, told.text]).toEqual([409, expect.stringContaining('changed since you opened this page')]);
      expect(told.text).toMatch(/<ins>[^<]*They/);
      const next = anewOn(told.text);
      await answer(ada, next.path, next.form).expect(303);
      await answer(ines, answerPath(await page(ines, id)), { do: 'confirm' }).expect(303);
      expect(await found(id)).toMatchObject({ body: 'They build it.' });
    });

    test('a text that lacks something is asked for by nobody: it can be taken back alone', async () => {
      await send(ada, id, { ...(await openForm(ada, id)), title: '' }).expect(303);
      expect(anewOn(await page(ada, id)).form).toEqual({});
      expect(await page(ada, id)).toContain('value="refuse"');
    });
  });

  test('asked for from a page that is older than the text, it is refused at once, with what changed', async () => {
    await ada
      .post(answerPath(await page(ada, id)))
      .type('form')
      .send({ do: 'refuse' })
      .expect(303);
    const outdated = await publishing(ada, id, 'gathering');
    await send(ines, id, { ...(await openForm(ines, id)), body: 'We build that.' }).expect(303);
    const told = await decide(ada, id, outdated);
    expect([told.status, told.text]).toEqual([409, expect.stringContaining('changed since you opened this page')]);
    expect(told.text).toMatch(/<ins>[^<]*that/);
    expect(told.text).toMatch(/value="gathering"[^>]* checked/);
    expect(await page(ines, id)).not.toContain('Waiting for an answer');
    await decide(ada, id, { ...outdated, revision: revisionOn(told.text) }).expect(303);
    expect(await page(ines, id)).toContain('Waiting for an answer');
  });

  test('confirmed in two windows at once, it is done once', async () => {
    const path = answerPath(await page(ines, id));
    const answers = await Promise.all([1, 2, 3].map(() => ines.post(path).type('form').send({ do: 'confirm' })));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 409, 409]);
  });

  test('what she declines is gone', async () => {
    const path = answerPath(await page(ines, id));
    await ines.post(path).type('form').send({ do: 'refuse' }).expect(303);
    expect((await ines.post(path).type('form').send({ do: 'confirm' })).status).toBe(409);
    expect(await found(id)).toBeUndefined();
  });
});
