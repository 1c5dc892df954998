/**
 * `npm test`: prepares everything, then types, lint, format, walls and all tests; ends with `N passed, N failed`.
 * Usage: node tools/test.mjs [check|unit|flow|windows …] [what to hand on to the test runner]
 * A static check counts as one; a runner counts its own tests.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { checkoutEnvironment } from './electron-runtime.mjs';
import { becomeChild, node24, projectRoot, runtimeFolder, say } from './run.mjs';
import { ensureReady, everything, main } from './setup.mjs';

const reports = path.join(runtimeFolder, 'test-reports');
const inModules = (...parts) => path.join(projectRoot, 'node_modules', ...parts);

/** Each group: what it needs, the static checks by name, and the runner with the report it leaves. */
const groups = {
  check: {
    title: 'unit and house',
    want: ['packages', 'node_modules', 'lab'],
    checks: {
      types: [inModules('typescript', 'bin', 'tsc'), '-b'],
      lint: [inModules('eslint', 'bin', 'eslint.js'), '.'],
      format: [inModules('prettier', 'bin', 'prettier.cjs'), '--check', '--log-level', 'warn', '.'],
      walls: [
        inModules('dependency-cruiser', 'bin', 'dependency-cruiser.mjs'),
        ...['--config', '.dependency-cruiser.mjs', 'src', 'renderer', 'native', 'tests'],
      ],
    },
    runner: vitest('unit', 'house'),
  },
  unit: {
    title: 'unit and house',
    want: ['packages', 'node_modules', 'lab'],
    checks: {},
    runner: vitest('unit', 'house'),
  },
  flow: { title: 'flow', want: everything, checks: {}, runner: vitest('flow') },
  windows: { title: 'windows', want: everything, checks: {}, runner: playwright() },
};

function vitest(...projects) {
  const report = path.join(reports, `${projects.join('-')}.json`);
  const chosen = projects.flatMap((project) => ['--project', project]);
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${report}`];
  return {
    report,
    args: [inModules('vitest', 'vitest.mjs'), 'run', ...chosen, ...reporters],
    env: {},
    // A file that cannot even be loaded holds no failed test, yet nothing of it was proved.
    count: ({ numPassedTests, numFailedTests, testResults }) => ({
      passed: numPassedTests,
      failed:
        numFailedTests +
        testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length,
    }),
  };
}

function playwright() {
  const report = path.join(reports, 'windows.json');
  return {
    report,
    args: [inModules('@playwright', 'test', 'cli.js'), 'test', '--reporter=list,json'],
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: report },
    count: ({ stats, errors }) => {
      if (stats.flaky > 0) say(`! ${stats.flaky} passed only at the second try`);
      return { passed: stats.expected + stats.flaky, failed: stats.unexpected + errors.length };
    },
  };
}

const run = (args, env = {}) => becomeChild(node24, args, { env: { ...checkoutEnvironment(), ...env } });

/** @returns {Promise<{ passed: number, failed: number }>} a runner that fails without a word of failed tests counts as one failure */
async function runTests({ report, args, env, count }, handedOn) {
  rmSync(report, { force: true });
  const code = await run([...args, ...handedOn], env);
  const counted = existsSync(report) ? count(JSON.parse(readFileSync(report, 'utf8'))) : { passed: 0, failed: 0 };
  return code !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted;
}

await main(async () => {
  const words = process.argv.slice(2);
  const asked = words.filter((word) => word in groups);
  const handedOn = words.filter((word) => !(word in groups));
  const chosen = (asked.length > 0 ? asked : ['check', 'flow', 'windows']).map((name) => groups[name]);
  ensureReady({ want: chosen.flatMap((group) => group.want), quiet: asked.length > 0 });
  mkdirSync(reports, { recursive: true });

  const total = { passed: 0, failed: 0 };
  for (const { title, checks, runner } of chosen) {
    for (const [name, args] of Object.entries(checks)) {
      const startedAtMs = Date.now();
      const passed = (await run(args)) === 0;
      total[passed ? 'passed' : 'failed'] += 1;
      say(`${passed ? '✓' : '✗'} ${name} (${((Date.now() - startedAtMs) / 1000).toFixed(1)} s)`);
    }
    const { passed, failed } = await runTests(runner, handedOn);
    total.passed += passed;
    total.failed += failed;
    say(`${failed === 0 ? '✓' : '✗'} ${title}: ${passed} passed, ${failed} failed`);
  }
  process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
  return total.failed === 0 ? 0 : 1;
});
