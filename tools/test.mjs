/**
 * `npm test`: set-up, then every check and every test of the house, closing with one line `N passed, N failed`.
 * `--quick` (npm run check) leaves out what needs the virtual courtroom and the real Electron.
 */
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { readFileSync, mkdirSync, existsSync } from 'node:fs';
import { checkoutEnvironment } from './electron-runtime.mjs';
import { node24, projectRoot, runtimeFolder, say } from './run.mjs';
import { ensureReady, everything, main } from './setup.mjs';

const isQuick = process.argv.includes('--quick');
const inModules = (...parts) => path.join(projectRoot, 'node_modules', ...parts);
const results = path.join(runtimeFolder, 'test-results');

/** Checks that say nothing when all is well; each counts as one test. */
const checks = [
  ['types', [inModules('typescript', 'bin', 'tsc'), '-b']],
  ['lint', [inModules('eslint', 'bin', 'eslint.js'), '.']],
  ['format', [inModules('prettier', 'bin', 'prettier.cjs'), '--check', '--log-level', 'warn', '.']],
  ['walls', [inModules('dependency-cruiser', 'bin', 'dependency-cruise.mjs'), '--config', '.dependency-cruiser.mjs', 'src', 'renderer', 'native', 'tests']],
];

function runNode(args, env) {
  return spawnSync(node24, args, { cwd: projectRoot, env, stdio: ['ignore', 'inherit', 'inherit'] }).status === 0;
}

/** Runs vitest projects and reads how many tests passed and failed from its own report. */
function runVitest(projects, env) {
  const report = path.join(results, `${projects.join('-')}.json`);
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${report}`];
  const ok = runNode([inModules('vitest', 'vitest.mjs'), 'run', ...projects.flatMap((name) => ['--project', name]), ...reporters], env);
  if (!existsSync(report)) return { passed: 0, failed: 1 };
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'));
  // A suite that could not even be loaded has no failed tests of its own.
  return { passed: numPassedTests, failed: ok ? numFailedTests : Math.max(1, numFailedTests) };
}

function runPlaywright(env) {
  const report = path.join(results, 'windows.json');
  const ok = runNode([inModules('@playwright', 'test', 'cli.js'), 'test', '--reporter=dot,json'], { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: report });
  if (!existsSync(report)) return { passed: 0, failed: 1 };
  const { stats } = JSON.parse(readFileSync(report, 'utf8'));
  return { passed: stats.expected, failed: ok ? stats.unexpected : Math.max(1, stats.unexpected) };
}

await main(() => {
  ensureReady({ want: everything });
  mkdirSync(results, { recursive: true });
  const env = checkoutEnvironment();
  const total = { passed: 0, failed: 0 };
  const add = (name, { passed, failed }) => {
    say(`${name}: ${passed} passed, ${failed} failed`);
    total.passed += passed;
    total.failed += failed;
  };
  for (const [name, args] of checks) {
    const ok = runNode(args, env);
    add(name, { passed: ok ? 1 : 0, failed: ok ? 0 : 1 });
  }
  add('unit and house', runVitest(['unit', 'house'], env));
  if (!isQuick) {
    add('flow', runVitest(['flow'], env));
    add('windows', runPlaywright(env));
  }
  process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
});
