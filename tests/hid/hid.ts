/**
 * `npm run test:hid`: pedals, a key panel and two lamps at the real kernel, node-hid and program of the product, in a virtual machine:
 * learned, pressed 100 times, held, pulled out while held down, plugged in anew; lamps lit, and put out when the service is
 * killed or stands still. It proves nothing of a maker's firmware. One JSON line at the end.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { numberFlag, printVerdict, say } from '../measure/verdict.ts';
import { runInMachine } from './virtual-machine.ts';

type Seen = Readonly<Record<string, number | boolean | string>>;

/** A machine without the processor's help, on a busy PC, is many times slower than a court's: the limits are for both. */
const limits = {
  presses: 100,
  pressMedianMs: 100,
  replugMs: 2000,
  redMs: 1500,
  darkAfterDeathMs: 1000,
  darkAfterSilenceMs: 3000,
};
const work = mkdtempSync(path.join(tmpdir(), 'tarazy-hid-'));
const beganMs = performance.now();
type Told = Readonly<{ seen: Seen; failures: readonly string[] }>;
let told: Told = { seen: {}, failures: ['the machine said nothing'] };
try {
  await runInMachine({ work, program: 'tests/hid/in-guest.ts', limitMs: numberFlag('limit', 900) * 1000 }, (line) => {
    const [, json] = /^HID (\{.*\})$/.exec(line) ?? [];
    if (json === undefined) say(`  ${line}`);
    else told = JSON.parse(json) as Told;
  });
} finally {
  rmSync(work, { recursive: true, force: true });
}
const { seen, failures } = told;
const most = (name: keyof typeof limits): boolean =>
  Number(seen[name] ?? -1) >= 0 && Number(seen[name]) <= limits[name];
const wrong = [
  ...failures,
  ...(seen['presses'] === limits.presses ? [] : ['not every press arrived']),
  ...(['pressMedianMs', 'replugMs', 'redMs', 'darkAfterDeathMs', 'darkAfterSilenceMs'] as const).filter(
    (name) => !most(name),
  ),
  ...(seen['isUnaskedPedalOpen'] === false ? [] : ['a device was opened that nobody chose']),
  ...(seen['isKeyboardOpen'] === false ? [] : ['a keyboard was opened']),
  ...(seen['holds'] === 'start too-short, start held'
    ? []
    : ['holding: only a second counts, and a pulled plug never']),
  ...(seen['probe'] === 'good good good' ? [] : ['the check of the panels']),
  ...(seen['hasTickle'] === true ? [] : ['blink(1) has no limit of its own']),
];
printVerdict({
  name: 'hid',
  ok: wrong.length === 0,
  figures: { ...seen, wrong, tookS: Math.round((performance.now() - beganMs) / 1000) },
  limits,
});
