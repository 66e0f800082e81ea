import { expect, test } from 'vitest';
import { tellsOfSomebody } from '../support/nobody-in-the-output.ts';

test.each([
  'maya.lind@halden.example',
  'to <o’maya+letters@mail.halden.example>',
  'code 7K3QD-2MXRA',
  'from 198.51.100.7',
  'at ::ffff:203.0.113.9',
])('%j in the output of the tests would be noticed', (text) => {
  expect(tellsOfSomebody(text)).toBe(true);
});

test.each(['listening at 127.0.0.1:3000', 'version 12.11.1', 'skipped: test/journeys', '0.0.0.0'])(
  '%j tells of nobody',
  (text) => {
    expect(tellsOfSomebody(text)).toBe(false);
  },
);
