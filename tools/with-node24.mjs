/**
 * Runs one of our scripts under Node 24, doing any missing set-up first without a word.
 * Usage: node tools/with-node24.mjs [--want step,step] SCRIPT [ARGUMENTS…]
 */
import { checkoutEnvironment } from './electron-runtime.mjs';
import { becomeChild, node24, SetupRefusal } from './run.mjs';
import { ensureReady, main } from './setup.mjs';

if (import.meta.filename === process.argv[1]) {
  await main(() => {
    const words = process.argv.slice(2);
    const want = words[0] === '--want' ? words.splice(0, 2)[1].split(',') : ['node_modules'];
    if (words.length === 0) throw new SetupRefusal('with-node24.mjs needs a script to run.');
    ensureReady({ want, quiet: true });
    return becomeChild(node24, words, { env: checkoutEnvironment() });
  });
}
