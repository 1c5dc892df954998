import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';
import { handsOf, patience, type HallHands } from './hall-hands.ts';
import { startOfChild } from './process-start.ts';
import { hallSwitches } from '../../src/shell/start-hall.ts';
import { connectHall, type HallClient } from '#line/hall-client.ts';
import { startLab, ordinaryCourtroom, type Lab, type LabRequest } from '../lab/start-lab.ts';

const projectFolder = path.join(import.meta.dirname, '..', '..');

export type WindowBounds = Readonly<{ x: number; y: number; width: number; height: number }>;
export type StageRequest = Readonly<{
  /** TARAZY_HOME; a temporary folder when left out. */
  homeFolder?: string;
  lab?: LabRequest;
  /** An open courtroom to play in; the stage does not close it then. */
  openLab?: Lab;
  /** Which windows the shell opens and where; null keeps one closed. `on-displays`: where a court's shell has them. The recorder is always there. */
  windows?:
    | Readonly<{ console: WindowBounds | null; bench: WindowBounds | null; screen?: WindowBounds | null }>
    | 'on-displays';
  training?: boolean;
  /** More of the service's environment, such as its port for other halls. */
  env?: Readonly<Record<string, string>>;
}>;

export type StageWindow = 'console' | 'bench' | 'screen' | 'witness' | 'recorder' | 'call';

/** The witness's monitor shows the page of the public's. */
const pageStarts = (window: StageWindow): string =>
  `tarazy://app/${window === 'witness' ? 'screen/index.html?witness' : `${window}/index.html`}`;

/** A whole hall on stage: virtual courtroom, hall service, Electron with its windows, and hands to play it with. */
export type Stage = HallHands &
  Readonly<{
    lab: Lab;
    homeFolder: string;
    hallPid(): number;
    debugPort: number;
    /** When the service started Electron, in ms of this process's `performance.now`, read from the kernel's process table. */
    shellStartedAt(): Promise<number>;
    /** A line of the technician's role. */
    hall: HallClient;
    /** The page of a window, over the debugging port that only the stage opens. */
    page(window: StageWindow): Promise<Page>;
    /** Lets go of every page until the next is asked for: a debugger that stays attached costs each of them time. */
    letGo(): Promise<void>;
    /** The service dies at once and nobody brings it back, until `startService`. */
    killService(): Promise<void>;
    startService(): void;
    stop(): Promise<void>;
  }>;

/** Both windows side by side on the courtroom's one wide screen. */
export const sideBySide = {
  console: { x: 0, y: 0, width: 1920, height: 1080 },
  bench: { x: 1920, y: 0, width: 1920, height: 1080 },
} as const;

export function wait(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}

/** A port of 127.0.0.1 that nobody had a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** The Electron that the bootstrap found or assembled; every test command is started with its path in the environment. */
export function electronBinary(): string {
  const binary = process.env['TARAZY_ELECTRON'];
  if (binary === undefined) throw new Error('TARAZY_ELECTRON is not set: start this by its npm script');
  return binary;
}

type RunFile = Readonly<{ port: number; shellKey: string }>;

function readRunFile(homeFolder: string): RunFile | undefined {
  const file = path.join(homeFolder, 'run', 'hall.json');
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as RunFile;
  } catch {
    // The file is being replaced just now.
    return undefined;
  }
}

/** A technician's line to the hall service of `homeFolder`: the shell's key buys a ticket, the ticket a role. */
export async function connectSpecialist(homeFolder: string, limitMs: number): Promise<HallClient> {
  const papers = async (): Promise<{ address: string; ticket: string } | { address: null }> => {
    const run = readRunFile(homeFolder);
    if (run === undefined) return { address: null };
    const address = `ws://127.0.0.1:${String(run.port)}`;
    const shell = connectHall({ door: { papers: () => Promise.resolve({ address, ticket: run.shellKey }) } });
    const isUp = await connected(shell, 1000);
    const answer = isUp ? await shell.ask('shell.ticket', { window: 'specialist' }) : undefined;
    shell.close();
    return answer?.ok === true ? { address, ticket: answer.value.ticket } : { address: null };
  };
  const hall = connectHall({ door: { papers } });
  if (!(await connected(hall, limitMs))) throw new Error('the hall service did not answer');
  return hall;
}

