import { defineConfig } from '@playwright/test';

/** Real Electron in the virtual courtroom: one at a time, because a small PC has two cores. */
export default defineConfig({
  testDir: 'tests/windows',
  workers: 1,
  timeout: 120_000,
  outputDir: 'test-results',
  reporter: [['list']],
});
