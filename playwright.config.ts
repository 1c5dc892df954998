import { defineConfig } from '@playwright/test';

// What happens in the windows is asked here, not how soon: the promises in seconds have commands of their own.
process.env['TARAZY_TEST_PATIENCE'] ??= '4';

/** Real Electron in the virtual courtroom: one at a time, because a small PC has two cores. */
export default defineConfig({
  testDir: 'tests/windows',
  workers: 1,
  // A helper of Chromium that dies by itself takes the page that a test holds; the product recovers, and the summary names such a test's second try.
  retries: 1,
  timeout: 300_000,
  expect: { timeout: 40_000 },
  use: { actionTimeout: 40_000 },
  outputDir: 'test-results',
  reporter: [['list']],
});
