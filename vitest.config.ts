import { defineConfig } from 'vitest/config';

/** Aliases come from `imports` of package.json, so that Node, Vite and the tests resolve them in one way. */
export default defineConfig({
  test: {
    // Real children, sockets and disks: two workers are what the smallest court PC has.
    maxWorkers: 2,
    projects: [
      { test: { name: 'unit', include: ['tests/unit/**/*.test.{ts,tsx}'], testTimeout: 20_000 } },
      { test: { name: 'house', include: ['tests/house/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 60_000 } },
      { test: { name: 'flow', include: ['tests/flow/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 60_000 } },
    ],
  },
});
