import type { Reporter } from 'vitest/node';

/** A mailbox, a code as it is mailed, or an IP address other than this machine's own. */
const SOMEBODY = [
  /[\w.'+-]+@[\w-]+(?:\.[\w-]+)+/,
  /\b[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}\b/,
  /\b(?!127\.|0\.0\.0\.0)(?:\d{1,3}\.){3}\d{1,3}\b/,
];

/** Whether a text names somebody who must not be in any log. */
export const tellsOfSomebody = (text: string): boolean => SOMEBODY.some((pattern) => pattern.test(text));

/** Reads what the tests print as an operator reads a log: the suite fails if it tells of anybody. */
export default class NobodyInTheOutput implements Reporter {
  #told = 0;

  onUserConsoleLog({ content }: { content: string }): void {
    if (tellsOfSomebody(content)) this.#told += 1;
  }

  onTestRunEnd(): void {
    if (this.#told > 0) throw new Error(`${this.#told} times the tests printed a mailbox, a code or an IP address`);
  }
}
