// The whole site as built, with a desk that hands out tickets and codes without a mail: mails are paced, and what is
// measured here begins when the code is typed.
import { randomBytes } from 'node:crypto';
import { createApp } from '../../dist/src/app.js';
import { readConfig } from '../../dist/src/config.js';
import { realWorld } from '../../dist/src/world.js';

const world = realWorld(readConfig(process.env));
const site = await createApp(world);
const CODE = '0123456789';
const bytes = (size) => new Uint8Array(randomBytes(size));

process.on('message', (message) => {
  if (typeof message === 'object') void (message.atOnce ? collect(message) : issue(message));
});
site.server.listen(world.config.port, '127.0.0.1');

async function issue({ slug, count }) {
  const { publicId } = await site.shelf.byAddress(slug);
  process.send(Array.from({ length: count }, () => ticketFor(publicId)));
}

/** What issuing is apart from HTTP: the ticket checked, the message signed, the tag inserted. */
async function collect({ slug, count, atOnce }) {
  const letter = await site.shelf.byAddress(slug);
  const tickets = Array.from({ length: count }, () => [ticketFor(letter.publicId), blinded()]);
  const used = process.cpuUsage();
  const keepCollecting = async () => {
    for (let next = tickets.pop(); next; next = tickets.pop()) {
      const proof = site.issuer.desk.check(letter.publicId, next[0], CODE, world.now());
      if (typeof (await site.issuer.collect(letter, proof, next[1])) !== 'object') throw new Error('no pass');
    }
  };
  await Promise.all(Array.from({ length: atOnce }, keepCollecting));
  const { user, system } = process.cpuUsage(used);
  process.send(user + system);
}

function ticketFor(publicId) {
  return site.issuer.desk.issue(publicId, { tag: bytes(16), code: CODE, mail: bytes(16), now: world.now() });
}

/** As long as the modulus and below it. */
function blinded() {
  const message = bytes(384);
  message[0] = 0;
  return message;
}
