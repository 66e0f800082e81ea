import { openAudit } from '../../src/protocol/audit.ts';
import { type MadeAudit, checks, letter, makeAudit, signatory } from './log.ts';

export const maya = signatory();
export const hana = signatory();
export const theo = signatory();

/** Maya and Hana sign; Maya changes and Theo signs; Hana withdraws. */
export const releases = [
  [maya.post(0, 'sign'), hana.post(0, 'sign')],
  [maya.post(1, 'edit'), theo.post(0, 'sign')],
  [hana.post(1, 'withdraw')],
];
export const log = makeAudit(releases, 2);

export function audit({ head, leaves }: MadeAudit, saved: string[] = []) {
  const open = openAudit(head, checks(letter.rsa), saved);
  for (const leaf of leaves) open.leaf(leaf);
  return open.finish();
}

export const faultsOf = (made: MadeAudit, saved: string[] = []): string => audit(made, saved).faults.join('\n');
