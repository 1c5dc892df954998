/**
 * `npm start`: opens the kiosk where there is a display; elsewhere plays the demo hearing in the virtual courtroom.
 * All progress goes to stderr; the demo's last line on stdout is its JSON answer.
 */
import path from 'node:path';
import { checkoutEnvironment, findElectron } from './electron-runtime.mjs';
import { becomeChild, node24, projectRoot, say } from './run.mjs';
import { ensureReady, everything, main } from './setup.mjs';

const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);

await main(() => {
  ensureReady({ want: hasDisplay ? everything.filter((step) => step !== 'lab') : everything });
  const electron = findElectron();
  const name = electron.kind === 'official' ? 'the official Electron' : 'the test-only fallback Electron';
  say(hasDisplay ? `Starting Tarazy with ${name}.` : `No display: playing the demo hearing with ${name}.`);
  const script = hasDisplay ? 'src/hall/main.ts' : 'tests/demo/demo.ts';
  // The switch is the hall's own (src/shell/start-hall.ts).
  return becomeChild(node24, ['--v8-pool-size=1', path.join(projectRoot, script), ...process.argv.slice(2)], {
    env: checkoutEnvironment(),
    endsWithParent: !hasDisplay,
  });
});
