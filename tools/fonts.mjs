// Copies the typefaces from their packages to views/fonts, for whoever takes a newer version of them.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const packages = join(root, 'node_modules');
const to = join(root, 'views', 'fonts');

copyPrinted();
await cutForScreens();

/** The faces of the PDFs. */
function copyPrinted() {
  const from = join(packages, '@expo-google-fonts/source-serif-4');
  const styles = { '400Regular': 'Regular', '400Regular_Italic': 'Italic', '600SemiBold': 'SemiBold' };
  for (const [theirs, ours] of Object.entries({ ...styles, '600SemiBold_Italic': 'SemiBoldItalic' })) {
    copyFileSync(join(from, theirs, `SourceSerif4_${theirs}.ttf`), join(to, `SourceSerif4-${ours}.ttf`));
  }
  copyFileSync(join(from, 'LICENSE_FONT'), join(to, 'OFL-SourceSerif4.txt'));
}

/**
 * The face of the pages: of the weights from 200 to 900 only those that the styles use, which is a third less for
 * everybody to load. The program that cuts is installed in a folder of its own: it is needed here alone, once in years.
 */
async function cutForScreens() {
  const whole = readFileSync(
    join(packages, '@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-normal.woff2'),
  );
  const folder = mkdtempSync(join(tmpdir(), 'undersigned-fonts-'));
  try {
    spawnSync('npm', ['install', '--prefix', folder, 'subset-font@2.9.0'], { stdio: ['ignore', 2, 2] });
    const { default: cut } = await import(
      pathToFileURL(createRequire(join(folder, 'x.js')).resolve('subset-font')).href
    );
    const settings = { targetFormat: 'woff2', variationAxes: { wght: { min: 400, max: 650 } } };
    writeFileSync(join(to, 'source-serif-4-latin.woff2'), await cut(whole, latin(), settings));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Every character that the package's own cut for Latin may have; what it has not is left out. */
function latin() {
  const upTo = (first, last) => Array.from({ length: last - first + 1 }, (_, i) => String.fromCodePoint(first + i));
  const single = [0x131, 0x152, 0x153, 0x2bb, 0x2bc, 0x2c6, 0x2da, 0x2dc, 0x20ac, 0x2122, 0x2212, 0x2215, 0xfffd];
  const ranges = [upTo(0x20, 0x7e), upTo(0xa0, 0xff), upTo(0x300, 0x329), upTo(0x2000, 0x206f), upTo(0x2190, 0x2193)];
  return [...ranges.flat(), ...single.map((point) => String.fromCodePoint(point))].join('');
}
