import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Answer, Papers, Verb } from '#contract/hall.ts';
import type { HallState } from '#contract/papers.ts';
import { connectHall, type HallClient } from '#line/hall-client.ts';

const projectFolder = path.join(import.meta.dirname, '..', '..');

type Run = Readonly<{ port: number; pid: number; shellKey: string }>;
export type WindowRole = 'console' | 'bench' | 'recorder' | 'call' | 'specialist';

/** A running hall service without a shell, and ways to talk to it as any window. */
export type RunningHall = Readonly<{
  pid: number;
  stderr(): string;
  exit: Promise<number | null>;
  run(): Run;
  address(): string;
  connect(role: WindowRole): Promise<Line>;
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}>;

/** A window's line with the newest state. */
export type Line = HallClient &
  Readonly<{
    /** Asks and throws on a refusal, with the fault in the message. */
    must<V extends Verb>(verb: V, papers: Papers<V>): Promise<Answer<V>>;
    state(): HallState | undefined;
    until(holds: (state: HallState) => boolean, limitMs: number, what: string): Promise<HallState>;
  }>;

export async function until(
  holds: () => boolean,
  limitMs: number,
  what: string,
  more: () => string = () => '',
): Promise<void> {
  const endsMs = performance.now() + limitMs;
  while (!holds()) {
    if (performance.now() > endsMs) throw new Error(`waited ${String(limitMs)} ms in vain until ${what} ${more()}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** The command that runs another in a world where the kernel tells this id of the boot. */
function inBoot(bootIdFile: string): readonly [string, ...string[]] {
  const lay = 'mount --bind "$0" /proc/sys/kernel/random/boot_id && exec "$@"';
  return ['unshare', '--mount', 'sh', '-c', lay, bootIdFile];
}

/** Starts the service; does not wait for it. `bootIdFile`: a file with the id of the boot in which it finds itself. */
export function spawnService(
  home: string,
  env: Readonly<Record<string, string>> = {},
  bootIdFile: string | null = null,
): RunningHall {
  const [command, ...before] = bootIdFile === null ? [process.execPath] : [...inBoot(bootIdFile), process.execPath];
  const child = spawn(command, [...before, path.join(projectFolder, 'src', 'hall', 'main.ts')], {
    cwd: projectFolder,
    stdio: ['ignore', 'inherit', 'pipe'],
    env: {
      ...process.env,
      TARAZY_HOME: home,
      TARAZY_NO_SHELL: '1',
      TARAZY_CHECK_OUTGOING: '1',
      TARAZY_LANG: 'en',
      ...env,
    },
  });
  // A test that fails leaves nothing running.
  process.on('exit', () => child.kill('SIGKILL'));
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const exit = once(child, 'exit').then(([code]) => code as number | null);
  const runFile = path.join(home, 'run', 'hall.json');
  const run = (): Run => JSON.parse(readFileSync(runFile, 'utf8')) as Run;
  const address = (): string => `ws://127.0.0.1:${String(run().port)}`;
  const isOurs = (): boolean => existsSync(runFile) && run().pid === child.pid;

  async function ticket(role: WindowRole): Promise<string> {
    const shell = connectHall({
      door: { papers: () => Promise.resolve({ address: address(), ticket: run().shellKey }) },
    });
    let isUp = false;
    shell.onConnection((isConnected) => {
      isUp = isConnected;
    });
    await until(() => isUp, 5000, 'the shell came in');
    const answer = await shell.ask('shell.ticket', { window: role });
    shell.close();
    if (!answer.ok) throw new Error(answer.fault.key);
    return answer.value.ticket;
  }

  return {
    pid: child.pid ?? -1,
    exit,
    run,
    address,
    stderr: () => said,
    async connect(role) {
      await until(isOurs, 40_000, 'the service wrote its run file', () => said);
      // Like a real shell: the papers are got anew for every dial, from whatever service runs by then.
      const hall = connectHall({
        door: {
          papers: async () =>
            existsSync(runFile) ? { address: address(), ticket: await ticket(role) } : { address: null },
        },
      });
      let newest: HallState | undefined;
      let isUp = false;
      hall.on('state.changed', (state) => {
        newest = state;
      });
      hall.onConnection((isConnected) => {
        isUp = isConnected;
      });
      await until(() => isUp, 10_000, `${role} came in`);
      return {
        ...hall,
        state: () => newest,
        async must(verb, papers) {
          const outcome = await hall.ask(verb, papers);
          if (!outcome.ok) throw new Error(`${verb}: ${outcome.fault.key} ${JSON.stringify(outcome.fault.args)}`);
          return outcome.value;
        },
        async until(holds, limitMs, what) {
          await until(() => newest !== undefined && holds(newest), limitMs, what).catch((error: unknown) => {
            throw new Error(`${String(error)}; last state: ${JSON.stringify(newest)}`);
          });
          return newest!;
        },
      };
    },
    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      return exit;
    },
  };
}
