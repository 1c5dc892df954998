import type { UplinkSight } from '#contract/capture.ts';
import type { Lamp } from '#contract/papers.ts';
import type { HearingId, SeatId, TrackId } from '#domain/ids.ts';
import { invariant } from '#domain/outcome.ts';
import type { AtUs } from '#domain/record/timeline.ts';
import type { Seat } from '#domain/seats.ts';
import type { TrackDecoder } from '#domain/signal.ts';
import type { Alarms } from './alarms.ts';
import type { RecordAsk, RecorderNeeds } from './door.ts';
import type { EpochCause, EpochLog } from './epoch-log.ts';
import { freeEpoch, leftEpochs } from './epoch-place.ts';
import { lineNow, zeroOf } from './hearing-line.ts';
import { lampOf, lampsBySeat, TailReader } from './lamp.ts';
import { lookAtTracks } from './look-at-tracks.ts';
import { openEpochLog } from './open-epoch-log.ts';
import { trackOf } from './planning.ts';
import { alarmBySight } from './signal-alarms.ts';
import type { RecorderTuning } from './tuning.ts';
import { since, startGraceUs, want, type Missing, type WrittenTrack } from './written-track.ts';

/** What was written before is not looked into: after a restart of the service a whole morning lies there. */
const decodedForUs = 15_000_000;

/** One run of writing: from `record()` to `close()`. Knows every track, its present epoch, its gaps and its lamp. */
export class Recording {
  readonly ask: RecordAsk;
  readonly #needs: RecorderNeeds;
  readonly #tuning: RecorderTuning;
  readonly #alarms: Alarms;
  readonly #provenToUs: (seatId: SeatId) => number;
  readonly #tracks = new Map<TrackId, WrittenTrack>();
  /** Epochs that are being closed and holes that wait for them. */
  readonly #ended: Promise<void>[] = [];
  /**
   * Epochs that end while the recording goes on: what the disk refuses of them is tried again as long as it does, and
   * the proof of their last moments may be still to come.
   */
  readonly #leaving = new Set<EpochLog>();
  #seats: readonly Seat[];
  readonly #joined = new Set<TrackId>();
  #firstUs: AtUs | null = null;
  #isClosing = false;
  #isStarted = false;

  /** `provenToUs`: until when (monotonic µs) a seat's sound is known to be its own. */
  constructor(
    ask: RecordAsk,
    needs: RecorderNeeds,
    tuning: RecorderTuning,
    alarms: Alarms,
    provenToUs: (seatId: SeatId) => number,
  ) {
    this.ask = ask;
    this.#provenToUs = provenToUs;
    this.#seats = ask.seats;
    this.#needs = needs;
    this.#tuning = tuning;
    this.#alarms = alarms;
  }

