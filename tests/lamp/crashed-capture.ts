import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { SeenAlarm } from './alarm-log.ts';

/** A helper that crashed is seen and told by then. */
const toldWithinMs = 3000;

const cameraGone = ['recorder.device-missing', 'recorder.device-refused'];

type Line = Readonly<{ time: string; line?: string; msg: string }>;
type Death = Readonly<{ event: string; name: string; reason: string }>;

/**
 * When Chromium's capture helper crashed of itself, by the shell's word in the hall's log. The laboratory's cameras bring that
 * about once in fifty starts, and the alarm that says so is right. One that was killed, by whomever, is none of these.
 */
export function crashedCaptureTimes(homeFolder: string): readonly number[] {
  const logs = path.join(homeFolder, 'logs');
  return readdirSync(logs)
    .filter((name) => name.endsWith('.log'))
    .flatMap((name) => readFileSync(path.join(logs, name), 'utf8').split('\n'))
    .filter((text) => text.includes('shell.helper-died'))
    .map((text) => JSON.parse(text) as Line)
    .filter(({ line }) => {
      const { name, reason } = JSON.parse(line ?? '{}') as Death;
      return name === 'Video Capture' && reason === 'crashed';
    })
    .map(({ time }) => Date.parse(time));
}

/** Whether an alarm tells one of these crashes, or that the cameras were gone with it. */
export function tellsOf(crashes: readonly number[], { key, seat, fromMs }: SeenAlarm): boolean {
  const isOfCamera = seat.startsWith('camera-') && cameraGone.includes(key);
  if (key !== 'system.part-restarted' && !isOfCamera) return false;
  const raisedAt = performance.timeOrigin + fromMs;
  return crashes.some((atMs) => raisedAt > atMs - 200 && raisedAt < atMs + toldWithinMs);
}
