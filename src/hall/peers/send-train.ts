import { setTimeout as wait } from 'node:timers/promises';
import { datagramsOf, dueMs, trainPlans, type ProbeWay, type TrainName } from '#domain/peers/bandwidth.ts';
import type { ProbePort } from './probe-port.ts';

const lookMs = 1;
/** What is late follows in bursts no larger than this a look, so that a short queue in the path does not drop it. */
const mostInABurst = 8;

/** Sends one train evenly by the monotonic clock; ends early when the probe is over. */
export async function sendTrain(port: ProbePort, way: ProbeWay, train: TrainName, over: AbortSignal): Promise<void> {
  const plan = trainPlans[train];
  const total = datagramsOf(plan);
  const beganMs = performance.now();
  for (let number = 0; number < total && !over.aborted;) {
    const elapsedMs = performance.now() - beganMs;
    for (let inBurst = 0; inBurst < mostInABurst && number < total; inBurst += 1) {
      if (dueMs(plan, number) > elapsedMs) break;
      port.send({ kind: 'train', way, train, number, sentUs: elapsedMs * 1000 });
      number += 1;
    }
    await wait(lookMs);
  }
}
