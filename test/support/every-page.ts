import type { Page } from 'playwright-core';
import { answersStore } from '../../src/letters/answers/store.ts';
import type { Organizer } from '../../src/organizing/accounts/organizer.ts';
import { paths } from '../../src/paths.ts';
import { toHex } from '../../src/protocol/bytes.ts';
import { press } from './browser.ts';
import {
  ALTERED,
  DONE,
  MAILBOX,
  WRITE,
  askAgain,
  askOnScreens,
  hasSigned,
  onScreen,
  openClient,
  pressOn,
  typeCode,
} from './client-screens.ts';
import { beginLetter, openForm, send } from './drafting.ts';
import { letterFile } from './letters.ts';
import { type ListeningSite, openListeningSite } from './listening-site.ts';
import { ADA, type OrganizerBrowser, addOrganizer, signInAs } from './organizers.ts';
import { codeIn, collectPass, signByForm } from './people.ts';
import { readSeed } from './site.ts';

const EMPLOYERS =
  '[{name: Halden, domains: [halden.example], headcount: 900}, {name: Torvik, domains: [torvik.example]}]';

/** A development site with a letter under which people signed in every way, another that closed, and a seed. */
export async function openFullSite(): Promise<ListeningSite> {
  const site = await openListeningSite();
  await site.publish(letterFile({ slug: 'over', closes: '2026-05-05' }));
  await site.publish(readSeed('1-pathline'));
  const ada = await answer(site);
  const letter = await site.publish(
    letterFile({ employers: EMPLOYERS, organizations: '[{name: Union of All, url: https://union.example}]' }),
  );
  await site.accounts.members.makeKeeper(letter.id, ada.id, site.world.now(), 'the operator');
  const signatures = [
    { shown: 'named', name: 'Nadia Okafor', role: 'Nurse', comment: 'Please.', pledges: '0' },
    { shown: 'by role', role: 'Engineer', comment: 'Again.' },
    ...Array.from({ length: 20 }, () => ({ shown: 'anonymous' })),
  ];
  for (const [i, fields] of signatures.entries()) {
    const pass = await collectPass(site, letter, `colleague${i}@halden.example`);
    await signByForm(site, letter, pass, { ...fields, employer: String(i % 2) });
  }
  site.pass(2 * 86_400_000);
  await site.rounds.go(site.world.now());
  return site;
}

/** A letter that was delivered, and of which each kind of thing was said since. */
async function answer(site: ListeningSite): Promise<Organizer> {
  const { id, demands } = await site.publish(letterFile({ slug: 'answered' }));
  const store = answersStore(site.world.databases.letters);
  const said = { at: site.world.now(), day: '2026-05-04', source: 'https://halden.example/news' };
  const demand = demands[0]!.text;
  await store.deliver(id, { ...said, to: 'Pat Orsini', how: 'by mail' });
  await store.respond(id, { ...said, from: 'Pat Orsini', text: 'No.\n\nNever.', demands: [demand] });
  await store.keepCopy(id, 1, 'ab'.repeat(32), '2026-05-04');
  await store.mark(id, { ...said, demand, status: 'refused', note: 'At the meeting.' });
  await store.mark(id, { ...said, demand, status: 'partly met', note: null });
  await store.post(id, { at: said.at, title: 'We met them', body: 'It was *good*.' });
  await store.correct(id, { at: said.at, text: 'It was on the 3rd.' });
  return addOrganizer(site, ADA, id);
}

export type Look = (name: string, page: Page) => Promise<void>;

/** Two windows of one browser; in one of them no script runs. */
export interface Windows {
  page: Page;
  withoutScript: Page;
}

