import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';

const plumbing = path.join(import.meta.dirname, '..', '..', '..', '..', 'src', 'hall', 'plumbing', 'index.ts');

test.each([
  ['thrown', "setTimeout(() => { throw new Error('planted'); }, 1)"],
  ['rejected', "void Promise.reject(new Error('planted'))"],
])('a bug that nobody caught (%s) ends the service with code 70 and a number for support', (_how, bug) => {
  const script = `
    import { endOnBugs } from ${JSON.stringify(plumbing)};
    const log = { debug() {}, info() {}, warn() {}, error: (fields, event) => console.log(event, fields.logRef), close: () => Promise.resolve() };
    endOnBugs(log, { TARAZY_LANG: 'en' });
    setInterval(() => {}, 1000);
    ${bug};`;
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8', timeout: 10_000 });
  expect(run.status).toBe(70);
  const logRef = /^unexpected (\w{8})$/m.exec(run.stdout)?.[1];
  expect(run.stderr).toContain(`SYS-901`);
  expect(run.stderr).toContain(logRef);
});
