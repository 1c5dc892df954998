import { amongEqual, sourceOfSeat, type AmongEqual } from '#domain/device-identity.ts';
import type { SeatId, TrackId } from '#domain/ids.ts';
import { isSecondTrack, seatOfTrack, type Seat } from '#domain/seats.ts';
import type { SoundServer, SoundView, SoundWatch } from '../../../native/sound-server/index.ts';

/** Capture times are true to some hundredths of a second; what is proven ends so much before the moment of the proof. */
const marginUs = 100_000;
/** A sound server that answered once and is silent for so long can prove nothing; what comes is then taken as it is. */
const deafAfterUs = 2_000_000;
/** An opened device is listened to within some tens of milliseconds. */
const unheardUs = 1_500_000;
const lookForDeafMs = 500;
/** The home of a stream that is known to have been moved. */
const nowhere = -1;

export type RouteEvents = Readonly<{
  nowUs(): number;
  /** Pids of the processes whose capture streams are ours. */
  roots(): readonly number[];
  /** The seat's device is gone, or a stream that was on it is on another one now. */
  lost(seat: Seat, how: 'gone' | 'moved'): void;
  back(seat: Seat): void;
  /** Whether sound came of which nothing is proven. */
  isWaiting(seat: Seat): boolean;
  /** What was captured may be taken further. */
  proven(): void;
  deaf(isDeaf: boolean): void;
}>;

type Route = {
  readonly seat: Seat;
  /** The source's number; a device that is plugged in again has another one. Null while it is not there. */
  sourceIndex: number | null;
  isLost: boolean;
  /** A stream of ours was seen on it since it was there. */
  isHeard: boolean;
  /** Since when it is not heard. */
  unheardSinceUs: number;
  provenToUs: number;
};

/**
 * Proves which sound is whose. When a microphone is unplugged, the sound server moves its listeners to another one and
 * tells them nothing (measured), so what is captured counts as a seat's own only up to the last moment at which every
 * stream that began on its device was still there. A device unknown to the sound server cannot be watched.
 */
export class RouteWatch {
  readonly #soundServer: SoundServer;
  readonly #on: RouteEvents;
  #routes = new Map<SeatId, Route>();
  #seats: readonly Seat[] = [];
  /** Where each capture stream was first seen, by source number. */
  readonly #homes = new Map<number, number>();
  /** Of each capture stream: whether it is ours, by the roots that were known when it was asked. */
  readonly #isOurs = new Map<number, Readonly<{ isOurs: boolean; roots: string }>>();
  #view: SoundView | null = null;
  #watch: SoundWatch | null = null;
  #timer: NodeJS.Timeout | null = null;
  #onView: (() => void)[] = [];
  #isDeaf = false;
  #followedUs = 0;
  #work: Promise<void> = Promise.resolve();

  constructor(soundServer: SoundServer, on: RouteEvents) {
    this.#soundServer = soundServer;
    this.#on = on;
  }

  /** Watches these seats' microphones from now on. */
  follow(seats: readonly Seat[]): void {
    this.#seats = seats;
    const kept = this.#routes;
    this.#routes = new Map(
      seats
        .filter((seat) => seat.kind === 'microphone' && seat.device.path !== 'remote')
        .map((seat) => {
          const known = kept.get(seat.id);
          const isSame = known !== undefined && JSON.stringify(known.seat.device) === JSON.stringify(seat.device);
          // Who listened before may have closed it since.
          return [seat.id, isSame ? { ...known, isHeard: false, unheardSinceUs: Infinity } : newRoute(seat)];
        }),
    );
    if (this.#view !== null) for (const route of this.#routes.values()) this.#place(route, this.#view);
    this.begin();
  }