/** Goes through every page of the site as people do, with script and without, and calls `look` on each. */
export async function seeEveryPage(site: ListeningSite, { page, withoutScript }: Windows, look: Look): Promise<void> {
  const see = async (path: string, name: string) => {
    await page.goto(site.origin + path);
    await look(name, page);
  };
  await see(paths.home(), 'home');
  await see(paths.letter('pathline'), 'a letter that nobody signed');
  await see(paths.signatures('answer-us'), 'the signatories');
  await see(`${paths.signatures('answer-us')}?q=zz`, 'nobody found');
  await see(paths.letter('over'), 'a closed letter');
  await see(paths.letter('answered'), 'a letter that was answered');
  await seeAnswering(site, page, look);
  await seeRemarks(site, page, look);
  await seeFirst(site, page, look);
  await see(paths.signatures('answer-us'), 'the signatories, with the first');
  await see(paths.audit('answer-us'), 'the count, checked');
  await see(paths.share('answer-us'), 'sharing and citing');
  await see(paths.embed('answer-us'), 'the frame for other sites');
  await see('/nowhere', 'not found');
  await see(paths.letter('answer-us'), 'the letter');
  await page.getByText('What your employer can learn if you sign').click();
  await page.getByText('As numbers').click();
  await look('the letter, all unfolded', page);
  await press(page, 'Sign this letter');
  await seeScreens(site, page, look);
  await openClient(site, page, '#00000000000000000000000000');
  await page.reload();
  await onScreen(page, ALTERED);
  await look('a letter that was altered', page);
  await withoutScript.goto(site.origin + paths.sign('answer-us'));
  await seeForms(site, withoutScript, (name) => look(`${name}, without script`, withoutScript));
  await seeSigningLater(site, page, look);
  await seeChangingInBrowser(site, page, look);
  await see(paths.signWithTool('answer-us'), 'the page of the tool');
  await page.getByRole('textbox', { name: 'The text from the tool' }).fill('nonsense');
  await page.getByRole('textbox', { name: 'Your work mailbox' }).fill('theo@elsewhere.example');
  await press(page, 'Send me a code');
  await look('the page of the tool, with faults', page);
  await see(paths.pastePost('answer-us'), 'pasting a signed text');
  await page.getByRole('textbox', { name: 'The signed text' }).fill('nonsense');
  await press(page, 'Send it');
  await look('pasting a signed text, with a fault', page);
  await see(paths.devMail(), 'the mail of a development site');
}

/** Where its keepers write down what was answered. */
async function seeAnswering(site: ListeningSite, page: Page, look: Look): Promise<void> {
  const { id } = (await site.shelf.byAddress('answered'))!;
  await letIn(site, await signInAs(site, ADA), page);
  await page.goto(site.origin + paths.answers(toHex(id)));
  await look('delivery and answers', page);
  await press(page, 'Record the response');
  await look('delivery and answers, with faults', page);
  await page.getByRole('textbox', { name: 'Title' }).fill('We met them');
  await page.getByRole('textbox', { name: 'Text' }).fill('It was *good*.');
  await press(page, 'Look at it before posting');
  await look('an update before it is posted', page);
  await page.context().clearCookies();
}

/** Where its keepers choose who stands first, and whether search engines may list the names. */
async function seeFirst(site: ListeningSite, page: Page, look: Look): Promise<void> {
  const { id } = (await site.shelf.byAddress('answer-us'))!;
  await letIn(site, await signInAs(site, ADA), page);
  await page.goto(site.origin + paths.firstSignatories(toHex(id)));
  await look('first signatories, none yet', page);
  await press(page, 'Put first');
  await look('first signatories, with a fault', page);
  await page.getByRole('radio', { name: 'Nadia Okafor' }).check();
  await page.getByRole('checkbox', { name: 'They told us' }).check();
  await press(page, 'Put first');
  await press(page, 'Let search engines list the signatories');
  await look('first signatories', page);
  await page.context().clearCookies();
}

/** Where organizers say what they think of a draft, with a remark of each kind. */
async function seeRemarks(site: ListeningSite, page: Page, look: Look): Promise<void> {
  const browser = await signInAs(site, ADA);
  await letIn(site, browser, page);
  const id = await beginLetter(browser, 'A draft');
  const body = 'We build this.\n\nWe wait for you.\n\nWe hope.';
  await send(browser, id, { ...(await openForm(browser, id)), body });
  for (const [on, says, instead] of [
    ['body.1', 'Who?', 'We build this.'],
    ['body.2', 'Stronger', 'We insist.'],
    ['body.3', 'For what?', ''],
  ]) {
    await page.goto(site.origin + paths.remarks(id, on));
    await page.getByRole('textbox', { name: 'Comment' }).fill(says!);
    await page.getByRole('textbox', { name: 'The text' }).fill(instead!);
    await press(page, 'Send');
  }
  await press(page, 'Accept Paragraph 2, ada');
  await page.getByText('Show what was settled').click();
  await look('remarks', page);
  await send(browser, id, { ...(await openForm(browser, id)), body: 'We build that.' });
  await page.goto(site.origin + paths.remarks(id, 'body.1'));
  await press(page, 'Send');
  await look('remarks, with a fault, and about text that is gone', page);
  await page.context().clearCookies();
}

