import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Answer, Papers, Verb } from '#contract/hall.ts';
import type { HallState } from '#contract/papers.ts';
import type { ExhibitId } from '#domain/ids.ts';
import type { Outcome } from '#domain/outcome.ts';
import { wait } from '../stage/start-stage.ts';
import type { HallLine, HallOrder } from './hall-in-namespace.ts';
import type { FirstMedia } from './media-seen.ts';

/** A hall in a namespace, as this process plays it. Instants are ms since 1970: both run on the same clock. */
export type FarHall = Readonly<{
  homeFolder: string;
  ask<V extends Verb>(verb: V, papers: Papers<V>): Promise<Answer<V>>;
  until(holds: (state: HallState) => boolean, limitMs: number, what: string): Promise<HallState>;
  /** Now on the timeline of the hearing that is held. */
  hearingUs(): number;
  /** When the next picture of the other hall was decoded; ask before the call. */
  seePicture(): Promise<number>;
  /** From now on the call window watches for the next connection. */
  beginSeeing(): Promise<void>;
  /** When the first picture and sound of that connection were decoded and played. */
  seeMedia(): Promise<FirstMedia>;
  /** From now on every picture of the other hall is noted as it is decoded. */
  notePictures(): Promise<void>;
  /** When those noted were decoded. */
  picturesNoted(): Promise<readonly number[]>;
  /** Hands a file in as an exhibit of the hearing that is held. */
  bring(file: string): Promise<ExhibitId>;
  /** Told each state as it comes, until what is returned is called. */
  watch(watcher: (state: HallState) => void): () => void;
  killCall(): Promise<number>;
  /** The call window's process stands still from then on. */
  stopCall(): Promise<number>;
  stop(): Promise<void>;
}>;

/** `program`: a whole hall with its windows, or the service alone. */
export async function startFarHall(
  namespace: string,
  order: HallOrder,
  program: 'hall-in-namespace.ts' | 'service-in-namespace.ts' = 'hall-in-namespace.ts',
): Promise<FarHall> {
  const script = path.join(import.meta.dirname, program);
  const inside = ['ip', 'netns', 'exec', namespace, process.execPath, script, JSON.stringify(order)];
  const child: ChildProcess = spawn('setpriv', ['--pdeathsig', 'TERM', ...inside], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const waiting = new Map<number, (outcome: Outcome<unknown>) => void>();
  const watchers = new Set<(state: HallState) => void>();
  let newest: HallState | undefined;
  let newestAtMs = 0;
  const started = { isUp: false };
  let lastId = 0;
  createInterface({ input: child.stdout! }).on('line', (line) => {
    if (!line.startsWith('{')) return;
    const told = JSON.parse(line) as { isUp?: true; state?: HallState; id?: number; outcome?: Outcome<unknown> };
    if (told.isUp) started.isUp = true;
    if (told.state !== undefined) {
      newest = told.state;
      newestAtMs = performance.now();
      for (const watcher of watchers) watcher(told.state);
    }
    if (told.id !== undefined && told.outcome !== undefined) waiting.get(told.id)?.(told.outcome);
  });
  const exit = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const send = (message: Omit<HallLine, 'id'>): Promise<Outcome<unknown>> =>
    new Promise((resolve) => {
      lastId += 1;
      waiting.set(lastId, resolve);
      child.stdin!.write(`${JSON.stringify({ id: lastId, ...message })}\n`);
    });
  async function valueOf(message: Omit<HallLine, 'id'>): Promise<unknown> {
    const outcome = await send(message);
    return outcome.ok ? outcome.value : undefined;
  }
  async function instant(message: Omit<HallLine, 'id'>): Promise<number> {
    const value = await valueOf(message);
    return typeof value === 'number' ? value : Number.NaN;
  }
  const endsAt = Date.now() + 40_000;
  while (!started.isUp) {
    if (Date.now() > endsAt) throw new Error('the hall in its namespace did not come up');
    await wait(50);
  }
  return {
    homeFolder: order.homeFolder,
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
      throw new Error(`waited ${String(limitMs)} ms in vain until ${what}: ${JSON.stringify(newest?.calls)}`);
    },
    hearingUs: () => (newest?.hearing?.nowUs ?? Number.NaN) + (performance.now() - newestAtMs) * 1000,
    seePicture: () => instant({ seePicture: true }),
    async beginSeeing() {
      await valueOf({ beginSeeing: true });
    },
    seeMedia: async () =>
      ((await valueOf({ seeMedia: true })) ?? { pictureAtMs: Number.NaN, soundAtMs: Number.NaN }) as FirstMedia,
    async notePictures() {
      await send({ notePictures: true });
    },
    picturesNoted: async () => (await valueOf({ picturesNoted: true })) as readonly number[],
    bring: async (file) => (await valueOf({ bring: file })) as ExhibitId,
    watch(watcher) {
      watchers.add(watcher);
      return () => void watchers.delete(watcher);
    },
    killCall: () => instant({ killCall: true }),
    stopCall: () => instant({ stopCall: true }),
    async stop() {
      child.stdin!.write(`${JSON.stringify({ stop: true })}\n`);
      await Promise.race([exit, wait(15_000)]);
      child.kill('SIGKILL');
    },
  };
}
