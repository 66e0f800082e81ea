import { customType } from 'drizzle-orm/sqlite-core';
import type { Bytes } from '../../src/protocol/bytes.ts';

/** A blob as the plain bytes that the protocol and WebCrypto speak. */
export const bytes = customType<{ data: Bytes; driverData: Uint8Array }>({
  dataType: () => 'blob',
  toDriver: (value) => value,
  fromDriver: (value) => new Uint8Array(value),
});
