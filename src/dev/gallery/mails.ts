import { codeMail } from '../../issuing/mail.ts';
import { rollCallMail } from '../../issuing/roll-call/mail.ts';
import { signInMail } from '../../organizing/accounts/mail.ts';
import { packetMail, reminderMail } from '../../organizing/answering/mail.ts';
import { counted, invent } from './letters.ts';
import type { Items, Stage } from './stage.ts';

const TO = 'somebody@halden.example';
const CODE = 'ABCDEFGHJK';
const packet = { filename: 'tracking-tool.zip', content: Buffer.alloc(0) };

/** A letter in the language of the reader, because its mails speak the language of the letter. */
const local = ({ frame }: Stage) => invent({ language: frame.words.language });

export const mailItems: Items = {
  'mail with a code': ({ frame }) => codeMail(TO, CODE, frame.words).html,
  'mail with a code of the roll-call': ({ frame }) => rollCallMail(TO, CODE, frame.words).html,
  'mail to sign in': ({ frame }) => signInMail(TO, CODE, frame.words).html,
  'mail that hands a letter over': (stage) =>
    packetMail(TO, local(stage), counted(invent(), 120), packet, stage.baseUrl).html,
  'mail that hands a sealed letter over': (stage) =>
    packetMail(TO, { ...local(stage), sealUntil: 100 }, counted(invent(), 0), packet, stage.baseUrl).html,
  'mail that reminds': (stage) => reminderMail(TO, local(stage), 30, stage.baseUrl).html,
};
