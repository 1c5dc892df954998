import type { CapturePlan, CaptureReport, UplinkSight } from '#contract/capture.ts';
import { fault } from '#domain/faults.ts';
import type { SeatId } from '#domain/ids.ts';
import { done, failed, invariant, type Outcome } from '#domain/outcome.ts';
import type { AtUs } from '#domain/record/timeline.ts';
import type { Seat } from '#domain/seats.ts';
import { Alarms } from './alarms.ts';
import { CaptureSigns, type Signs } from './capture-signs.ts';
import { CaptureWindows, type Asked } from './capture-windows.ts';
import { freeBytesAt } from './disk.ts';
import { DiskWatch } from './disk-watch.ts';
import type {
  CaptureRole,
  CloseAsk,
  Closed,
  RecordAsk,
  Recorder,
  RecorderNeeds,
  UplinkChannel,
  WatchedRole,
} from './door.ts';
import { LampKeeper } from './lamp-keeper.ts';
import { awaitOpening, captureRoles, pathsOf } from './opening.ts';
import { closedPlan, recordPlan, trackNoOf, warmPlan } from './planning.ts';
import { Recording } from './recording.ts';
import { RouteWatch } from './route-watch.ts';
import { alarmByReport } from './report-alarms.ts';
import { SeatChanges } from './seat-changes.ts';
import { isHeardBy, secondSeats } from './second-seats.ts';
import { awaitSoundProof, judgeSilence, ownProcesses } from './silence.ts';
import { alarmDeaf, alarmLost } from './track-alarms.ts';
import { defaultTuning, type RecorderTuning } from './tuning.ts';
import { serveUplink } from './uplink.ts';
import { uplinkDesk } from './uplink-desk.ts';
import { waitUntil } from './waiting.ts';

/** The recorder of this hall; one for the life of the service. Its doors may be handed on one by one. */
export function createRecorder(needs: RecorderNeeds): Recorder {
  const hall = new HallRecorder(needs);
  return {
    warm: (seats) => hall.warm(seats),
    record: (ask) => hall.record(ask),
    close: (ask) => hall.close(ask),
    plan: () => hall.plan(),
    lamp: () => hall.lamps.lamp,
    disk: () => hall.disk.sight(),
    hasSecondWays: () => needs.soundPath?.isSecondWay === true,
    previewsAllowed: () => hall.previewsAllowed(),
    admit: (seat, isSending) => hall.seats.admit(seat, isSending),
    dismiss: (seat) => hall.seats.dismiss(seat),
    mend: (seat) => hall.seats.mend(seat),
    receiveReport: (from, report) => hall.receiveReport(from, report),
    previewClosed: (role, planNo) => hall.previewClosed(role, planNo),
    windowGone: (role) => hall.windowGone(role),
    windowCame: (role, how) => hall.windowCame(role, how),
    acceptUplink: (channel) => hall.acceptUplink(channel),
    signs: () => hall.signs(),
    sights: () => hall.sights(),
    dispose: () => hall.dispose(),
  };
}

class HallRecorder {
  readonly disk: DiskWatch;
  readonly lamps: LampKeeper;
  readonly seats: SeatChanges;
  readonly #needs: RecorderNeeds;
  readonly #tuning: RecorderTuning;
  readonly #alarms: Alarms;
  readonly #routes: RouteWatch;
  readonly #windows = new CaptureWindows();
  readonly #signs = new CaptureSigns(() => performance.now());
  /** Counts the orders to close, so that an opening that is still waiting gives way (L5). */
  #closings = 0;
  #closing: Promise<unknown> = Promise.resolve();
  #plan: CapturePlan;
  #recording: Recording | null = null;
  #isClosing = false;
  #warmSeats: readonly Seat[] = [];
  /** The recording before, so that a sender who comes late is told that it is over. */
  #last: Recording | null = null;

