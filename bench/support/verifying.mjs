// The tool's own check as built, on one audit file: tells how long it took, and the most memory that it held.
import { verifyCount } from '../../dist/src/cli/verify.js';

process.on('message', (file) => {
  if (file !== 'usage') void check(file);
});

async function check(file) {
  const begun = performance.now();
  const { leaves, faults } = await verifyCount(file, undefined, () => undefined);
  const seconds = (performance.now() - begun) / 1000;
  process.send({ leaves, faults, seconds, peak: process.resourceUsage().maxRSS * 1024 });
}
