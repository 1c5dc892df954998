import type { CapturePlan, PlannedTrack } from '#contract/capture.ts';
import type { TrackCodec } from '#domain/record/matroska.ts';
import { isSecondTrack } from '#domain/seats.ts';
import { longestChunkUs } from '#line/chunker.ts';
import { EpochWriter } from '#line/epoch-writer.ts';
import type { FramedPacket } from './audio-framer.ts';

/** More than the lease ever lets gather: five seconds are 40 kB. */
const limitBytes = 16 * 1024 * 1024;

/** One planned track: writes what its channel or its camera gives into the epoch that the hall has planned, and nothing outside it. */
export class SoundTrack {
  readonly #changed: () => void;
  #writer: EpochWriter | null = null;
  #key: string | null = null;
  #zeroUs = 0;
  #hasBegun = false;
  #hasFlowed = false;
  readonly #unfinished = new Set<Promise<void>>();
  readonly #living = new Set<EpochWriter>();

  /** `changed`: the first sound of an epoch reached the hall's disk. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get hasFlowed(): boolean {
    return this.#hasFlowed;
  }

  /** Begins, ends or keeps the epoch as the newest plan says. */
  follow({ trackId, trackNo, epoch, uplinkToken: token }: PlannedTrack, plan: CapturePlan, address: string): void {
    const { mode, hearingId, zeroMonotonicUs } = plan;
    if (mode !== 'record' || hearingId === null || zeroMonotonicUs === null || token === null) {
      this.end(plan.cutAtUs);
      return;
    }
    const key = `${hearingId}/${String(epoch)}`;
    if (key === this.#key) return;
    this.end(null);
    this.#key = key;
    this.#zeroUs = zeroMonotonicUs;
    this.#hasBegun = false;
    this.#hasFlowed = false;
    let tellFinished = (): void => {};
    const finished = new Promise<void>((resolve) => {
      tellFinished = resolve;
    });
    const longestUs = isSecondTrack(trackId) ? longestChunkUs.second : longestChunkUs.chief;
    const writer: EpochWriter = new EpochWriter(
      { hearingId, trackId, trackNo, epoch, token, address, limitBytes, longestUs },
      {
        // Nothing is `pinged`: the hall and this process read one monotonic clock.
        flowed: () => {
          if (this.#writer !== writer) return;
          this.#hasFlowed = true;
          this.#changed();
        },
        finished: () => {
          this.#leave(writer, tellFinished);
        },
        failed: () => {
          this.#leave(writer, tellFinished);
        },
        late: () => undefined,
      },
    );
    this.#writer = writer;
    this.#living.add(writer);
    this.#unfinished.add(finished);
    void finished.then(() => this.#unfinished.delete(finished));
  }

  moveTo(address: string): void {
    for (const writer of this.#living) writer.moveTo(address);
  }

  take(codec: TrackCodec, { frame, isJump }: FramedPacket): void {
    const writer = this.#writer;
    // The hearing's line begins at its zero; what was captured before is not part of it.
    if (writer === null || frame.atUs < this.#zeroUs || frame.capturedAtUs < this.#zeroUs) return;
    // A decoder can begin at a key picture only.
    if (!this.#hasBegun && !frame.isKey) return;
    if (!this.#hasBegun) writer.begin(codec);
    const isFirst = !this.#hasBegun;
    this.#hasBegun = true;
    const at = (us: number): number => us - this.#zeroUs;
    writer.add(
      { ...frame, atUs: at(frame.atUs), capturedAtUs: at(frame.capturedAtUs), endsAtUs: at(frame.endsAtUs) },
      isJump && !isFirst,
    );
  }

  /** The source broke; the hall closes the epoch and gives a new one. An epoch without sound waits for the next attempt. */
  lose(doubtFromUs: number | null): void {
    if (!this.#hasBegun) return;
    this.#writer?.end('device-lost', doubtFromUs === null ? null : Math.max(0, doubtFromUs - this.#zeroUs));
    this.#writer = null;
    this.#hasFlowed = false;
  }

  /** Ends the epoch, at the cut if there is one (L5). */
  end(cutAtUs: number | null): void {
    if (cutAtUs !== null) for (const writer of this.#living) writer.cutAt(cutAtUs);
    this.#writer?.end('asked');
    this.#writer = null;
    this.#key = null;
    this.#hasFlowed = false;
  }

  /** Resolves when the hall has acknowledged the end of every epoch. */
  async settled(): Promise<void> {
    await Promise.all(this.#unfinished);
  }

  #leave(writer: EpochWriter, tell: () => void): void {
    this.#living.delete(writer);
    if (this.#writer === writer) this.#writer = null;
    tell();
  }
}