/** The browser is signed in as this one of the tests is. */
async function letIn(site: ListeningSite, { jar }: OrganizerBrowser, page: Page): Promise<void> {
  const cookies = jar.getCookies({ domain: '127.0.0.1', path: '/organize', secure: false, script: false });
  await page.context().addCookies(cookies.map(({ name, value }) => ({ name, value, url: site.origin })));
}

/** The browser's own client, from the first screen to the last, with a mistake on each. */
async function seeScreens(site: ListeningSite, page: Page, look: Look): Promise<void> {
  await onScreen(page, WRITE);
  await look('the client: your signature', page);
  await page.getByRole('radio', { name: 'With my name' }).check();
  await page.getByRole('radio', { name: 'Torvik' }).check();
  await pressOn(page, 'Continue');
  await page.getByText('Please give the name to show.').waitFor();
  await look('the client: your signature, with a fault', page);
  await page.getByRole('textbox', { name: 'Name' }).fill('Leila Hadid');
  await pressOn(page, 'Continue');
  await onScreen(page, MAILBOX);
  await look('the client: the mailbox', page);
  await page.getByRole('textbox', { name: 'Your work mailbox' }).fill('theo@elsewhere.example');
  await pressOn(page, 'Send me a code');
  await page.getByText('Only mailboxes at').waitFor();
  await look('the client: the mailbox, from elsewhere', page);
  const code = await askAgain(site, page, 'leila@torvik.example');
  await look('the client: the code', page);
  await typeCode(page, 'AAAAA-AAAAA');
  await page.getByText('This is not the code').waitFor();
  await look('the client: the code, mistyped', page);
  await typeCode(page, code);
  await hasSigned(page);
  await page.getByText('As a QR code').click();
  await page.getByText('Your receipt').click();
  await look('the client: done', page);

  await openClient(site, page);
  await page.getByRole('radio', { name: 'Torvik' }).check();
  await page.getByRole('radio', { name: 'sign on another day' }).check();
  const mine = await askOnScreens(site, page, 'lena@torvik.example');
  await look('the client: the code for another day', page);
  await typeCode(page, mine, 'Get my pass');
  await onScreen(page, DONE);
  await look('the client: done, to sign on another day', page);
}

/** Signing where script runs, with a pass that was kept. */
async function seeSigningLater(site: ListeningSite, page: Page, look: Look): Promise<void> {
  const pass = await collectPass(site, (await site.shelf.byAddress('answer-us'))!, 'later@halden.example');
  await page.goto(site.origin + paths.writeSignature('answer-us'));
  await page.getByText('Your pass stays in this browser').waitFor();
  await look('the client: signing with a kept pass', page);
  await page.getByRole('radio', { name: 'With my name' }).check();
  await page.getByRole('radio', { name: 'Torvik' }).check();
  await page.getByRole('textbox', { name: 'Your pass' }).fill('pass1_nonsense');
  await pressOn(page, 'Look at it before signing');
  await page.getByText('This is not a whole pass.').waitFor();
  await look('the client: signing with a pass that is none', page);
  await page.getByRole('textbox', { name: 'Your pass' }).fill(pass);
  await page.getByRole('textbox', { name: 'Name' }).fill('Lotte Berg');
  await page.getByRole('textbox', { name: 'A comment' }).fill('We asked before.');
  await page.getByRole('checkbox', { name: 'I will not work on this.' }).check();
  await pressOn(page, 'Look at it before signing');
  await onScreen(page, 'How it will appear');
  await look('the client: before signing with a kept pass', page);
  await pressOn(page, 'Sign the letter');
  await onScreen(page, 'You have signed');
  await look('the client: signed with a kept pass', page);
}

