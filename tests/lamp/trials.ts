import { readFileSync } from 'node:fs';
import { pidsOf } from '../chaos/victims.ts';
import { microphoneOf } from './full-court.ts';
import type { CameraLook } from '../lab/camera-room.ts';
import type { SoundCondition } from '../lab/sound-condition.ts';
import type { Lab } from '../lab/start-lab.ts';

/** Something that goes wrong at one seat: what must be told, at the latest after `withinMs`. */
export type Trouble = Readonly<{
  name: string;
  keys: readonly string[];
  withinMs: number;
  /** What is rightly told besides while it lasts, because one is another's consequence. */
  also?: readonly string[];
  /** What is rightly told of it when it is over. */
  afterwards?: readonly string[];
}>;

/** Ten seconds of silence are the fault itself; the rest is the time to tell it. */
const silent = { keys: ['signal.silent'], withinMs: 12_500 };
const lostFrames = { afterwards: ['recorder.frames-lost'] };
/** A camera that hangs gives no picture as one that was plugged out, and is opened anew as that one. */
const stopped = {
  ...{ keys: ['recorder.track-stopped', 'recorder.device-missing'], withinMs: 3000 },
  ...{ also: ['recorder.device-refused'], ...lostFrames },
};
const lost = {
  withinMs: 1000,
  also: ['recorder.track-stopped', 'recorder.path-failed', 'recorder.second-way-failed'],
  ...lostFrames,
};

export const soundTroubles = {
  silence: { name: 'silence', ...silent },
  faint: { name: 'faint', ...silent },
  // Above what is silence everywhere, and far below the pauses of this seat's check.
  hiss: { name: 'hiss', ...silent },
  hum: { name: 'hum', keys: ['signal.hum'], withinMs: 8000 },
  clipped: { name: 'clipped', keys: ['signal.clipping'], withinMs: 8000 },
} as const satisfies Partial<Record<SoundCondition, Trouble>>;
/** What happens to the device or to the way to it, whatever it hears. */
export const wayTroubles = {
  // The sound server gives the listener of a device that is gone to another one at once: either is true.
  unplugged: { name: 'unplugged', keys: ['recorder.device-missing', 'recorder.rerouted'], ...lost },
  rerouted: { name: 'rerouted', keys: ['recorder.rerouted'], ...lost },
  'second way': { name: 'second way', keys: ['recorder.second-way-failed'], withinMs: 3000 },
} as const satisfies Readonly<Record<string, Trouble>>;
export const pictureTroubles = {
  black: { name: 'black', keys: ['signal.black'], withinMs: 5000 },
  frozen: { name: 'frozen', keys: ['signal.frozen'], withinMs: 5000 },
  stalled: { name: 'stalled', ...stopped },
  // Too short to be missed as stopped: its pictures are lost, and that is told.
  hiccup: { name: 'hiccup', keys: ['recorder.frames-lost'], withinMs: 8000 },
} as const satisfies Partial<Record<CameraLook | 'stalled' | 'hiccup', Trouble>>;

const hiccupMs = 450;

const healthySounds = ['speech', 'pause', 'soft', 'loud'] as const satisfies readonly SoundCondition[];
const healthyPictures = ['clear', 'dark', 'still'] as const satisfies readonly CameraLook[];

/** One fault at a seat and the healthy stretch that follows it. */
export type Trial = Readonly<{
  seat: string;
  trouble: Trouble | null;
  healthyAs: string;
  begin(): Promise<void>;
  heal(): Promise<void>;
}>;

export type Dice = () => number;
export function pick<Value>(from: readonly Value[], dice: Dice): Value {
  return from[Math.floor(dice() * from.length)]!;
}

/** A trial of a microphone; without a trouble, two different healthy ways one after another. */
export function soundTrial(
  lab: Lab,
  seat: string,
  device: string,
  name: keyof typeof soundTroubles | null,
  dice: Dice,
): Trial {
  const microphone = lab.microphones.get(device)!;
  const healthyAs = pick(healthySounds, dice);
  return {
    seat,
    trouble: name && soundTroubles[name],
    healthyAs,
    begin: () => microphone.sound(name ?? pick(healthySounds, dice)),
    heal: () => microphone.sound(healthyAs),
  };
}

/** A unit that is closed by its button, which is no trouble. */
export function gatedTrial(lab: Lab, seat: string, device: string): Trial {
  const microphone = lab.microphones.get(device)!;
  return {
    seat,
    trouble: null,
    healthyAs: 'closed by its button',
    begin: () => microphone.sound('speech'),
    heal: () => microphone.sound('silence'),
  };
}

export function pictureTrial(
  lab: Lab,
  seat: string,
  device: string,
  name: keyof typeof pictureTroubles,
  dice: Dice,
): Trial {
  const camera = lab.cameras.get(device)!;
  const healthyAs = pick(healthyPictures, dice);
  return {
    seat,
    trouble: pictureTroubles[name],
    healthyAs,
    async begin() {
      if (name === 'stalled' || name === 'hiccup') camera.stall();
      else camera.look(name);
      if (name !== 'hiccup') return;
      await new Promise((resolve) => setTimeout(resolve, hiccupMs));
      camera.goOn();
    },
    async heal() {
      if (name === 'stalled') camera.goOn();
      camera.look(healthyAs);
    },
  };
}

/** Everybody who hears this microphone is given another one's sound, as a sound server does by itself. */
async function giveAnother(lab: Lab, device: string, other: string): Promise<void> {
  const rows = async (what: string): Promise<readonly string[][]> =>
    (await lab.pactl('list', 'short', what)).split('\n').map((line) => line.split('\t'));
  const source = (await rows('sources')).find(([, name]) => name === `mic_${device}`)?.[0];
  const listeners = (await rows('source-outputs')).filter(([, of]) => of === source);
  // The hall may have closed the others as soon as one was moved.
  const moves = await Promise.allSettled(
    listeners.map(([index]) => lab.pactl('move-source-output', index!, `mic_${other}`)),
  );
  if (!moves.some(({ status }) => status === 'fulfilled')) throw new Error(`nobody hears ${device}`);
}

/** The second way's ffmpeg of this device stands still, and so does every one that is started in its place. */
function stopSecondWay(homeFolder: string, device: string): () => void {
  const stopped = new Set<number>();
  const timer = setInterval(() => {
    for (const pid of pidsOf(homeFolder, 'path-ffmpeg')) {
      try {
        if (!readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8').includes(`mic_${device}\0`)) continue;
        process.kill(pid, 'SIGSTOP');
        stopped.add(pid);
      } catch {
        // It ended meanwhile.
      }
    }
  }, 100);
  return () => {
    clearInterval(timer);
    for (const pid of pidsOf(homeFolder, 'path-ffmpeg')) if (stopped.has(pid)) process.kill(pid, 'SIGKILL');
  };
}

/** A trial of the way from a microphone to the record. */
export function wayTrial(
  { lab, homeFolder }: Readonly<{ lab: Lab; homeFolder: string }>,
  seat: string,
  other: string,
  name: keyof typeof wayTroubles,
): Trial {
  const device = microphoneOf(seat);
  const microphone = lab.microphones.get(device)!;
  let goOn = (): void => {};
  return {
    seat,
    trouble: wayTroubles[name],
    healthyAs: 'speech',
    async begin() {
      if (name === 'unplugged') await microphone.unplug();
      else if (name === 'rerouted') await giveAnother(lab, device, microphoneOf(other));
      else goOn = stopSecondWay(homeFolder, device);
    },
    async heal() {
      goOn();
      await microphone.plug();
    },
  };
}