  constructor(needs: RecorderNeeds) {
    this.#needs = needs;
    this.#tuning = { ...defaultTuning, ...needs.tuning };
    this.#alarms = new Alarms(needs.on);
    this.disk = new DiskWatch(this.#tuning, this.#alarms, needs.on);
    this.lamps = new LampKeeper(this.#tuning, this.disk, needs.on);
    this.#routes = new RouteWatch(needs.soundServer, {
      nowUs: () => needs.clock.monotonicUs(),
      roots: () => ownProcesses(this.#needs),
      lost: (seat, how) => this.#deviceLost(seat, how),
      back: () => this.#planAnew(),
      proven: () => this.#recording?.proceed(),
      isWaiting: (seat) => this.#recording?.isWaitingForProof(seat.id) === true,
      deaf: (isDeaf) => alarmDeaf(isDeaf, this.#alarms),
    });
    this.#routes.begin();
    this.seats = new SeatChanges({
      current: () => (this.#isClosing ? null : this.#recording),
      alarms: this.#alarms,
      plan: (recording) => this.#planRecording(recording),
      rebound: (seats) => this.#routes.follow(seats),
      secondsOf: (ask) => secondSeats(ask, needs),
    });
    // Plans of a service that was started later count higher, so that windows never take an old one for newer.
    this.#plan = closedPlan(Math.floor(needs.clock.wallMs() / 1000), null);
  }

  plan(): CapturePlan {
    return this.#plan;
  }

  previewsAllowed(): boolean {
    return this.#plan.mode !== 'closed';
  }

  warm(seats: readonly Seat[]): boolean {
    if (this.#recording !== null) return false;
    this.#alarms.clear('still-open');
    // A process that starts while the hearing does would cost pictures on a PC of two cores.
    if (seats.some((seat) => isHeardBy(this.#needs.soundPath, seat))) this.#needs.soundPath?.ensure();
    this.#warmSeats = seats;
    this.#routes.follow(seats);
    this.#issue(warmPlan(this.#plan.planNo + 1, this.#routes.present(seats), (seat) => this.#routes.among(seat)));
    this.lamps.rest('off');
    return true;
  }

  async record(ask: RecordAsk): Promise<Outcome<void>> {
    const closings = this.#closings;
    const isOverruled = (): boolean => this.#closings !== closings;
    await this.#closing;
    const freeBytes = freeBytesAt(ask.folder);
    if (freeBytes < this.#tuning.reserveBytes)
      return failed(fault('recorder.disk-full', { freeMb: Math.floor(freeBytes / 1e6) }));
    const { clock, soundPath } = this.#needs;
    const inTime = (isSo: () => boolean): Promise<boolean> => waitUntil(clock, this.#tuning.openWithinMs, isSo);
    const isOpenedBy = (path: Seat['device']['path']): boolean => ask.seats.some((seat) => seat.device.path === path);
    const seconds = await secondSeats(ask, this.#needs);
    if (isOpenedBy('hall') || isOpenedBy('network') || seconds.length > 0) soundPath?.ensure();
    const isThere =
      !isOpenedBy('browser') || (await inTime(() => isOverruled() || this.#windows.isConnected('recorder')));
    if (isOverruled()) return done(undefined);
    if (!isThere) return failed(fault('recorder.not-connected', {}));

    invariant(this.#recording === null, 'one recording at a time');
    const recording = new Recording(
      { ...ask, seats: [...ask.seats, ...seconds] },
      this.#needs,
      this.#tuning,
      this.#alarms,
      (seatId) => this.#routes.provenToUs(seatId),
    );
    this.#recording = recording;
    this.#routes.follow(ask.seats);
    await Promise.all([recording.start(), this.#routes.heard(this.#tuning.firstViewMs)]);
    // From here on the order to close finds the recording and ends it.
    if (isOverruled()) return done(undefined);
    this.#isClosing = false;
    this.#alarms.clear('still-open');
    for (const seat of ask.seats) if (this.#routes.isLost(seat.id)) alarmLost(seat, 'gone', this.#alarms);
    this.#planRecording(recording);
    this.lamps.watch(recording);
    await awaitOpening({
      ...{ seats: ask.seats, recording, isOverruled, waitUntil: inTime },
      ...{ windows: this.#windows, alarms: this.#alarms, planNo: () => this.#plan.planNo },
    });
    if (isOverruled()) return done(undefined);

    const reports = captureRoles.flatMap((role) => this.#windows.report(role)?.tracks ?? []);
    const flowing = recording.logs().filter((log) => log.writtenToUs !== null).length;
    if (flowing > 0 || reports.some(({ state }) => state === 'open')) return done(undefined);
    const why = reports.find((track) => track.fault !== null)?.fault;
    await this.close({ cutAtUs: null, lamp: 'off' });
    return failed(why ?? fault('recorder.device-missing', { seat: ask.seats[0]?.id ?? '' }));
  }

  close(ask: CloseAsk): Promise<Closed> {
    this.#closings += 1;
    // L5: the devices are told at once, whatever an earlier closing still waits for.
    const asked = this.#orderSilence(ask);
    const closed = this.#closing.then(() => this.#close(ask, asked));
    this.#closing = closed.catch(() => undefined);
    return closed;
  }

  /** Tells everybody to close; from here on nothing beyond the cut is taken, and no lamp says that anything is recorded. */
  #orderSilence({ cutAtUs, lamp }: CloseAsk): Asked {
    const recording = this.#recording;
    const before = this.#plan;
    const planNo = this.#plan.planNo + 1;
    this.#isClosing = true;
    if (recording !== null && cutAtUs !== null) recording.cutAt(cutAtUs);
    this.#issue(closedPlan(planNo, recording?.cutPaper(cutAtUs) ?? null));
    this.lamps.rest(lamp ?? 'closed');
    return this.#windows.whomToAsk(planNo, before);
  }

  async #close({ cutAtUs }: CloseAsk, asked: Asked): Promise<Closed> {
    const recording = this.#recording;
    const { clock, soundServer, soundPath } = this.#needs;
    const deadlineUs = clock.monotonicUs() + this.#tuning.closeWithinMs * 1000;
    const remainingMs = (): number => Math.max(0, deadlineUs - clock.monotonicUs()) / 1000;
    const areEnded = (): boolean => recording === null || recording.areUplinksEnded();
    const isQuiet = (): boolean => this.#windows.areQuiet(asked) && areEnded();
    await waitUntil(clock, Math.max(0, remainingMs() - this.#tuning.soundServerMs), isQuiet);
    const { planNo, mustSay } = asked;
    // L5: a program that does not say that it hears nothing any more is made to.
    if (mustSay.includes('sound-path') && !this.#windows.isQuiet('sound-path', planNo)) await soundPath?.end();
    const sound = await awaitSoundProof(soundServer, ownProcesses(this.#needs), remainingMs);
    const previews = new Map(asked.previews.map((role) => [role, this.#windows.confirmedPlan(role)]));
    const reports = new Map(mustSay.map((role) => [role, this.#windows.report(role)]));
    const closed = judgeSilence({ planNo, reports, sound, previews });

    if (recording !== null) await this.#endRecording(recording, cutAtUs);
    this.#alarms.clearAll();
    // Where somebody has ordered since to open, what is open is no fault.
    if (closed.openStreams.length > 0 && this.#plan.mode === 'closed') {
      this.#needs.log.warn({ openStreams: closed.openStreams }, 'still-open');
      const streams = closed.openStreams.join(', ').slice(0, 400);
      this.#alarms.raise('still-open', fault('recorder.still-open', { streams }));
    }
    return closed;
  }

  async #endRecording(recording: Recording, cutAtUs: AtUs | null): Promise<void> {
    const isLost = !recording.areUplinksEnded() && !this.#windows.isConnected('recorder');
    await recording.close(isLost ? 'connection-lost' : 'asked', cutAtUs ?? recording.nowUs());
    this.#last = recording;
    this.#recording = null;
  }

  receiveReport(from: CaptureRole, report: CaptureReport): void {
    if (report.planNo < this.#plan.planNo) return;
    this.#windows.takeReport(from, report);
    if (from === 'recorder') this.#signs.told(this.#plan, report);
    if (this.#plan.mode !== 'closed') alarmByReport(this.#plan, report, this.#alarms);
    // Somebody was late with the word that nothing is open.
    else if (
      captureRoles.every((role) => (this.#windows.report(role)?.openDevices ?? 0) === 0) &&
      this.#recording === null
    )
      this.#alarms.clear('still-open');
  }

  previewClosed(role: WatchedRole, planNo: number): void {
    this.#windows.confirm(role, planNo);
  }

  windowGone(role: WatchedRole): void {
    this.#windows.gone(role);
    if (role === 'recorder' && this.#plan.mode === 'record' && !this.#isClosing)
      this.#alarms.raise('recorder-gone', fault('recorder.not-connected', {}));
  }

  windowCame(role: WatchedRole, how: 'new' | 'back'): void {
    this.#windows.came(role, how);
    if (role === 'recorder') this.#alarms.clear('recorder-gone');
    if (role === 'recorder' && how === 'new') this.#signs.begunAnew();
    const paths = pathsOf[role];
    const recording = this.#recording;
    if (paths === undefined || how !== 'new' || recording === null || this.#isClosing) return;
    const lost = recording.logs().filter((log) => paths.includes(log.place.path) && log.have >= 0);
    if (lost.length === 0) return;
    for (const log of lost) recording.renew(log.place.trackId, 'connection-lost');
    this.#planRecording(recording);
  }

  acceptUplink(channel: UplinkChannel): void {
    serveUplink(
      channel,
      uplinkDesk({
        ...{ clock: this.#needs.clock, mac: this.#needs.mac, log: this.#needs.log },
        ...{ signs: this.#signs, alarms: this.#alarms },
        recording: () => this.#recording,
        last: () => this.#last,
        isClosing: () => this.#isClosing,
        plan: (recording) => this.#planRecording(recording),
      }),
    );
  }

  signs(): Signs {
    return this.#signs.signs(this.#isClosing ? [] : (this.#recording?.logs() ?? []));
  }

  sights(): ReadonlyMap<SeatId, UplinkSight> {
    const logs = this.#recording?.logs() ?? [];
    return new Map(logs.flatMap(({ place, sight }) => (sight === null ? [] : [[place.seatId, sight] as const])));
  }

  async dispose(): Promise<void> {
    this.lamps.rest('off');
    this.#isClosing = true;
    await this.#recording?.abandon();
    this.#routes.stop();
    this.#recording = null;
    await this.#needs.soundPath?.stop();
  }

  #issue(plan: CapturePlan): void {
    const isUnwatched = this.#needs.isUnwatched === true;
    const tracks = plan.tracks.map((track) => ({ ...track, isUnwatched: true as const }));
    this.#plan = isUnwatched ? { ...plan, tracks } : plan;
    this.#needs.on.planned(this.#plan);
  }

  /** The plan of the present epochs. Seats whose device vanished stay out until it is back. */
  #planRecording(recording: Recording): void {
    const plan = recordPlan({
      planNo: this.#plan.planNo + 1,
      hearingId: recording.ask.hearingId,
      zeroMonotonicUs: recording.zeroMonotonicUs(),
      seats: this.#routes.present(recording.seats()).filter((seat) => !this.seats.isResting(seat.id)),
      trackNo: (trackId) => trackNoOf(recording.ask, trackId),
      epoch: (trackId) => recording.openLog(trackId).place.epoch,
      among: (seat) => this.#routes.among(seat),
      mac: this.#needs.mac,
    });
    this.#issue(plan);
  }

  /** The device is gone, or its sound is another one's now: what came since is never written, whoever captured it. */
  #deviceLost(seat: Seat, how: 'gone' | 'moved'): void {
    const recording = this.#recording;
    if (recording !== null && !this.#isClosing) {
      alarmLost(seat, how, this.#alarms);
      recording.cutForeign(seat.id);
    }
    this.#planAnew();
  }

  /** What is open follows the devices that are there. The alarm ends with the word of whoever opened it that it flows. */
  #planAnew(): void {
    if (this.#recording === null && this.#plan.mode === 'warm') this.warm(this.#warmSeats);
    if (this.#recording?.isStarted === true && !this.#isClosing) this.#planRecording(this.#recording);
  }
}
