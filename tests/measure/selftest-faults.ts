/**
 * `npm run measure -- selftest-faults [--seed S] [--faults N] [--healthy N]`: halls drawn by a seed. 60 with one fault each, over every
 * class; 40 healthy ones, in which everything varies as it does in halls.
 *   found      share of the faults that are named rightly of the right thing
 *   falseReds  red items in healthy halls; `falseLooks`: amber ones, without a limit; sound is held against the same hall of another day
 *   falseSwaps microphones of healthy halls that are said to have changed places
 * Prints which fault was taken for what. Sound and pictures are made of samples and by the laboratory's camera, encoded, written as test
 * recordings and read back by ffmpeg; the clock, the disk and the turned camera are asked over real sockets and files; heat, lines
 * and monitors are readings. `tests/windows/check-sound.spec.ts` goes the whole way through a sound server.
 */
import type { CheckItem } from '#domain/check/check-item.ts';
import { withDrift } from '#domain/check/drift.ts';
import { seededChance } from '#measure/chance.ts';
import { checkPicture, checkSound } from './selftest/check-room.ts';
import type { Draw, Fault, Made } from './selftest/fault.ts';
import { machineFaults } from './selftest/machine-faults.ts';
import { checkMachine, healthyMachine } from './selftest/machine-scene.ts';
import { pictureFaults } from './selftest/picture-faults.ts';
import { healthyPicture } from './selftest/picture-scene.ts';
import { soundFaults } from './selftest/sound-faults.ts';
import { anotherDay, healthyScene } from './selftest/sound-scene.ts';
import { numberFlag, printVerdict, say } from './verdict.ts';

const limits = { found: 0.98, falseReds: 0, falseSwaps: 0 };
const seed = numberFlag('seed', 1);
const faults = numberFlag('faults', 60);
const healthy = numberFlag('healthy', 40);
/** As many halls at once as the smallest PC has cores. */
const atOnce = 2;

/** Makes a healthy scene, breaks one thing of it and checks it. */
type FaultClass = Readonly<{
  name: string;
  run(draw: Draw, chance: () => number): Promise<Readonly<{ made: Made; items: readonly CheckItem[] }>>;
}>;

function classesOf<Scene>(
  all: readonly Fault<Scene>[],
  healthyOne: (draw: Draw) => Scene,
  check: (scene: Scene, chance: () => number) => Promise<readonly CheckItem[]>,
  onDay: (scene: Scene, draw: Draw) => Scene = (scene) => scene,
): readonly FaultClass[] {
  return all.map(({ name, make, isAgainstAcceptance }) => ({
    name,
    async run(draw, chance) {
      const scene = healthyOne(draw);
      const accepted = isAgainstAcceptance === true ? await check(onDay(scene, draw), chance) : [];
      const made = make(scene, draw);
      const items = await check(scene, chance);
      return { made, items: withDrift({ items, variant: 'full' }, accepted, []) };
    },
  }));
}

const classes = [
  ...classesOf(soundFaults, healthyScene, checkSound, anotherDay),
  ...classesOf(pictureFaults, healthyPicture, checkPicture),
  ...classesOf(machineFaults, healthyMachine, checkMachine),
];

function drawFrom(chance: () => number): Draw {
  return (from, to) => from + (to - from) * chance();
}

async function inParallel(count: number, work: (at: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) await work((next += 1) - 1);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

const confusion = new Map<string, number>();
let found = 0;
await inParallel(faults, async (at) => {
  const chance = seededChance(seed * 1000 + at);
  // Every class comes once; which ones come again is another matter for every seed.
  const fault = classes[(at < classes.length ? at : at + seed * 7) % classes.length]!;
  const { made, items } = await fault.run(drawFrom(chance), chance);
  const item = items.find(({ subject, kind }) => subject === made.subject && kind === made.kind);
  const told = item?.findings ?? [];
  const isNamed = told.some((key) => made.named.includes(key));
  if (isNamed) found += 1;
  const row = `${fault.name} → ${told.join('+') || 'good'}`;
  confusion.set(row, (confusion.get(row) ?? 0) + 1);
  if (!isNamed) say(`not named: ${row}; ${JSON.stringify(item)}`);
});
let [falseReds, falseLooks, falseSwaps] = [0, 0, 0];
await inParallel(healthy, async (at) => {
  const chance = seededChance(seed * 1000 + 500 + at);
  const draw = drawFrom(chance);
  const scene = healthyScene(draw);
  const chanceThen = seededChance(seed * 1000 + 800 + at);
  const accepted = await checkSound(anotherDay(scene, drawFrom(chanceThen)), chanceThen);
  const items = [
    ...withDrift({ items: await checkSound(scene, chance), variant: 'full' }, accepted, []),
    ...(await checkPicture(healthyPicture(draw))),
    ...(await checkMachine(healthyMachine(draw))),
  ];
  falseReds += items.filter(({ verdict }) => verdict === 'bad').length;
  falseLooks += items.filter(({ verdict }) => verdict === 'look').length;
  falseSwaps += items.filter(({ findings }) => findings.includes('swapped')).length;
  for (const { verdict, findings, kind, subject, figures } of items)
    if (verdict !== 'good')
      say(`healthy hall ${String(at)}: ${kind} ${subject} ${findings.join('+')} ${JSON.stringify(figures)}`);
});
for (const [row, count] of [...confusion].sort()) say(`${String(count).padStart(3)}  ${row}`);
const figures = { faults, healthy, found: found / faults, falseReds, falseLooks, falseSwaps };
const ok = figures.found >= limits.found && falseReds <= limits.falseReds && falseSwaps <= limits.falseSwaps;
printVerdict({ name: 'selftest-faults', ok, figures, limits });