  /** Asks the sound server from now on, so that it is known who was where before anything is recorded. */
  begin(): void {
    if (this.#watch !== null) return;
    this.#followedUs = this.#on.nowUs();
    this.#watch = this.#soundServer.watch((view) => {
      this.#work = this.#work.then(() => this.#see(view));
    });
    if (this.#watch !== null)
      this.#timer = setInterval(() => {
        this.#lookForDeaf();
      }, lookForDeafMs);
  }

  stop(): void {
    this.#watch?.stop();
    this.#watch = null;
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.#routes.clear();
    this.#homes.clear();
    this.#isOurs.clear();
    this.#view = null;
    this.#isDeaf = false;
  }

  /** Resolves when the sound server was heard for the first time, cannot be asked, or took too long. */
  async heard(limitMs: number): Promise<void> {
    if (this.#view !== null || this.#watch === null) return;
    await new Promise<void>((resolve) => {
      this.#onView.push(resolve);
      setTimeout(resolve, limitMs);
    });
  }

  isLost(seatId: SeatId): boolean {
    return this.#routes.get(seatId)?.isLost === true;
  }

  /** Until when (monotonic µs) what was captured at this seat is its own device's sound; infinite where nobody can tell. */
  provenToUs(seatId: SeatId): number {
    const route = this.#routes.get(seatId);
    if (route === undefined || this.#watch === null || this.#isSilent()) return Number.POSITIVE_INFINITY;
    const isUnknown = this.#view !== null && route.sourceIndex === null && !route.isLost;
    return isUnknown ? Number.POSITIVE_INFINITY : route.provenToUs;
  }

  /** How a window that sees names only finds the seat's device now; null where the sound server does not know it. */
  among(seat: Seat): AmongEqual | null {
    const sources = this.#view?.sources ?? [];
    const source = seat.device.path === 'browser' ? sourceOfSeat(seat, this.#seats, sources) : null;
    return source === null ? null : amongEqual(source, sources);
  }

  /** Those whose device is not lost, as the sound server names it now. */
  present(seats: readonly Seat[]): readonly Seat[] {
    return seats
      .filter((seat) => !this.isLost(seatOfTrack(seat.id as string as TrackId)))
      .map((seat) => this.#placed(seat));
  }

  /** The seat of a second path by the name that the sound server has for the chief one's device now. */
  #placed(seat: Seat): Seat {
    const { device, id } = seat;
    const trackId = id as string as TrackId;
    if (device.path !== 'hall' || !isSecondTrack(trackId) || this.#view === null) return seat;
    const chief = this.#seats.find((each) => each.id === seatOfTrack(trackId));
    const source = chief === undefined ? null : sourceOfSeat(chief, this.#seats, this.#view.sources);
    return source === null ? seat : { ...seat, device: { ...device, source: source.source } };
  }

  async #see(view: SoundView): Promise<void> {
    const roots = this.#on.roots();
    const known = roots.join();
    for (const { index, pid } of view.captures) {
      const asked = this.#isOurs.get(index);
      // A service that has just begun does not know yet which windows are its own.
      if (asked?.isOurs === true || asked?.roots === known) continue;
      const isOurs = pid === null || (await this.#soundServer.descendsFrom(pid, roots));
      this.#isOurs.set(index, { isOurs, roots: known });
    }
    if (this.#watch === null) return;
    const isFirst = this.#view === null;
    this.#view = view;
    for (const tell of this.#onView.splice(0)) tell();
    if (this.#isDeaf) this.#on.deaf(false);
    this.#isDeaf = false;
    const present = new Set(view.captures.map(({ index }) => index));
    for (const index of [...this.#homes.keys(), ...this.#isOurs.keys()]) {
      if (present.has(index)) continue;
      this.#homes.delete(index);
      this.#isOurs.delete(index);
    }
    const streams = view.captures
      .filter(({ index }) => this.#isOurs.get(index)?.isOurs === true)
      .map(({ index, source }) => {
        const at = view.sources.find((each) => each.source === source)?.index ?? nowhere;
        const home = this.#homes.get(index) ?? at;
        this.#homes.set(index, home);
        return { index, at, home };
      });
    for (const route of this.#routes.values()) this.#judge(route, view, streams, isFirst);
    this.#on.proven();
  }

  #judge(
    route: Route,
    view: SoundView,
    streams: readonly Readonly<{ index: number; at: number; home: number }>[],
    isFirst: boolean,
  ): void {
    const before = route.sourceIndex;
    const source = sourceOfSeat(route.seat, this.#seats, view.sources);
    const moved = streams.filter(({ at, home }) => before !== null && home === before && at !== before);
    // From here on it is nobody's: whoever held it opens another one.
    for (const { index } of moved) this.#homes.set(index, nowhere);
    const isGone = before !== null && source?.index !== before;
    if (before !== null && !route.isLost && (isGone || moved.length > 0)) {
      route.isLost = true;
      route.isHeard = false;
      route.unheardSinceUs = view.atUs;
      this.#on.lost(route.seat, isGone ? 'gone' : 'moved');
    }
    route.sourceIndex = source?.index ?? null;
    if (source === null) return;
    // One that was not there at the beginning comes as one that was lost.
    if (route.isLost || (before === null && !isFirst)) {
      route.isLost = false;
      this.#on.back(route.seat);
    }
    if (moved.length > 0) return;
    route.isHeard ||= streams.some(({ at }) => at === source.index);
    if (route.isHeard) route.provenToUs = Math.max(route.provenToUs, view.atUs - marginUs);
    else this.#judgeUnheard(route, view);
  }

  /** Sound comes and nobody of ours listens to the device: whoever sends it listens elsewhere and must open it anew. */
  #judgeUnheard(route: Route, { atUs }: SoundView): void {
    if (!this.#on.isWaiting(route.seat)) route.unheardSinceUs = atUs;
    route.unheardSinceUs = Math.min(route.unheardSinceUs, atUs);
    if (atUs - route.unheardSinceUs < unheardUs) return;
    route.unheardSinceUs = atUs;
    route.isLost = true;
    this.#on.lost(route.seat, 'moved');
    route.isLost = false;
    this.#on.back(route.seat);
  }

  /** A seat that is new here begins where its device is now. */
  #place(route: Route, view: SoundView): void {
    route.sourceIndex ??= sourceOfSeat(route.seat, this.#seats, view.sources)?.index ?? null;
  }

  /** Nothing was heard of the server for so long that waiting would only lose the record. */
  #isSilent(): boolean {
    return this.#on.nowUs() - (this.#view?.atUs ?? this.#followedUs) > deafAfterUs;
  }

  #lookForDeaf(): void {
    if (!this.#isSilent()) return;
    // Where there was never an answer there is no sound server, and nothing is moved.
    if (this.#view !== null && !this.#isDeaf) this.#on.deaf(true);
    this.#isDeaf = this.#view !== null;
    this.#on.proven();
  }
}

function newRoute(seat: Seat): Route {
  return {
    seat,
    sourceIndex: null,
    isLost: false,
    isHeard: false,
    unheardSinceUs: Infinity,
    provenToUs: Number.NEGATIVE_INFINITY,
  };
}
