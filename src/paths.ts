/**
 * Every URL of the site, as a path below BASE_URL. Route patterns are the same functions called with `:slug`. What
 * stands at or below `/letters/:slug/sign` and `/promise/issuer` is the issuer's, all else the board's: where the two
 * are apart, a reverse proxy tells them by that alone (docs/two-hosts.md).
 */
export const paths = {
  home: () => '/',
  letter: (slug: string) => `/letters/${slug}`,
  markdown: (slug: string) => `/letters/${slug}/letter.md`,
  descriptor: (slug: string) => `/letters/${slug}/descriptor.json`,
  signatures: (slug: string) => `/letters/${slug}/signatures`,
  live: (slug: string) => `/letters/${slug}/live`,
  sign: (slug: string) => `/letters/${slug}/sign`,
  askCode: (slug: string) => `/letters/${slug}/sign/code`,
  mailStatus: (slug: string) => `/letters/${slug}/sign/mail`,
  collectPass: (slug: string) => `/letters/${slug}/sign/pass`,
  writeSignature: (slug: string) => `/letters/${slug}/signature`,
  previewSignature: (slug: string) => `/letters/${slug}/signature/preview`,
  signWithTool: (slug: string) => `/letters/${slug}/sign/tool`,
  pastePost: (slug: string) => `/letters/${slug}/signature/post`,
  change: (slug: string) => `/letters/${slug}/change`,
  changeWords: (slug: string) => `/letters/${slug}/change/words`,
  withdraw: (slug: string) => `/letters/${slug}/change/withdraw`,
  audit: (slug: string) => `/letters/${slug}/audit`,
  auditJson: (slug: string) => `/letters/${slug}/audit.json`,
  checkpoint: (slug: string) => `/letters/${slug}/checkpoint`,
  checkpoints: (slug: string, file?: string) => `/letters/${slug}/checkpoints${file ? `/${file}` : ''}`,
  leafHashes: (slug: string) => `/letters/${slug}/leaf-hashes`,
  promise: () => '/promise',
  issuerPromise: () => '/promise/issuer',
  apiLetters: () => '/api/v1/letters',
  apiLetter: (slug: string) => `/api/v1/letters/${slug}`,
  asset: (name: string) => `/assets/${name}`,
  health: () => '/healthz',
  ready: () => '/readyz',
  devMail: () => '/dev/mail',
  devMailJson: () => '/dev/mail.json',
  devColleagues: () => '/dev/colleagues',
};
