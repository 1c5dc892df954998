import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { nothingTold, type ProcessorSigns } from './processor-load.ts';

/** Trip points at which something is done to the processor; `active` only turns a fan on (thermal/sysfs-api of the kernel). */
const grave = ['passive', 'hot', 'critical'];
/** A sensor that is not connected tells 0, the least or the most that its chip can say. */
const believedC = { least: 1, most: 125 } as const;

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'latin1').trim();
  } catch {
    return null;
  }
}

function degreesOf(file: string): number | null {
  const text = textOf(file);
  const degrees = text === null ? Number.NaN : Number(text) / 1000;
  return degrees >= believedC.least && degrees <= believedC.most ? degrees : null;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** The lowest limit of one thermal zone. */
function limitOf(zone: string): number | null {
  const limits = namesIn(zone).flatMap((name) => {
    const point = /^trip_point_(\d+)_type$/.exec(name)?.[1];
    if (point === undefined || !grave.includes(textOf(path.join(zone, name)) ?? '')) return [];
    const limit = degreesOf(path.join(zone, `trip_point_${point}_temp`));
    return limit === null ? [] : [limit];
  });
  return limits.length === 0 ? null : Math.min(...limits);
}

/** `/proc/pressure/cpu` (the kernel's accounting/psi) and `/sys/class/thermal`; a kernel or a virtual PC without them tells nothing. */
export function readLinuxSigns(
  places: Readonly<{ pressureFile: string; thermalFolder: string }> = {
    pressureFile: '/proc/pressure/cpu',
    thermalFolder: '/sys/class/thermal',
  },
): ProcessorSigns {
  const waiting = /^some avg10=(\d+(?:\.\d+)?)/m.exec(textOf(places.pressureFile) ?? '')?.[1];
  const zones = namesIn(places.thermalFolder)
    .filter((name) => name.startsWith('thermal_zone'))
    .map((name) => path.join(places.thermalFolder, name));
  const [hottest] = zones
    .flatMap((zone) => {
      const temperatureC = degreesOf(path.join(zone, 'temp'));
      return temperatureC === null ? [] : [{ temperatureC, limitC: limitOf(zone) }];
    })
    .toSorted((one, other) => other.temperatureC - one.temperatureC);
  return { ...nothingTold, waitingShare: waiting === undefined ? null : Number(waiting) / 100, ...hottest };
}
