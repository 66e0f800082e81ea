// One packet as the site as built makes it, PDF and all, read at once and thrown away: tells how long it took, how
// large it is, and the most memory that it held. `progress` tells how much has been read.
import { createHash } from 'node:crypto';
import { finished } from 'node:stream/promises';
import { readConfig } from '../../dist/src/config.js';
import { letterStore } from '../../dist/src/letters/store.js';
import { writePacket } from '../../dist/src/organizing/delivering/packet.js';
import { sheetOf } from '../../dist/src/reading/pdf/sheet.js';
import { openTypesetter } from '../../dist/src/reading/pdf/typesetter.js';
import { ruleIn } from '../../dist/src/organizing/moderating/store.js';
import { openBoard } from '../../dist/src/signing/board.js';
import { realWorld } from '../../dist/src/world.js';

process.on('message', (asked) => {
  if (asked !== 'usage') void write(asked);
});

async function write({ databaseUrl, slug }) {
  const world = realWorld(readConfig({ DATABASE_URL: databaseUrl }));
  const board = await openBoard(world, ruleIn(world.databases.organizers));
  const letter = await letterStore(world.databases.letters).bySlug(slug);
  const published = await board.published(letter);
  const begun = performance.now();
  const tallied = { employees: published, vouched: undefined, supporters: undefined };
  const set = await openTypesetter(world.log).set(sheetOf(letter, tallied, 'http://localhost:3000', 'a4'));
  const pdf = typeof set === 'string' ? undefined : set;
  const packet = writePacket(letter, { board, published, pdf, now: Date.now() });
  const hash = createHash('sha256');
  let bytes = 0;
  packet.on('data', (piece) => {
    hash.update(piece);
    bytes += piece.length;
  });
  await finished(packet);
  const seconds = (performance.now() - begun) / 1000;
  process.send({ bytes, pdf: pdf?.length ?? 0, seconds, own: process.resourceUsage().maxRSS * 1024 });
}
