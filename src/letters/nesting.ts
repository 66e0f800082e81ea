import { Lexer, Parser } from 'yaml';

/** A letter's fields are at most lists of fields with lists. */
const DEEPEST = 40;

/**
 * Where YAML nests deeper than any letter does, as an offset. The library composes what it parsed by recursion, and
 * where the stack ends in the middle of a regular expression, V8 ends the whole program.
 */
export function tooDeepAt(yaml: string): number | undefined {
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(yaml)) {
    Array.from(parser.next(lexeme));
    if (parser.stack.length > DEEPEST) return parser.offset;
  }
  return undefined;
}
