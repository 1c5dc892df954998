import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { hallSwitches } from '../../src/shell/start-hall.ts';
import type { Lab } from '../lab/start-lab.ts';
import { handsOf, type HallHands } from '../stage/hall-hands.ts';
import { connectSpecialist, electronBinary, sideBySide, wait } from '../stage/start-stage.ts';

const projectFolder = path.join(import.meta.dirname, '..', '..');
/** As systemd does with `Restart=always`, `RestartSec=100ms` and `Nice=-4`: a service that is coming back must not wait for the screens. */
const restartMs = 100;

/** A whole hall whose service is started again whenever it ends, as the system's own keeper does on a court PC. */
export type KeptHall = HallHands & Readonly<{ stop(): Promise<void> }>;

export async function startKeptHall(lab: Lab, homeFolder: string): Promise<KeptHall> {
  let isKept = true;
  let service: ChildProcess;
  let gone: Promise<unknown>;
  function start(): void {
    service = spawn(
      'nice',
      [
        '-n',
        '-4',
        'setpriv',
        '--pdeathsig',
        'TERM',
        process.execPath,
        ...hallSwitches,
        path.join(projectFolder, 'src/hall/main.ts'),
      ],
      {
        cwd: projectFolder,
        stdio: ['ignore', 'ignore', 'inherit'],
        env: {
          ...lab.env,
          TARAZY_HOME: homeFolder,
          TARAZY_ELECTRON: electronBinary(),
          TARAZY_SHELL: projectFolder,
          TARAZY_CAMERA: 'pipewire',
          TARAZY_SHELL_ARGS: '["--disable-gpu"]',
          TARAZY_WINDOWS: JSON.stringify(sideBySide),
          TARAZY_TRAINING: '1',
        },
      },
    );
    gone = new Promise((resolve) => service.once('exit', resolve));
    void gone.then(() => wait(restartMs)).then(() => isKept && start());
  }
  start();
  const line = await connectSpecialist(homeFolder, 20_000);
  return {
    ...handsOf(line),
    async stop() {
      isKept = false;
      line.close();
      service.kill('SIGTERM');
      const isGone = await Promise.race([gone.then(() => true), wait(15_000).then(() => false)]);
      if (!isGone) service.kill('SIGKILL');
    },
  };
}
