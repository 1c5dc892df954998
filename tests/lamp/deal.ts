import type { Stage } from '../stage/start-stage.ts';
import { cameras, gatedAt, speakers } from './full-court.ts';
import {
  gatedTrial,
  pictureTrial,
  soundTrial,
  soundTroubles,
  wayTrial,
  type wayTroubles,
  type Dice,
  type Trial,
} from './trials.ts';

/** How often each fault of a microphone is played. */
const soundShares = { silence: 4, faint: 2, hiss: 2, hum: 4, clipped: 4 } as const satisfies Record<
  keyof typeof soundTroubles,
  number
>;
const wayShares = { unplugged: 5, rerouted: 4, 'second way': 3 } as const satisfies Record<
  keyof typeof wayTroubles,
  number
>;

/** Each seat's trials: as many faults of each kind as the list says, dealt to seats by chance. */
export function deal(stage: Stage, dice: Dice): readonly (readonly Trial[])[] {
  const shuffled = <Value>(values: readonly Value[]): readonly Value[] =>
    values
      .map((value) => ({ value, by: dice() }))
      .toSorted((a, b) => a.by - b.by)
      .map(({ value }) => value);
  const sounds = shuffled(
    Object.entries({ ...soundShares, ...wayShares }).flatMap(([name, count]) =>
      Array.from({ length: count }, () => name as keyof typeof soundShares | keyof typeof wayShares),
    ),
  );
  const pictures = shuffled([
    ...Array.from({ length: 6 }, () => 'black' as const),
    ...Array.from({ length: 6 }, () => 'frozen' as const),
    ...Array.from({ length: 2 }, () => 'stalled' as const),
    ...Array.from({ length: 2 }, () => 'hiccup' as const),
  ]);
  const microphones = speakers.map((_, at) => {
    const [id, device] = [`mic-${String(at + 1)}`, `m${String(at + 1)}`];
    if (at === gatedAt) return Array.from({ length: 4 }, () => gatedTrial(stage.lab, id, device));
    const mine = sounds.filter((_name, place) => place % gatedAt === at);
    // Its cable is never pulled out.
    const other = `mic-${String(gatedAt + 1)}`;
    return mine.map((name) =>
      name in soundTroubles
        ? soundTrial(stage.lab, id, device, name as keyof typeof soundTroubles, dice)
        : wayTrial(stage, id, other, name as keyof typeof wayTroubles),
    );
  });
  const eyes = cameras.map((name, at) =>
    pictures
      .filter((_name, place) => place % cameras.length === at)
      .map((trouble) => pictureTrial(stage.lab, `camera-${name}`, `c-${name}`, trouble, dice)),
  );
  return [...microphones, ...eyes];
}
