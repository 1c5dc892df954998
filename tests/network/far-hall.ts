import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Answer, Papers, Verb } from '#contract/hall.ts';
import type { HallState } from '#contract/papers.ts';
import type { Outcome } from '#domain/outcome.ts';
import { wait } from '../stage/start-stage.ts';

/** A hall in a namespace, as this process plays it. */
export type FarHall = Readonly<{
  ask<V extends Verb>(verb: V, papers: Papers<V>): Promise<Answer<V>>;
  until(holds: (state: HallState) => boolean, limitMs: number, what: string): Promise<HallState>;
  crashCall(): Promise<void>;
  stop(): Promise<void>;
}>;

export async function startFarHall(
  namespace: string,
  order: Readonly<{ env: object; homeFolder: string; hallEnv: object }>,
): Promise<FarHall> {
  const script = path.join(import.meta.dirname, 'hall-in-namespace.ts');
  const args = [
    '--pdeathsig',
    'TERM',
    'ip',
    'netns',
    'exec',
    namespace,
    process.execPath,
    script,
    JSON.stringify(order),
  ];
  const child: ChildProcess = spawn('setpriv', args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const waiting = new Map<number, (outcome: Outcome<unknown>) => void>();
  let newest: HallState | undefined;
  const started = { isUp: false };
  let lastId = 0;
  createInterface({ input: child.stdout! }).on('line', (line) => {
    if (!line.startsWith('{')) return;
    const told = JSON.parse(line) as { isUp?: true; state?: HallState; id?: number; outcome?: Outcome<unknown> };
    if (told.isUp) started.isUp = true;
    if (told.state !== undefined) newest = told.state;
    if (told.id !== undefined && told.outcome !== undefined) waiting.get(told.id)?.(told.outcome);
  });
  const exit = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const send = (message: object): Promise<Outcome<unknown>> =>
    new Promise((resolve) => {
      lastId += 1;
      waiting.set(lastId, resolve);
      child.stdin!.write(`${JSON.stringify({ id: lastId, ...message })}\n`);
    });
  const endsAt = Date.now() + 40_000;
  while (!started.isUp) {
    if (Date.now() > endsAt) throw new Error('the hall in its namespace did not come up');
    await wait(50);
  }
  return {
    async ask<V extends Verb>(verb: V, papers: Papers<V>) {
      const outcome = await send({ verb, papers });
      if (!outcome.ok)
        throw new Error(`${verb} was refused: ${outcome.fault.key} ${JSON.stringify(outcome.fault.args)}`);
      return outcome.value as Answer<V>;
    },
    async until(holds, limitMs, what) {
      const limitAt = performance.now() + limitMs;
      while (performance.now() < limitAt) {
        if (newest !== undefined && holds(newest)) return newest;
        await wait(5);
      }
      throw new Error(`waited ${String(limitMs)} ms in vain until ${what}: ${JSON.stringify(newest?.call)}`);
    },
    async crashCall() {
      await send({ crash: 'call' });
    },
    async stop() {
      child.stdin!.write(`${JSON.stringify({ stop: true })}\n`);
      await Promise.race([exit, wait(15_000)]);
      child.kill('SIGKILL');
    },
  };
}
