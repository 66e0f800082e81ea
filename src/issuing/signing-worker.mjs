// @ts-check
// One thread of the pool. Keys come with the messages and go with them; whatever throws ends the thread.
import { parentPort } from 'node:worker_threads';
import { blindSign } from './blind-signature.mjs';

parentPort?.on('message', (messages) => {
  const signatures = messages.map((/** @type {any} */ { privateKey, publicKey, blinded }) =>
    blindSign(privateKey, publicKey, blinded),
  );
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort?.postMessage(signatures);
});
