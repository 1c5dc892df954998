import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import type { Answer, Papers, Verb } from '#contract/hall.ts';
import type { HallState } from '#contract/papers.ts';
import type { Lab } from '../lab/start-lab.ts';
import { connectSpecialist, electronBinary, sideBySide, wait } from '../stage/start-stage.ts';

const projectFolder = path.join(import.meta.dirname, '..', '..');
/** As systemd does with `Restart=always` and `RestartSec=100ms`. */
const restartMs = 100;

/** A whole hall whose service is started again whenever it ends, as the system's own keeper does on a court PC. */
export type KeptHall = Readonly<{
  ask<V extends Verb>(verb: V, papers: Papers<V>): Promise<Answer<V>>;
  until(holds: (state: HallState) => boolean, limitMs: number, what: string): Promise<HallState>;
  stop(): Promise<void>;
}>;

export async function startKeptHall(lab: Lab, homeFolder: string): Promise<KeptHall> {
  let isKept = true;
  let service: ChildProcess;
  let gone: Promise<unknown>;
  function start(): void {
    service = spawn(
      'setpriv',
      ['--pdeathsig', 'TERM', process.execPath, path.join(projectFolder, 'src/hall/main.ts')],
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
  let newest: HallState | undefined;
  line.on('state.changed', (state) => {
    newest = state;
  });
  line.onConnection((isConnected) => {
    if (!isConnected) newest = undefined;
  });
  return {
    async ask(verb, papers) {
      const outcome = await line.ask(verb, papers);
      if (!outcome.ok)
        throw new Error(`${verb} was refused: ${outcome.fault.key} ${JSON.stringify(outcome.fault.args)}`);
      return outcome.value;
    },
    async until(holds, limitMs, what) {
      const endsAt = performance.now() + limitMs;
      while (performance.now() < endsAt) {
        if (newest !== undefined && holds(newest)) return newest;
        await wait(20);
      }
      throw new Error(`waited ${String(limitMs)} ms in vain until ${what}; last state: ${JSON.stringify(newest)}`);
    },
    async stop() {
      isKept = false;
      line.close();
      service.kill('SIGTERM');
      const isGone = await Promise.race([gone.then(() => true), wait(15_000).then(() => false)]);
      if (!isGone) service.kill('SIGKILL');
    },
  };
}
