import type { CapturePlan, CaptureReport } from '#contract/capture.ts';
import type { EpochLog, EpochPlace } from './epoch-log.ts';

/** As much of an epoch's log as tells whether something is to be heard of it. */
export type HeardLog = Pick<EpochLog, 'writtenToUs' | 'isClosed' | 'isWriting' | 'slowWriteEndedMs'> &
  Readonly<{ place: Pick<EpochPlace, 'kind' | 'path'> }>;

/** Signs of life of the recorder window, in ms of one clock; null where nothing is to be expected. */
export type Signs = Readonly<{
  /** Anything at all on any of its chunk sockets. */
  recorderMs: number | null;
  /** A chunk of any track that was flowing, by kind. */
  cameraMs: number | null;
  microphoneMs: number | null;
}>;

/** For so long at least a device's opening was not answered when the window says so. */
const unansweredMs = 2000;
const kinds = ['camera', 'microphone'] as const;

/** One chunk socket, from its good hello to its end. */
export type Presence = Readonly<{ heard(isChunk: boolean): void; left(): void }>;

/** When something was last heard of the recorder window: of its process by its sockets, of its devices by their chunks. */
export class CaptureSigns {
  readonly #nowMs: () => number;
  readonly #open = new Map<Presence, HeardLog>();
  readonly #chunkMs = new WeakMap<HeardLog, number>();
  #heardMs = 0;
  /** Since when the opening of a device of this kind is not answered. */
  readonly #hangsSinceMs = new Map<EpochPlace['kind'], number>();

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  joined(log: HeardLog): Presence {
    const presence: Presence = {
      heard: (isChunk) => {
        this.#heardMs = this.#nowMs();
        if (isChunk) this.#chunkMs.set(log, this.#heardMs);
      },
      left: () => this.#open.delete(presence),
    };
    // Other senders of chunks have keepers of their own.
    if (log.place.path !== 'browser') return { heard() {}, left() {} };
    this.#open.set(presence, log);
    // What was captured while there was no socket comes in a moment.
    presence.heard(true);
    return presence;
  }

  /** What the window says of its devices: one whose opening nobody answers shows that the process behind it stands still. */
  told(plan: CapturePlan, report: CaptureReport): void {
    for (const kind of kinds) {
      const hangs = report.tracks.some(
        ({ trackId, fault }) =>
          fault?.key === 'recorder.device-refused' &&
          fault.args['cause'] === 'timeout' &&
          plan.tracks.some((planned) => planned.trackId === trackId && planned.kind === kind),
      );
      if (!hangs) this.#hangsSinceMs.delete(kind);
      else if (!this.#hangsSinceMs.has(kind)) this.#hangsSinceMs.set(kind, this.#nowMs() - unansweredMs);
    }
  }

  /** Another window opens the devices: what its forerunner waited for in vain says nothing of the processes behind it. */
  begunAnew(): void {
    this.#hangsSinceMs.clear();
  }

  signs(logs: readonly HeardLog[]): Signs {
    const nowMs = this.#nowMs();
    const newest = (kind: 'camera' | 'microphone'): number | null => {
      const connected = new Set(this.#open.values());
      // An epoch in which nothing flowed yet is still being opened; one whose device was lost has given way to another.
      const flowing = logs.filter(
        (log) => connected.has(log) && log.place.kind === kind && log.writtenToUs !== null && !log.isClosed,
      );
      // A window sends only so much before it is acknowledged: behind a slow disk, and in the moment after it, its silence
      // says nothing.
      const heardMs = flowing.map((log) =>
        log.isWriting ? nowMs : Math.max(this.#chunkMs.get(log) ?? nowMs, log.slowWriteEndedMs ?? 0),
      );
      return heardMs.length === 0 ? (this.#hangsSinceMs.get(kind) ?? null) : Math.max(...heardMs);
    };
    return {
      recorderMs: this.#open.size > 0 ? this.#heardMs : null,
      cameraMs: newest('camera'),
      microphoneMs: newest('microphone'),
    };
  }
}
