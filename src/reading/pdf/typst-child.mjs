// @ts-check
// Sets one sheet and ends. It is a program of its own, because a thread in native code cannot be stopped.
// In: a letter's sheet as JSON, on standard input. Out: the PDF.
import { readFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';

const [template = '', ...fonts] = process.argv.slice(2);
const compiler = NodeCompiler.create({
  // below a file there is never anything: whatever asks for a file finds none
  workspace: `${template}/nothing`,
  fontArgs: [{ fontBlobs: fonts.map((font) => readFileSync(font)) }],
});
const sheet = (await buffer(process.stdin)).toString();
const compiled = compiler.compile({ mainFileContent: readFileSync(template, 'utf8'), inputs: { sheet } });
// what is wrong quotes the letter, so it is not told
if (!compiled.result) process.exit(2);
process.stdout.write(accessible(compiled.result) ?? compiler.pdf(compiled.result));

// Typst checks the rules of PDF/UA and writes nothing where a letter breaks one; without them it is tagged all the same.
/** @param {NonNullable<typeof compiled.result>} set */
function accessible(set) {
  try {
    return compiler.pdf(set, { pdfStandard: 'ua-1' });
  } catch {
    return undefined;
  }
}
