import { readAddress } from '../mailbox.ts';

/** One mailbox of a staff list, in its canonical form. */
export interface Entry {
  /** Its line in the list, counted from 1: the only name under which anything is said of it. */
  line: number;
  mailbox: string;
  domain: string;
}

export interface StaffList {
  entries: Entry[];
  /** Lines that are no address. */
  faults: number[];
  /** How many lines named a mailbox that an earlier line had named. */
  repeated: number;
}

/**
 * A staff list as organizers paste it: one address a line, alone or as `Name <address>`; empty lines and those that
 * begin with # are skipped. Any domain is right: the list says who is asked. One mailbox counts once.
 */
export function readStaffList(text: string): StaffList {
  const list: StaffList = { entries: [], faults: [], repeated: 0 };
  const seen = new Set<string>();
  for (const [at, written] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .entries()) {
    const typed = addressIn(written);
    if (typed === '') continue;
    const read = readAddress(typed);
    if (!read) list.faults.push(at + 1);
    else if (seen.has(read.mailbox)) list.repeated += 1;
    else list.entries.push({ line: at + 1, mailbox: read.mailbox, domain: read.domain });
    if (read) seen.add(read.mailbox);
  }
  return list;
}

/** What a line holds besides a name, quotes and the separators of a list; empty where it is to be skipped. */
function addressIn(written: string): string {
  const line = written.trim();
  if (line.startsWith('#')) return '';
  return line
    .replace(/[,;]+$/, '')
    .replace(/^.*<(.*)>$/, '$1')
    .replace(/^"(.*)"$/, '$1')
    .trim();
}
