/** Brings node_modules in line with package-lock.json, and knows when it already is. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { node24, outsidePath, projectRoot, runToEnd, say, SetupRefusal } from './run.mjs';

const lockFile = path.join(projectRoot, 'package-lock.json');
const hiddenLockFile = path.join(projectRoot, 'node_modules', '.package-lock.json');
const stampFile = path.join(projectRoot, 'node_modules', '.tarazy-stamp');

const lockHash = () => createHash('sha256').update(readFileSync(lockFile)).digest('hex');
const readOr = (file, otherwise) => (existsSync(file) ? readFileSync(file, 'utf8') : otherwise);

/** True when somebody ran `npm install` by hand: npm writes its hidden lock file last, so it vouches for the folder. */
function npmVouches() {
  const hidden = JSON.parse(readOr(hiddenLockFile, '{}')).packages ?? {};
  const wanted = Object.entries(JSON.parse(readFileSync(lockFile, 'utf8')).packages);
  return wanted.every(([name, entry]) => name === '' || entry.optional || hidden[name]?.version === entry.version);
}

const node24Answers = () => runToEnd(node24, ['--version'], { capture: true }).stdout.startsWith('v24.');

/** Idempotent; safe after an interruption because the stamp is written last. */
export function ensureNodeModules() {
  if (readOr(stampFile, '') === lockHash() && existsSync(node24)) return;
  if (!npmVouches() || !node24Answers()) {
    say('  npm ci');
    const installed = runToEnd('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { env: outsidePath() });
    if (!installed.ok) throw new SetupRefusal('npm ci failed (see above). The npm registry is needed the first time.');
    if (!node24Answers()) {
      throw new SetupRefusal(
        'node_modules holds no Node 24: its install script was not allowed. npm 11 or newer is needed.',
      );
    }
  }
  writeFileSync(stampFile, lockHash());
}
