import { expect, test } from 'vitest';
import { readStaffList } from '../../src/issuing/roll-call/list.ts';
import { dueNow, toWait, tryLater } from '../../src/issuing/roll-call/rounds.ts';

const h = new Uint8Array(16);
const waiting = (domains: string[]) =>
  domains.map((domain, i) => toWait({ line: i + 1, mailbox: `a${i}@${domain}`, domain }, h));

test('a list has one address a line, with or without a name, of any domain', () => {
  const text =
    '\uFEFFmaya@halden.example\r\n\n# the others\n"Theo" <Theo+x@Gmail.com>;\n hr@halden.example,\r"a@b.example"';
  expect(readStaffList(text)).toEqual({
    entries: [
      { line: 1, mailbox: 'maya@halden.example', domain: 'halden.example' },
      { line: 4, mailbox: 'theo@gmail.com', domain: 'gmail.com' },
      { line: 5, mailbox: 'hr@halden.example', domain: 'halden.example' },
      { line: 6, mailbox: 'a@b.example', domain: 'b.example' },
    ],
    faults: [],
    repeated: 0,
  });
});

test('one mailbox counts once, however it is written', () => {
  const list = readStaffList('maya@halden.example\nMaya+letters@HALDEN.example.\nMaya L <MAYA@halden.example>');
  expect([list.entries.length, list.repeated]).toEqual([1, 2]);
});

test('lines that are no address are named by their numbers', () => {
  expect(
    readStaffList('maya\nmaya@halden.example, theo@halden.example\n@x.example\na@b\nok@halden.example').faults,
  ).toEqual([1, 2, 3, 4]);
});

test('in one second at most so many of one domain are due, and other domains do not wait for it', () => {
  const list = waiting(['a.example', 'a.example', 'a.example', 'b.example']);
  expect(dueNow(list, 2, 0).map(({ line }) => line)).toEqual([1, 2, 4]);
});

test('whoever was begun comes first, and not before its time', () => {
  const list = waiting(['a.example', 'a.example', 'a.example']);
  Object.assign(list[2]!, { code: 'X', next: 5_000 });
  expect(dueNow(list, 1, 4_999).map(({ line }) => line)).toEqual([1]);
  expect(dueNow(list, 1, 5_000).map(({ line }) => line)).toEqual([3]);
});

test('trouble is waited for, longer each time, for ten minutes', () => {
  const [one] = waiting(['a.example']);
  const tries: number[] = [];
  for (let now = 0; tryLater(one!, now); now = one!.next) tries.push(one!.next - now);
  expect(tries).toEqual([5_000, 10_000, 20_000, 40_000, 80_000, 160_000]);
});
