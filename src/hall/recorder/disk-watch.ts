import type { Lamp } from '#contract/papers.ts';
import { fault } from '#domain/faults.ts';
import type { Alarms } from './alarms.ts';
import { freeBytesAt, type DiskSight } from './disk.ts';
import type { RecorderEvents } from './door.ts';
import { plannedBps } from './planning.ts';
import type { Recording } from './recording.ts';
import type { RecorderTuning } from './tuning.ts';

const lookEveryMs = 500;
/** Growth is measured over the last ten minutes and believed after one. */
const growthOverMs = 600_000;
const growthFromMs = 60_000;
/** A slow write is told until for so long none was. */
const slowToldMs = 5000;
/** What a sender said of its queue counts so long: it speaks with every chunk. */
const queueFreshMs = 3000;
/** Once the room is short, so much more must be free before the derived copies come back. */
const backAtShare = 1.5;

/** Watches the disk under a recording: room, forecast, how long writes take and what waits for them. */
export class DiskWatch {
  readonly #tuning: RecorderTuning;
  readonly #alarms: Alarms;
  readonly #on: Pick<RecorderEvents, 'diskShort'>;
  #timer: NodeJS.Timeout | null = null;
  #recording: Recording | null = null;
  #samples: { atMs: number; lengthBytes: number }[] = [];
  #isShort = false;

  constructor(tuning: RecorderTuning, alarms: Alarms, on: Pick<RecorderEvents, 'diskShort'>) {
    this.#tuning = tuning;
    this.#alarms = alarms;
    this.#on = on;
  }

  watch(recording: Recording, lamp: () => Lamp): void {
    this.rest();
    this.#recording = recording;
    this.#timer = setInterval(() => {
      this.#look(recording, lamp());
    }, lookEveryMs);
  }

  rest(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.#recording = null;
    this.#samples = [];
    this.#short(false);
  }

  sight(): DiskSight {
    return { growthBps: this.#growthBps(), queue: this.#queue() };
  }

  #look(recording: Recording, lamp: Lamp): void {
    const { reserveBytes, endingHours, shortHours, slowWriteMs } = this.#tuning;
    const freeBytes = freeBytesAt(recording.ask.folder);
    if (freeBytes >= reserveBytes) this.#alarms.clear('disk');
    else this.#alarms.raise('disk', fault('recorder.disk-full', { freeMb: Math.floor(freeBytes / 1e6) }));

    this.#sample(lamp.tracks.reduce((sum, track) => sum + track.lengthBytes, 0));
    const bps = this.#growthBps() ?? plannedBps(recording.seats());
    const hours = bps === 0 ? Number.POSITIVE_INFINITY : ((freeBytes - reserveBytes) * 8) / bps / 3600;
    if (hours >= endingHours) this.#alarms.clear('disk-ending');
    else if (freeBytes >= reserveBytes)
      this.#alarms.raise('disk-ending', fault('disk.ending', { hours: Math.floor(hours * 10) / 10 }));
    if (hours < shortHours) this.#short(true);
    else if (hours > shortHours * backAtShare) this.#short(false);

    const slowestMs = Math.max(0, ...recording.logs().map((log) => log.writeMs(slowToldMs)));
    if (slowestMs > slowWriteMs) this.#alarms.raise('disk-slow', fault('disk.slow', {}));
    else this.#alarms.clear('disk-slow');
  }

  #short(isShort: boolean): void {
    if (isShort === this.#isShort) return;
    this.#isShort = isShort;
    this.#on.diskShort(isShort);
  }

  #sample(lengthBytes: number): void {
    const atMs = performance.now();
    // Fewer bytes than before: the recording or its tracks are others.
    if (lengthBytes < (this.#samples.at(-1)?.lengthBytes ?? 0)) this.#samples = [];
    this.#samples.push({ atMs, lengthBytes });
    while (atMs - (this.#samples[0]?.atMs ?? atMs) > growthOverMs) this.#samples.shift();
  }

  #growthBps(): number | null {
    const [first, last] = [this.#samples[0], this.#samples.at(-1)];
    if (first === undefined || last === undefined || last.atMs - first.atMs < growthFromMs) return null;
    return ((last.lengthBytes - first.lengthBytes) * 8000) / (last.atMs - first.atMs);
  }

  /** The track that comes first to its limit speaks for all. */
  #queue(): DiskSight['queue'] {
    const nowMs = performance.now();
    const waiting = (this.#recording?.logs() ?? []).flatMap(({ waitingAtSender: told }) =>
      told !== null && told.bytes > 0 && nowMs - told.toldMs < queueFreshMs ? [told] : [],
    );
    if (waiting.length === 0) return null;
    return {
      waitingMs: Math.round(Math.max(...waiting.map(({ oldestMs }) => oldestMs))),
      limitMs: Math.round(
        Math.min(...waiting.map(({ oldestMs, bytes, limitBytes }) => (oldestMs * limitBytes) / bytes)),
      ),
      bytes: waiting.reduce((sum, { bytes }) => sum + bytes, 0),
      limitBytes: waiting.reduce((sum, { limitBytes }) => sum + limitBytes, 0),
    };
  }
}
