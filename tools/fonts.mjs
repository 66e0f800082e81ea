// Copies the typeface of the PDFs from its package to views/fonts, for whoever takes a newer version of it.
import { copyFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const from = join(root, 'node_modules', '@expo-google-fonts/source-serif-4');
const to = join(root, 'views', 'fonts');

const styles = { '400Regular': 'Regular', '400Regular_Italic': 'Italic', '600SemiBold': 'SemiBold' };
for (const [theirs, ours] of Object.entries({ ...styles, '600SemiBold_Italic': 'SemiBoldItalic' })) {
  copyFileSync(join(from, theirs, `SourceSerif4_${theirs}.ttf`), join(to, `SourceSerif4-${ours}.ttf`));
}
copyFileSync(join(from, 'LICENSE_FONT'), join(to, 'OFL-SourceSerif4.txt'));
