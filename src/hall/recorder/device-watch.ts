import type { SeatId } from '#domain/ids.ts';
import type { AtUs } from '#domain/record/timeline.ts';
import type { Seat } from '#domain/seats.ts';
import type { SoundServer } from '../../../native/sound-server/index.ts';

const lookEveryMs = 1000;

export type DeviceEvents = Readonly<{
  nowUs(): AtUs;
  /** `sinceUs`: when the device was seen last. */
  lost(seat: Seat, sinceUs: AtUs): void;
  back(seat: Seat): void;
}>;

/**
 * Watches the microphones that the recorder window has open. When one is unplugged, the sound server moves its stream to
 * another microphone and the window is told nothing (measured), so every second the hall asks which sources exist.
 * Only seats whose source was there at the beginning can be watched; the window names sources by their label.
 */
export class DeviceWatch {
  readonly #soundServer: SoundServer;
  #seats: readonly Seat[] = [];
  #events: DeviceEvents | null = null;
  readonly #seenAtUs = new Map<SeatId, AtUs>();
  readonly #lost = new Set<SeatId>();
  #timer: NodeJS.Timeout | null = null;
  #isLooking = false;

  constructor(soundServer: SoundServer) {
    this.#soundServer = soundServer;
  }

  isLost(seatId: SeatId): boolean {
    return this.#lost.has(seatId);
  }

  watch(seats: readonly Seat[], events: DeviceEvents): void {
    this.#seats = seats.filter((seat) => seat.kind === 'microphone' && seat.device.path === 'browser');
    this.#events = events;
    if (this.#seats.length > 0) this.#timer ??= setInterval(() => void this.#look(), lookEveryMs);
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.#events = null;
    this.#seenAtUs.clear();
    this.#lost.clear();
  }

  async #look(): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    const sources = await this.#soundServer.listSources();
    this.#isLooking = false;
    const events = this.#events;
    // Where nobody can be asked nothing is known, and a server that does not answer now is asked again.
    if (sources === 'not-available' || !sources.ok || events === null) return;
    const labels = new Set(sources.value.map((source) => source.label));
    const nowUs = events.nowUs();
    for (const seat of this.#seats) {
      const seenAtUs = this.#seenAtUs.get(seat.id);
      if (labels.has(seat.device.label)) {
        this.#seenAtUs.set(seat.id, nowUs);
        if (this.#lost.delete(seat.id)) events.back(seat);
      } else if (seenAtUs !== undefined && !this.#lost.has(seat.id)) {
        this.#lost.add(seat.id);
        events.lost(seat, seenAtUs);
      }
    }
  }
}