function connected(client: HallClient, limitMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const limit = setTimeout(() => settle(false), limitMs);
    const off = client.onConnection((isConnected) => {
      if (isConnected) settle(true);
    });
    function settle(isUp: boolean): void {
      clearTimeout(limit);
      // The listener may be called before `off` exists, so it is taken off a moment later.
      queueMicrotask(() => off());
      resolve(isUp);
    }
  });
}

/** Opens the hall; throws, with everything put away again, when a part does not come up. */
export async function startStage(request: StageRequest = {}): Promise<Stage> {
  const homeFolder = request.homeFolder ?? mkdtempSync(path.join(tmpdir(), 'tarazy-stage-'));
  const lab = request.openLab ?? (await startLab(request.lab ?? ordinaryCourtroom));
  const debugPort = await freePort();
  // The kernel ends the service with us, however we end.
  const command = [
    '--pdeathsig',
    'TERM',
    process.execPath,
    ...hallSwitches,
    path.join(projectFolder, 'src', 'hall', 'main.ts'),
  ];
  const spawnService = (): ChildProcess =>
    spawn('setpriv', command, {
      cwd: projectFolder,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: {
        ...lab.env,
        TARAZY_HOME: homeFolder,
        TARAZY_ELECTRON: electronBinary(),
        TARAZY_SHELL: projectFolder,
        TARAZY_CAMERA: 'pipewire',
        TARAZY_SHELL_ARGS: JSON.stringify([`--remote-debugging-port=${String(debugPort)}`, '--disable-gpu']),
        TARAZY_WINDOWS: request.windows === 'on-displays' ? '{}' : JSON.stringify(request.windows ?? sideBySide),
        ...(request.training === false ? {} : { TARAZY_TRAINING: '1' }),
        ...request.env,
      },
    });
  let service = spawnService();
  let hall: HallClient | undefined;
  let browser: Browser | undefined;

  async function letGo(): Promise<void> {
    await browser?.close().catch(() => undefined);
    browser = undefined;
  }
  async function stop(): Promise<void> {
    hall?.close();
    await letGo();
    const gone = service.exitCode === null && service.signalCode === null ? once(service, 'exit') : Promise.resolve();
    service.kill('SIGTERM');
    const isGone = await Promise.race([gone.then(() => true), wait(15_000).then(() => false)]);
    if (!isGone) service.kill('SIGKILL');
    if (request.openLab === undefined) await lab.stop();
  }

  try {
    hall = await connectSpecialist(homeFolder, 20_000 * patience);
  } catch (error) {
    await stop();
    throw error;
  }
  const line = hall;
  async function page(window: StageWindow): Promise<Page> {
    for (let attempt = 0; attempt < 150; attempt += 1) {
      browser ??= await chromium.connectOverCDP(`http://127.0.0.1:${String(debugPort)}`).catch(() => undefined);
      const pages = browser?.contexts().flatMap((context) => context.pages()) ?? [];
      const found = pages.find((each) => each.url().split('#')[0] === pageStarts(window));
      if (found !== undefined) return found;
      await wait(200);
    }
    throw new Error(`the ${window} window did not open`);
  }

  return {
    lab,
    homeFolder,
    hallPid: () => service.pid ?? -1,
    debugPort,
    shellStartedAt: () => startOfChild(service.pid ?? -1, 'electron', 20_000),
    hall: line,
    ...handsOf(line),
    page,
    letGo,
    async killService() {
      const gone = once(service, 'exit');
      service.kill('SIGKILL');
      await gone;
    },
    startService() {
      service = spawnService();
    },
    stop,
  };
}
