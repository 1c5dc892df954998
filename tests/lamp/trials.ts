import type { CameraLook } from '../lab/camera-room.ts';
import type { SoundCondition } from '../lab/sound-condition.ts';
import type { Lab } from '../lab/start-lab.ts';

/** Something that goes wrong at one seat: what must be told, at the latest after `withinMs`. */
export type Trouble = Readonly<{
  name: string;
  keys: readonly string[];
  withinMs: number;
  /** What is rightly told of it when it is over. */
  afterwards?: readonly string[];
}>;

/** Ten seconds of silence are the fault itself; the rest is the time to tell it. */
const silent = { keys: ['signal.silent'], withinMs: 12_500 };
const stopped = { keys: ['recorder.track-stopped'], withinMs: 3000, afterwards: ['recorder.frames-lost'] };

export const soundTroubles = {
  silence: { name: 'silence', ...silent },
  faint: { name: 'faint', ...silent },
  hum: { name: 'hum', keys: ['signal.hum'], withinMs: 8000 },
  clipped: { name: 'clipped', keys: ['signal.clipping'], withinMs: 8000 },
} as const satisfies Partial<Record<SoundCondition, Trouble>>;
export const pictureTroubles = {
  black: { name: 'black', keys: ['signal.black'], withinMs: 5000 },
  frozen: { name: 'frozen', keys: ['signal.frozen'], withinMs: 5000 },
  stalled: { name: 'stalled', ...stopped },
} as const satisfies Partial<Record<CameraLook | 'stalled', Trouble>>;

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
      if (name === 'stalled') camera.stall();
      else camera.look(name);
    },
    async heal() {
      if (name === 'stalled') camera.goOn();
      camera.look(healthyAs);
    },
  };
}
