import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { HallState } from '#contract/papers.ts';
import type { SeatId } from '#domain/ids.ts';
import type { HallCard } from '#domain/seats.ts';
import type { Lab } from '../../lab/start-lab.ts';
import { beginSeeing, firstMedia, type FirstMedia } from '../../network/media-seen.ts';
import { askPage } from '../../stage/ask-page.ts';
import { freePort, startStage, wait, type Stage } from '../../stage/start-stage.ts';
import { say } from '../verdict.ts';
import { places, type TwoEnds } from './ends.ts';

const nobody = { console: null, bench: null } as const;

function cardOf({ microphone, camera }: (typeof places)[number], court: string): HallCard {
  const video = { width: 640, height: 360, frameRate: 25, bitrateBps: 600_000 };
  const seat = { name: '', gated: false } as const;
  const device = (label: string) => ({ path: 'browser', label, deviceId: '' }) as const;
  return {
    ...{ court, hall: '1' },
    seats: [
      { ...seat, id: 'voice' as SeatId, kind: 'microphone', place: 'judge', device: device(microphone) },
      { ...seat, id: 'view' as SeatId, kind: 'camera', place: 'hall', device: device(camera), video },
    ],
  };
}

const isOnLine = ({ calls: [call] }: HallState): boolean => call?.state === 'connected';
const isOver = ({ calls: [call] }: HallState): boolean => call === undefined || call.state === 'ended';
/** Left in by a call before, it would be told as the next one's. */
const restMs = 500;
/** Nobody answers faster than a person can press; meanwhile both halls open their devices. */
const answerAfterMs = 700;
const nowMs = (): number => performance.timeOrigin + performance.now();

/** The next state that holds, at the moment it comes: `until` looks only now and then. */
function seen(stage: Stage, holds: (state: HallState) => boolean): Promise<HallState> {
  return new Promise((resolve) => {
    const off = stage.hall.on('state.changed', (state) => {
      if (!holds(state)) return;
      off();
      resolve(state);
    });
  });
}

/** Two whole halls of this machine, paired and linked, in no hearing: nothing is recorded. Monitors and consoles are closed. */
export async function startHallEnds(lab: Lab): Promise<TwoEnds> {
  const port = await freePort();
  const home = mkdtempSync(path.join(tmpdir(), 'tarazy-call-'));
  const stages: Stage[] = [];
  async function stop(): Promise<void> {
    for (const stage of [...stages].reverse()) await stage.stop();
    rmSync(home, { recursive: true, force: true });
  }
  try {
    for (const [at, place] of places.entries()) {
      const env = at === 0 ? { TARAZY_PEER_PORT: String(port), TARAZY_PEER_HOST: '127.0.0.1' } : {};
      const stage = await startStage({ openLab: lab, homeFolder: path.join(home, String(at)), windows: nobody, env });
      stages.push(stage);
      await stage.ask('hall.set-up', { card: cardOf(place, `Court ${String(at + 1)}`) });
    }
    const [a, b] = stages as [Stage, Stage];
    const { code } = await a.ask('peer.invite', {});
    await b.ask('peer.join', { host: '127.0.0.1', port, code });
    const linked = await a.until(({ peers }) => peers[0]?.link === 'up', 10_000, 'the halls are linked');
    const peerId = linked.peers[0]!.id;
    for (const stage of stages) await stage.page('call');
    for (const stage of stages) await stage.letGo();
    await wait(3000);
    return {
      async call() {
        await Promise.all(stages.map((stage) => askPage(stage.debugPort, 'app/call/', beginSeeing)));
        const media = Promise.all(
          stages.map(async (stage) => (await askPage(stage.debugPort, 'app/call/', firstMedia)) as FirstMedia),
        );
        await wait(restMs);
        const rings = seen(b, ({ calls: [call] }) => call?.state === 'ringing');
        const dialledAtMs = nowMs();
        await a.ask('call.dial', { peerId });
        const { calls } = await rings;
        const ringMs = nowMs() - dialledAtMs;
        await wait(answerAfterMs);
        const answeredAtMs = nowMs();
        await b.ask('call.accept', { callId: calls[0]!.callId });
        for (const stage of stages) await stage.until(isOnLine, 20_000, 'on the line');
        const seenAndHeard = await media;
        const last = (of: (one: FirstMedia) => number): number => Math.max(...seenAndHeard.map(of)) - answeredAtMs;
        const [seenMs, heardMs] = [last(({ pictureAtMs }) => pictureAtMs), last(({ soundAtMs }) => soundAtMs)];
        const told = [ringMs, seenMs, heardMs].map((ms) => ms.toFixed());
        say(`  rang after ${told[0]!} ms; after the answer seen ${told[1]!} and heard ${told[2]!} ms`);
        return ringMs + seenMs;
      },
      async hangUp() {
        await a.ask('call.end', {});
        for (const stage of stages) await stage.until(isOver, 5000, 'the call is over');
      },
      async received() {
        const states = await Promise.all(
          stages.map((stage) => stage.until(({ calls: [call] }) => call?.figures != null, 10_000, 'it is counted')),
        );
        return states.flatMap(({ calls: [call] }) => {
          const receive = call?.figures?.receive;
          return receive == null ? [] : [{ framesPerSecond: receive.framesPerSecond, kbps: receive.kbps }];
        });
      },
      pids: stages.map((stage) => stage.hallPid()),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