  /** Prepares an epoch for every seat; what an earlier service left open is gone on with. */
  async start(): Promise<void> {
    for (const seat of this.#seats) {
      const trackId = trackOf(seat);
      const left = leftEpochs(this.ask, trackId);
      const live = left.at(-1);
      const epoch = live?.epoch ?? freeEpoch(this.ask.folder, trackId, this.ask.nextEpoch(trackId));
      this.#take(
        seat,
        this.#newLog(seat, epoch, live?.segments ?? 0),
        live === undefined ? 'started-late' : 'service-restarted',
      );
      let before: EpochLog | null = null;
      for (const each of left) {
        const log = each === live ? this.openLog(trackId) : this.#newLog(seat, each.epoch, each.segments);
        const isTakenUp = await this.#goOn(log, each.sealedBytes);
        if (!isTakenUp && each === live) this.renew(trackId, 'found-at-start');
        if (!isTakenUp) continue;
        // The hole between two of them nobody has told where the later one's opening did not get into the journal.
        if (before !== null && each.sealedBytes === null) this.#tellHole(before, log);
        if (each !== live) this.#ended.push(log.close('found-at-start'));
        before = log;
      }
    }
    this.#isStarted = true;
  }

  /** False where the disk does not give it. */
  async #goOn(log: EpochLog, sealedBytes: number | null): Promise<boolean> {
    const { trackId, epoch } = log.place;
    try {
      await log.goOn(sealedBytes);
      return true;
    } catch (error) {
      this.#needs.log.warn({ trackId, epoch, error: String(error) }, 'epoch-not-taken-up');
      return false;
    }
  }

  #tellHole({ writtenToUs: fromUs }: EpochLog, { place, writtenFromUs: toUs }: EpochLog): void {
    if (fromUs !== null && toUs !== null && toUs - fromUs > this.#tuning.gapFromUs)
      this.#tellGap(place.trackId, since(fromUs, 'service-restarted'), toUs);
  }

  /**
   * A source that came while everything else is being written, such as a remote hall; `isSending`: now there is something
   * to write, and before the first time that there is nothing of it is missing. False when it is there already.
   */
  admit(seat: Seat, isSending: boolean): boolean {
    const trackId = trackOf(seat);
    const isNew = !this.#tracks.has(trackId);
    if (isNew) {
      this.#seats = [...this.#seats, seat];
      const epoch = freeEpoch(this.ask.folder, trackId, this.ask.nextEpoch(trackId));
      this.#take(seat, this.#newLog(seat, epoch, 0), 'started-late', isSending);
      if (seat.device.path === 'remote') this.#joined.add(trackId);
    }
    const track = this.#tracks.get(trackId);
    if (track !== undefined) want(track, isSending, this.nowUs());
    return isNew;
  }

  /** Begins the track's next epoch for the seat as it is bound now; what is missing since the last is told. */
  mend(seat: Seat): void {
    const track = this.#tracks.get(trackOf(seat));
    if (track === undefined) return void this.admit(seat, true);
    this.#seats = this.#seats.map((each) => (each.id === seat.id ? seat : each));
    track.seat = seat;
    this.renew(track.trackId, 'device-lost');
  }

  /** It left as it should, or as the court decided: nothing of it is missing from here on. False when it was not there. */
  dismiss(seat: Seat): boolean {
    this.#seats = this.#seats.filter((each) => each.id !== seat.id);
    const track = this.#tracks.get(trackOf(seat));
    if (track === undefined) return false;
    this.#tracks.delete(track.trackId);
    this.#joined.delete(track.trackId);
    this.#leaving.add(track.log);
    track.decoder.close();
    if (seat.device.path !== 'remote') this.#tellMissing(track);
    this.#ended.push(track.log.close('asked').then(() => track.tail.close()));
    return true;
  }

  seats(): readonly Seat[] {
    return this.#seats;
  }

  #take(seat: Seat, log: EpochLog, cause: string, isWanted = true): void {
    const decoder = this.#needs.decode(seat);
    const wantedSinceUs = isWanted ? this.nowUs() : null;
    const track: WrittenTrack = {
      seat,
      trackId: trackOf(seat),
      log,
      tail: this.#tailOf(log, decoder),
      decoder,
      missing: { sinceUs: () => track.firstWantedUs ?? this.nowUs(), cause },
      settled: Promise.resolve(),
      newestUs: null,
      wantedSinceUs,
      firstWantedUs: wantedSinceUs,
      closedBytes: 0,
    };
    this.#tracks.set(trackOf(seat), track);
  }

  #tailOf(log: EpochLog, decoder: TrackDecoder): TailReader {
    const tail: TailReader = new TailReader(log.place.file, (chunk, bytes) => {
      const isFresh = chunk.header.kind === 'init' || chunk.header.lastAtUs > this.nowUs() - decodedForUs;
      if (isFresh && this.#tracks.get(log.place.trackId)?.tail === tail) decoder.take(chunk, bytes);
    });
    return tail;
  }

  /** False while epochs are still being prepared: what is not there yet may come, and what is there may change. */
  get isStarted(): boolean {
    return this.#isStarted;
  }

  nowUs(): AtUs {
    return lineNow(this.ask.zero, this.#needs.clock);
  }

  /** Monotonic µs of the hearing's zero in this boot. */
  zeroMonotonicUs(): number {
    return zeroOf(this.ask.zero, this.#needs.clock);
  }

  /** What a plan that closes this recording says of the cut. */
  cutPaper(cutAtUs: AtUs | null): Readonly<{ hearingId: HearingId; zeroMonotonicUs: number; cutAtUs: AtUs | null }> {
    return { hearingId: this.ask.hearingId, zeroMonotonicUs: this.zeroMonotonicUs(), cutAtUs };
  }

  logs(): readonly EpochLog[] {
    return [...this.#tracks.values()].map((track) => track.log);
  }

  /** The present epoch of a track. */
  log(trackId: TrackId): EpochLog | undefined {
    return this.#tracks.get(trackId)?.log;
  }

  /** The epoch, as long as it takes chunks: the present one or one that is being left. */
  openEpoch(trackId: TrackId, epoch: number): EpochLog | undefined {
    return [...this.logs(), ...this.#leaving].find(
      ({ place, isClosed }) => place.trackId === trackId && place.epoch === epoch && !isClosed,
    );
  }

  /** The log of a track that is being recorded; to ask for another is a bug. */
  openLog(trackId: TrackId): EpochLog {
    const log = this.log(trackId);
    invariant(log !== undefined, 'a recorded track has a log');
    return log;
  }

  /** Whether no chunk is to come any more. */
  areUplinksEnded(): boolean {
    return this.logs().every((log) => log.isClosed || log.have < 0);
  }

  cutAt(cutAtUs: AtUs): void {
    for (const log of this.logs()) log.cutAt(cutAtUs);
  }

  /** How a camera's raw pictures are, as the window says. */
  see(log: EpochLog, sight: UplinkSight): void {
    if (!this.#isClosing && this.log(log.place.trackId) === log) alarmBySight(log.place, sight, this.#alarms);
  }

  /** The seat's device is gone: nothing of its tracks is written that is not proven to be from before; new epochs are begun. */
  cutForeign(seatId: SeatId): void {
    for (const log of this.logs()) {
      if (log.place.seatId !== seatId) continue;
      log.foreignFrom(Math.min(this.#provenTo(seatId), this.nowUs()));
      this.renew(log.place.trackId, 'device-lost');
    }
  }

  /** Whether sound of this seat has come and cannot be written yet. */
  isWaitingForProof(seatId: SeatId): boolean {
    return this.logs().some((log) => log.place.seatId === seatId && log.isWaiting);
  }

  /** More of what was captured is proven to be its seat's. */
  proceed(): void {
    for (const log of [...this.logs(), ...this.#leaving]) log.proceed();
  }

  /** What was captured since then may be another device's sound or nobody's: it stays in the record, and is told as a gap. */
  doubt(trackId: TrackId, sinceUs: AtUs): void {
    const track = this.#tracks.get(trackId);
    // Where nothing foreign was let in, what is written is right to its end.
    if (track?.log.isCutForeign === false) track.missing ??= { ...since(sinceUs, 'device-lost'), isDoubt: true };
  }

  /**
   * Closes the track's epoch, once `settled`, and prepares the next one, or the one asked for; the hole between them is told
   * when media flows again.
   */
  renew(
    trackId: TrackId,
    cause: EpochCause,
    { settled = Promise.resolve(), epoch }: Readonly<{ settled?: Promise<void>; epoch?: number }> = {},
  ): void {
    const track = this.#tracks.get(trackId);
    if (track === undefined || this.#isClosing) return;
    const old = track.log;
    const nowUs = this.nowUs();
    const before = track.missing;
    // A window that ends a lost device's epoch because it was asked to did not make the hole.
    const why = cause === 'asked' ? (before?.cause ?? cause) : cause;
    track.missing =
      before?.isDoubt === true
        ? { ...before, cause: why }
        : { sinceUs: () => old.writtenToUs ?? before?.sinceUs() ?? nowUs, cause: why };
    const oldTail = track.tail;
    this.#leaving.add(old);
    const ended = settled.then(async () => {
      await old.close(cause);
      this.#leaving.delete(old);
      // Its first media came after it was left: the hole before it is no longer the present epoch's to tell.
      if (before !== null && before.isDoubt !== true && old.writtenFromUs !== null)
        this.#tellHoleBefore(trackId, before, old.writtenFromUs);
      track.closedBytes += (await oldTail.look()).lengthBytes;
      await oldTail.close();
    });
    track.settled = Promise.all([track.settled, ended]);
    this.#ended.push(ended);
    const next = epoch ?? freeEpoch(this.ask.folder, trackId, old.place.epoch + 1);
    track.log = this.#newLog(track.seat, next, 0);
    track.tail = this.#tailOf(track.log, track.decoder);
  }

  /** Closes all epochs, seals their last segments and tells the holes that were never filled. */
  async close(cause: EpochCause, toUs: AtUs): Promise<void> {
    this.#isClosing = true;
    const patience = setTimeout(() => {
      for (const log of [...this.#leaving, ...this.logs()]) log.giveUp();
    }, this.#tuning.closeWithinMs);
    for (const { decoder } of this.#tracks.values()) decoder.close();
    await Promise.all(this.logs().map((log) => log.close(cause)));
    await Promise.all(this.#ended);
    clearTimeout(patience);
    for (const track of this.#tracks.values()) {
      if (track.missing !== null) this.#tellGap(track.trackId, track.missing, toUs);
      await track.tail.close();
    }
  }

  /** Leaves everything as it lies, for a later service. */
  async abandon(): Promise<void> {
    this.#isClosing = true;
    for (const log of this.#leaving) log.giveUp();
    for (const { decoder } of this.#tracks.values()) decoder.close();
    await Promise.all([...this.logs().map((log) => log.abandon()), ...this.#ended]);
    for (const track of this.#tracks.values()) await track.tail.close();
  }

  /** Re-reads every chunk log and gives the lamp; raises and clears the alarm of each track. */
  async look(): Promise<Lamp> {
    const { lamps, firstUs, newestUs } = await lookAtTracks([...this.#tracks.values()], {
      nowUs: () => this.nowUs(),
      isOver: () => this.#isClosing,
      tuning: this.#tuning,
      alarms: this.#alarms,
    });
    if (firstUs !== null) this.#firstUs = Math.min(this.#firstUs ?? firstUs, firstUs);
    const writtenMs = this.#firstUs === null || newestUs === null ? 0 : Math.max(0, newestUs - this.#firstUs) / 1000;
    return lampOf(lampsBySeat(lamps), Math.round((this.ask.recordedBeforeMs ?? 0) + writtenMs), this.#joined);
  }

  #newLog(seat: Seat, epoch: number, segments: number): EpochLog {
    const { ask } = this;
    return openEpochLog(
      { ask, needs: this.#needs, tuning: this.#tuning, alarms: this.#alarms, nowUs: this.nowUs() },
      { seat, epoch, segments },
      {
        flowed: (fromUs) => this.#flowed(trackOf(seat), epoch, fromUs),
        provenToUs: () => this.#provenTo(seat.id),
      },
    );
  }

  #provenTo(seatId: SeatId): AtUs {
    return this.#provenToUs(seatId) - this.zeroMonotonicUs();
  }

  #flowed(trackId: TrackId, epoch: number, fromUs: AtUs): void {
    const track = this.#tracks.get(trackId);
    if (track === undefined || track.log.place.epoch !== epoch || track.missing === null) return;
    const { missing } = track;
    track.missing = null;
    this.#ended.push(track.settled.then(() => this.#tellHoleBefore(trackId, missing, fromUs)));
  }

  #tellHoleBefore(trackId: TrackId, missing: Missing, fromUs: AtUs): void {
    const graceUs = missing.cause === 'started-late' ? startGraceUs : this.#tuning.gapFromUs;
    if (fromUs - missing.sinceUs() > graceUs) this.#tellGap(trackId, missing, fromUs);
  }

  /** What a local track lacked until it was left out. */
  #tellMissing(track: WrittenTrack): void {
    const nowUs = this.nowUs();
    const missing = track.missing ?? since(track.log.writtenToUs ?? nowUs, 'device-lost');
    if (nowUs - missing.sinceUs() > this.#tuning.gapFromUs) this.#tellGap(track.trackId, missing, nowUs);
  }

  #tellGap(trackId: TrackId, { sinceUs, cause }: Missing, toUs: AtUs): void {
    const fromUs = sinceUs();
    if (toUs > fromUs) this.#needs.on.gapFound({ trackId, fromUs, toUs, cause }, this.ask.hearingId);
  }
}
