import type { PublishedLetter } from '../../letters/letter.ts';
import { changingPages } from '../../signing/changing/pages.ts';
import { signingPages } from '../../signing/pages.ts';
import { pastePages } from '../../signing/paste-pages.ts';
import type { Fields } from '../../signing/signature.ts';
import { invent, large } from './letters.ts';
import { HOUR, type Items, NOW, PASS, type Stage, missing } from './stage.ts';

const fields: Fields = {
  ...{ shown: 'named', name: 'Leila Hadid', role: 'Test engineer', employer: 1, comment: 'We asked before.' },
  ...{ pledges: [0], site: 0, occupation: 1 },
};
const receipt = (letter: PublishedLetter) => ({
  letter_id: 'c0de'.repeat(16),
  leaf: 'ab12'.repeat(16),
  release: letter.release,
  signature: 'A'.repeat(86),
});

const signing = ({ frame }: Stage) => signingPages(frame);
const changing = ({ frame }: Stage) => changingPages(frame);
const pasting = ({ frame }: Stage) => pastePages(frame);

const standing = { seq: 0, fields, published: true, current: true };

function done(stage: Stage, letter: PublishedLetter, published: number): string {
  const released = published > 0;
  const told = { repeated: false, counted: false, waits: released, released, earliest: NOW + HOUR, now: NOW };
  return signing(stage).done(letter, { receipt: receipt(letter), ...told });
}

export const signingItems: Items = {
  'writing a signature': (stage) => signing(stage).write(large(), {}, []),
  'writing a signature, with faults': (stage) =>
    signing(stage).write(large(), { pass: 'x', shown: 'named' }, [
      missing('pass'),
      missing('name'),
      missing('employer'),
    ]),
  'before signing': (stage) => signing(stage).preview(large(), PASS, fields),
  signed: (stage) => done(stage, large(), 40),
  'signed, by name': (stage) => done(stage, invent({ shown: ['named'], release: { min: 1, every: 3_600 } }), 40),
  'signed, sealed': (stage) => done(stage, invent({ sealUntil: 100 }), 0),
  'pasting a signed text': (stage) => pasting(stage).paste(invent(), '', null),
  'pasting a signed text, with a fault': (stage) => pasting(stage).paste(invent(), 'x', 'site.typed.missing'),
  'showing a pass': (stage) => changing(stage).show(large(), [], true),
  'showing a pass, with a fault': (stage) => changing(stage).show(large(), [missing('pass')], true),
  'changing a signature': (stage) => changing(stage).change(large(), PASS, standing, true, []),
  'changing a signature, with a fault': (stage) =>
    changing(stage).change(large(), PASS, standing, true, [missing('name')], { shown: 'named', employer: '0' }),
  'confirming a new text': (stage) => changing(stage).change(large(), PASS, { ...standing, current: false }, true, []),
  'withdrawing after closing': (stage) =>
    changing(stage).change(invent({ status: 'closed' }), PASS, standing, false, []),
  changed: (stage) => changing(stage).done(invent(), 'changed', receipt(invent())),
  withdrawn: (stage) => changing(stage).done(invent(), 'withdrawn', receipt(invent())),
};
