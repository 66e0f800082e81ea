import { paths } from '../paths.ts';

/** What programs read, also those in pages of other sites. What is made for people is not among it. */
export const publicData: string[] = [
  ...['/api', paths.siteFeed(), paths.oembed()],
  ...[paths.feed, paths.signaturesCsv, paths.markdown, paths.pdf].map(ofLetter),
  ...[paths.auditJson, paths.leafHashes, paths.checkpoint, paths.checkpoints].map(ofLetter),
  ...[paths.descriptor, paths.descriptors, paths.card, paths.badge, paths.qr].map(ofLetter),
  paths.version(':slug', ':number'),
];

function ofLetter(path: (slug: string) => string): string {
  return path(':slug');
}
