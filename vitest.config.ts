import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', './test/support/nobody-in-the-output.ts'],
    globalSetup: ['test/support/say-what-is-skipped.ts', 'test/support/folder-of-this-run.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    isolate: false,
  },
});
