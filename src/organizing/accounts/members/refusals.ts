import type { NotChanged } from './store.ts';

/** Why a membership stays as it is, as a saying. */
export const explained: Record<NotChanged | 'no role', string> = {
  'last keeper': 'accounts.members.last-keeper',
  'no member': 'accounts.members.no-member',
  'no keeper': 'accounts.keepers-only.detail',
  'no role': 'accounts.members.no-role',
};
