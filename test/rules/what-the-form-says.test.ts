import { describe, expect, test } from 'vitest';
import { readFields } from '../../src/browser/client/fields.ts';

function formOf(fields: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries({ employer: '0', ...fields })) form.set(name, value);
  return form;
}

describe('what the server would refuse is said or mended before a pass is collected', () => {
  test.each(['', '  ', '\u200b\u200b', '\u3164', '\u0007'])('the name %j shows nothing', (name) => {
    expect(readFields(formOf({ shown: 'named', name }))).toBe('faultName');
  });

  test('nor does such a role', () => {
    expect(readFields(formOf({ shown: 'by role', role: '\u2060' }))).toBe('faultRole');
  });

  test('control characters that came along when the text was pasted are left out', () => {
    const pasted = { shown: 'named', name: 'Maya\u0007  Lind\u009f', comment: 'One.\r\nTwo.\u0000\u001b' };
    expect(readFields(formOf(pasted))).toMatchObject({ name: 'Maya Lind', comment: 'One.\nTwo.' });
  });

  test('signs that show something stay: emoji, joined letters, the sign for a broken one', () => {
    const name = 'मायाल\u200dिंड 👩🏽\u200d🔬 \uFFFD';
    expect(readFields(formOf({ shown: 'named', name }))).toMatchObject({ name });
  });
});