/** Change and withdrawal where script runs, with a pass that signed before. */
async function seeChangingInBrowser(site: ListeningSite, page: Page, look: Look): Promise<void> {
  const pass = await collectPass(site, (await site.shelf.byAddress('answer-us'))!, 'lars@halden.example');
  await signByForm(site, (await site.shelf.byAddress('answer-us'))!, pass, { shown: 'anonymous', employer: '0' });
  await page.goto(site.origin + paths.change('answer-us'));
  await onScreen(page, 'Change or withdraw');
  await look('the client: showing a pass', page);
  await page.getByRole('textbox', { name: 'Your pass' }).fill('pass1_nonsense');
  await pressOn(page, 'Show my signature');
  await page.getByText('This is not a whole pass.').waitFor();
  await look('the client: showing a pass that is none', page);
  await page.getByRole('textbox', { name: 'Your pass' }).fill(pass);
  await pressOn(page, 'Show my signature');
  await onScreen(page, 'Change your signature');
  await look('the client: changing a signature', page);
  await pressOn(page, 'Withdraw it instead');
  await look('the client: withdrawing a signature', page);
  await pressOn(page, 'Withdraw my signature');
  await onScreen(page, 'Done');
  await look('the client: withdrawn', page);
}

/** The forms, from the first to the receipt, then to the change of it, with a mistake in each. */
async function seeForms(site: ListeningSite, page: Page, look: (name: string) => Promise<void>): Promise<void> {
  await look('asking for a code');
  await page.getByRole('textbox', { name: 'Your work mailbox' }).fill('theo@elsewhere.example');
  await press(page, 'Send me a code');
  await look('asking for a code, from elsewhere');
  await page.getByRole('textbox', { name: 'Your work mailbox' }).fill('maya@halden.example');
  await press(page, 'Send me a code');
  await look('the code');
  site.pass(1_000);
  await site.mailIsSent();
  await press(page, 'Has it been sent?');
  await look('how the mail fares');
  await page.getByRole('textbox', { name: 'Code' }).fill('AAAAA-AAAAA');
  await press(page, 'Get my pass');
  await look('the code, mistyped');
  await page.getByRole('textbox', { name: 'Code' }).fill(codeIn(site, 'maya@halden.example'));
  await press(page, 'Get my pass');
  await page.getByText('As a QR code').click();
  await look('the pass');
  const pass = await page.getByRole('textbox', { name: 'The pass' }).inputValue();
  await seeSigning(site, page, pass, look);
  await seeChanging(site, page, pass, look);
}

async function seeSigning(site: ListeningSite, page: Page, pass: string, look: (name: string) => Promise<void>) {
  await page.goto(site.origin + paths.writeSignature('answer-us'));
  await look('writing a signature');
  await page.getByRole('textbox', { name: 'Your pass' }).fill('pass1_nonsense');
  await page.getByRole('radio', { name: 'With my name' }).check();
  await page.getByRole('radio', { name: 'Torvik' }).check();
  await press(page, 'Look at it before signing');
  await look('writing a signature, with faults');
  await page.getByRole('textbox', { name: 'Your pass' }).fill(pass);
  await page.getByRole('textbox', { name: 'Name' }).fill('Maya Lind');
  await page.getByRole('textbox', { name: 'Role' }).fill('Engineer');
  await page.getByRole('textbox', { name: 'A comment' }).fill('We asked before.');
  await page.getByRole('checkbox', { name: 'I will not work on this.' }).check();
  await press(page, 'Look at it before signing');
  await look('before signing');
  await press(page, 'Sign the letter');
  await look('signed');
}

async function seeChanging(site: ListeningSite, page: Page, pass: string, look: (name: string) => Promise<void>) {
  const show = async (shown: string) => {
    await page.goto(site.origin + paths.change('answer-us'));
    await page.getByRole('textbox', { name: 'Your pass' }).fill(shown);
    await press(page, 'Show my signature');
  };
  await page.goto(site.origin + paths.change('answer-us'));
  await look('showing a pass');
  await show('pass1_nonsense');
  await look('showing a pass that is none');
  await show(pass);
  await look('changing a signature');
  await page.getByRole('textbox', { name: 'Name' }).fill('');
  await press(page, 'Change my signature');
  await look('changing a signature, with a fault');
  await page.getByRole('textbox', { name: 'Name' }).fill('Maya Lindgren');
  await press(page, 'Change my signature');
  await look('changed');
  await show(pass);
  await press(page, 'Withdraw my signature');
  await look('withdrawn');
}
