import type { Lab } from '../../lab/start-lab.ts';
import { freePort, sideBySide, startStage } from '../../stage/start-stage.ts';
import { pageBecomes, startBareElectron } from '../bare-electron.ts';

/** ms from the start of Electron until an empty window has loaded. */
export async function emptyReady(lab: Lab): Promise<number> {
  const debugPort = await freePort();
  const startedAt = performance.now();
  const bare = startBareElectron('empty', lab.env, debugPort);
  try {
    return (await pageBecomes(debugPort, 'empty.html', `document.body?.dataset.ready === '1'`, 30_000)) - startedAt;
  } finally {
    await bare.stop();
  }
}

/** ms from the start of Electron by the running hall service until the console shows the day's list. */
export async function consoleReady(lab: Lab): Promise<number> {
  const stage = await startStage({ openLab: lab, windows: { console: sideBySide.console, bench: null } });
  try {
    const readyAt = await pageBecomes(
      stage.debugPort,
      'tarazy://app/console/',
      `document.body?.dataset.ready === '1'`,
      30_000,
    );
    return readyAt - (await stage.shellStartedAt());
  } finally {
    await stage.stop();
  }
}
