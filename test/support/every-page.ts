import type { Page } from 'playwright-core';
import { paths } from '../../src/paths.ts';
import { press } from './browser.ts';
import { letterFile } from './letters.ts';
import { type ListeningSite, openListeningSite } from './listening-site.ts';
import { codeIn, collectPass, signByForm } from './people.ts';
import { readSeed } from './site.ts';

const EMPLOYERS =
  '[{name: Halden, domains: [halden.example], headcount: 900}, {name: Torvik, domains: [torvik.example]}]';

/** A development site with a letter under which people signed in every way, another that closed, and a seed. */
export async function openFullSite(): Promise<ListeningSite> {
  const site = await openListeningSite();
  await site.publish(letterFile({ slug: 'over', closes: '2026-05-05' }));
  await site.publish(readSeed('1-pathline'));
  const letter = await site.publish(
    letterFile({ employers: EMPLOYERS, organizations: '[{name: Union of All, url: https://union.example}]' }),
  );
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

export type Look = (name: string) => Promise<void>;

/** Goes through every page of the site as people do, and calls `look` on each. */
export async function seeEveryPage(site: ListeningSite, page: Page, look: Look): Promise<void> {
  const open = (path: string) => page.goto(site.origin + path);
  const see = async (path: string, name: string) => {
    await open(path);
    await look(name);
  };
  await see(paths.home(), 'home');
  await see(paths.letter('pathline'), 'a letter that nobody signed');
  await see(paths.signatures('answer-us'), 'the signatories');
  await see(`${paths.signatures('answer-us')}?q=zz`, 'nobody found');
  await see(paths.letter('over'), 'a closed letter');
  await see('/nowhere', 'not found');
  await see(paths.letter('answer-us'), 'the letter');
  await page.getByText('What your employer can learn if you sign').click();
  await page.getByText('As numbers').click();
  await look('the letter, all unfolded');
  await press(page, 'Sign this letter');
  await look('asking for a code');
  await seeSigning(site, page, look);
  await see(paths.devMail(), 'the mail of a development site');
}

/** From the first form to the receipt, with a mistake in each. */
async function seeSigning(site: ListeningSite, page: Page, look: Look): Promise<void> {
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
