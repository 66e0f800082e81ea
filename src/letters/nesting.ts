import { Lexer, Parser } from 'yaml';

/** A letter's fields are at most lists of fields with lists. */
const DEEPEST = 40;

/**
 * The line, from 1, at which YAML nests deeper than any letter does. The library composes what it parsed by recursion, and
 * where the stack ends in the middle of a regular expression, V8 ends the whole program.
 */
export function tooDeepAt(yaml: string): number | undefined {
  let line = 1;
  const parser = new Parser(() => (line += 1));
  for (const lexeme of new Lexer().lex(yaml)) {
    Array.from(parser.next(lexeme));
    if (parser.stack.length > DEEPEST) return line;
  }
  return undefined;
}
