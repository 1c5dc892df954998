import type { CapturePlan, CaptureReport } from '#contract/capture.ts';
import type { Lamp } from '#contract/papers.ts';
import { fault, type Fault } from '#domain/faults.ts';
import type { TrackId } from '#domain/ids.ts';
import { done, failed, invariant, type Outcome } from '#domain/outcome.ts';
import type { AtUs } from '#domain/record/timeline.ts';
import type { Seat } from '#domain/seats.ts';
import { Alarms } from './alarms.ts';
import { DeviceWatch } from './device-watch.ts';
import { freeBytesAt } from './disk.ts';
import type { CloseAsk, Closed, RecordAsk, Recorder, RecorderNeeds, UplinkChannel, WatchedRole } from './door.ts';
import type { EpochLog } from './epoch-log.ts';
import { lampOf } from './lamp.ts';
import { OwnPaths } from './own-paths.ts';
import { closedPlan, plannedTrack, trackOf, uplinkText, warmPlan } from './planning.ts';
import { Recording } from './recording.ts';
import { judgeSilence, proveSound, type SoundProof } from './silence.ts';
import { defaultTuning, type RecorderTuning } from './tuning.ts';
import { serveUplink, type Found } from './uplink.ts';
import { waitUntil } from './waiting.ts';

/** A passing fault, such as lost frames, is shown for so long. */
const passingFaultMs = 10_000;
/** What is kept of the time to close for asking the sound server last. */
const soundServerMs = 300;

/** The recorder of this hall; one for the life of the service. Its doors may be handed on one by one. */
export function createRecorder(needs: RecorderNeeds): Recorder {
  const hall = new HallRecorder(needs);
  return {
    warm: (seats) => hall.warm(seats),
    record: (ask) => hall.record(ask),
    close: (ask) => hall.close(ask),
    plan: () => hall.plan(),
    lamp: () => hall.lamp(),
    previewsAllowed: () => hall.previewsAllowed(),
    receiveReport: (report) => hall.receiveReport(report),
    previewClosed: (role, planNo) => hall.previewClosed(role, planNo),
    windowGone: (role) => hall.windowGone(role),
    windowCame: (role, how) => hall.windowCame(role, how),
    acceptUplink: (channel) => hall.acceptUplink(channel),
    dispose: () => hall.dispose(),
  };
}

class HallRecorder implements Recorder {
  readonly #needs: RecorderNeeds;
  readonly #tuning: RecorderTuning;
  readonly #alarms: Alarms;
  readonly #paths: OwnPaths;
  readonly #devices: DeviceWatch;
  readonly #connected = new Set<WatchedRole>();
  readonly #confirmed = new Map<WatchedRole, number>();
  /** Counts the orders to close, so that an opening that is still waiting gives way (L5). */
  #closings = 0;
  #closing: Promise<unknown> = Promise.resolve();
  #plan: CapturePlan;
  #report: CaptureReport | null = null;
  #recording: Recording | null = null;
  #isClosing = false;
  /** The recording before, so that a sender who comes late is told that it is over. */
  #last: Recording | null = null;
  #lamp: Lamp = lampOf([], 0);
  #lampTimer: NodeJS.Timeout | null = null;
  #isLooking = false;
  #toldLamp = '';

  constructor(needs: RecorderNeeds) {
    this.#needs = needs;
    this.#tuning = { ...defaultTuning, ...needs.tuning };
    this.#alarms = new Alarms(
      (raised) => {
        needs.on.faultRaised(raised);
      },
      (cleared) => {
        needs.on.faultCleared(cleared);
      },
    );
    this.#paths = new OwnPaths(needs, this.#alarms);
    this.#devices = new DeviceWatch(needs.soundServer);
    // Plans of a service that was started later count higher, so that windows never take an old one for newer.
    this.#plan = closedPlan(Math.floor(needs.clock.wallMs() / 1000), null);
  }

  plan(): CapturePlan {
    return this.#plan;
  }

  lamp(): Lamp {
    return this.#lamp;
  }

  previewsAllowed(): boolean {
    return this.#plan.mode !== 'closed';
  }

  warm(seats: readonly Seat[]): boolean {
    if (this.#recording !== null) return false;
    this.#alarms.clear('still-open');
    this.#issue(warmPlan(this.#plan.planNo + 1, seats));
    this.#showLamp(lampOf([], 0));
    return true;
  }

  async record(ask: RecordAsk): Promise<Outcome<void>> {
    const closings = this.#closings;
    const isOverruled = (): boolean => this.#closings !== closings;
    await this.#closing;
    const freeBytes = freeBytesAt(ask.folder);
    if (freeBytes < this.#tuning.reserveBytes)
      return failed(fault('recorder.disk-full', { freeMb: Math.floor(freeBytes / 1e6) }));
    const browserSeats = ask.seats.filter((seat) => seat.device.path === 'browser');
    const { clock } = this.#needs;
    const isThere =
      browserSeats.length === 0 ||
      (await waitUntil(clock, this.#tuning.openWithinMs, () => isOverruled() || this.#connected.has('recorder')));
    if (isOverruled()) return done(undefined);
    if (!isThere) return failed(fault('recorder.not-connected', {}));

    invariant(this.#recording === null, 'one recording at a time');
    const recording = new Recording(ask, this.#needs, this.#tuning, this.#alarms);
    this.#recording = recording;
    await recording.start();
    // From here on the order to close finds the recording and ends it.
    if (isOverruled()) return done(undefined);
    this.#isClosing = false;
    this.#alarms.clear('still-open');
    this.#planRecording(recording);
    this.#lampTimer ??= setInterval(() => void this.#look(), this.#tuning.lampEveryMs);
    const [isAnswered, openPaths] = await Promise.all([
      this.#awaitReport(recording, browserSeats, isOverruled),
      this.#paths.start(recording),
    ]);
    if (isOverruled()) return done(undefined);
    if (!isAnswered) this.#missAnswers(recording, browserSeats);

    const reported = this.#report?.tracks.filter((track) => track.state === 'open').length ?? 0;
    const flowing = recording.logs().filter((log) => log.writtenToUs !== null).length;
    if (reported + flowing + openPaths > 0) return done(undefined);
    const why = this.#report?.tracks.find((track) => track.fault !== null)?.fault;
    await this.close({ cutAtUs: null, lamp: 'off' });
    return failed(why ?? fault('recorder.device-missing', { seat: ask.seats[0]?.id ?? '' }));
  }

  close(ask: CloseAsk): Promise<Closed> {
    this.#closings += 1;
    // L5: the devices are told at once, whatever an earlier closing still waits for.
    const planNo = this.#orderSilence(ask.cutAtUs);
    const closed = this.#closing.then(() => this.#close(ask, planNo));
    this.#closing = closed.catch(() => undefined);
    return closed;
  }

  /** Tells everybody to close; from here on nothing beyond the cut is taken. Gives the number of the plan that says so. */
  #orderSilence(cutAtUs: AtUs | null): number {
    const recording = this.#recording;
    this.#isClosing = true;
    this.#devices.stop();
    if (recording !== null && cutAtUs !== null) recording.cutAt(cutAtUs);
    this.#issue(
      closedPlan(
        this.#plan.planNo + 1,
        recording === null
          ? null
          : {
              hearingId: recording.ask.hearingId,
              zeroMonotonicUs: recording.zeroMonotonicUs(),
              cutAtUs,
            },
      ),
    );
    return this.#plan.planNo;
  }

  async #close({ cutAtUs, lamp }: CloseAsk, planNo: number): Promise<Closed> {
    const recording = this.#recording;
    const { clock, soundServer } = this.#needs;
    const recorderMustSay =
      this.#connected.has('recorder') || recording?.logs().some((log) => log.place.path === 'browser') === true;
    const previewRoles = [...this.#connected].filter((role) => role !== 'recorder');
    const deadlineUs = clock.monotonicUs() + this.#tuning.closeWithinMs * 1000;
    const remainingMs = (): number => Math.max(0, deadlineUs - clock.monotonicUs()) / 1000;
    const stopped = this.#paths.stop(cutAtUs);
    const isQuiet = (): boolean => {
      const isRecorderQuiet =
        !recorderMustSay || (this.#report !== null && this.#report.planNo >= planNo && this.#report.openDevices === 0);
      const areEnded =
        recording === null ||
        recording.logs().every((log) => log.isClosed || log.place.path === 'hall' || log.have < 0);
      return isRecorderQuiet && areEnded && previewRoles.every((role) => (this.#confirmed.get(role) ?? 0) >= planNo);
    };
    await waitUntil(clock, Math.max(0, remainingMs() - soundServerMs), isQuiet);
    await stopped;
    const shellPid = this.#needs.shellPid();
    const roots = shellPid === null ? [process.pid] : [process.pid, shellPid];
    let sound: SoundProof = await proveSound(soundServer, roots);
    while (typeof sound !== 'string' && sound.ours.length > 0 && remainingMs() > 100) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      sound = await proveSound(soundServer, roots);
    }
    const words = {
      planNo,
      recorderMustSay,
      report: this.#report,
      openPaths: this.#paths.open(),
      sound,
      previews: new Map(previewRoles.map((role) => [role, this.#confirmed.get(role) ?? 0])),
    };
    if (recording !== null) {
      const isAsked = this.#connected.has('recorder') || !recorderMustSay;
      await recording.close(isAsked ? 'asked' : 'connection-lost', cutAtUs ?? recording.nowUs());
      this.#last = recording;
      if (this.#lampTimer !== null) clearInterval(this.#lampTimer);
      this.#lampTimer = null;
    }
    this.#recording = null;
    this.#alarms.clearAll();
    this.#showLamp({ state: lamp ?? 'closed', elapsedMs: this.#lamp.elapsedMs, tracks: [], worst: null });
    const closed = judgeSilence(words);
    if (closed.openStreams.length > 0) {
      this.#needs.log.warn({ openStreams: closed.openStreams }, 'still-open');
      this.#alarms.raise(
        'still-open',
        fault('recorder.still-open', { streams: closed.openStreams.join('; ').slice(0, 400) }),
      );
    }
    return closed;
  }

  receiveReport(report: CaptureReport): void {
    if (report.planNo < this.#plan.planNo) return;
    this.#report = report;
    if (this.#plan.mode === 'closed') {
      // Somebody was late with the word that nothing is open.
      if (report.openDevices === 0 && this.#recording === null) this.#alarms.clear('still-open');
      return;
    }
    for (const track of report.tracks) {
      const planned = this.#plan.tracks.find((one) => one.trackId === track.trackId);
      if (planned === undefined) continue;
      const id = `device:${planned.seatId}`;
      if (track.state === 'failed')
        this.#alarms.raise(id, track.fault ?? fault('recorder.device-missing', { seat: planned.seatId }));
      if (track.state !== 'open') continue;
      this.#alarms.clear(id);
      if (track.fault === null) this.#alarms.clear(`size:${planned.seatId}`);
      else if (track.fault.key === 'recorder.wrong-size') this.#alarms.raise(`size:${planned.seatId}`, track.fault);
      else this.#passing(`passing:${planned.seatId}`, track.fault);
    }
  }

  previewClosed(role: WatchedRole, planNo: number): void {
    this.#confirmed.set(role, Math.max(planNo, this.#confirmed.get(role) ?? 0));
  }

  windowGone(role: WatchedRole): void {
    this.#connected.delete(role);
    if (role === 'recorder' && this.#plan.mode === 'record' && !this.#isClosing)
      this.#alarms.raise('recorder-gone', fault('recorder.not-connected', {}));
  }

  windowCame(role: WatchedRole, how: 'new' | 'back'): void {
    this.#connected.add(role);
    // A fresh page holds nothing; what an older plan's page confirmed is not its word.
    if (role !== 'recorder' && how === 'new') this.#confirmed.delete(role);
    if (role !== 'recorder') return;
    this.#alarms.clear('recorder-gone');
    const recording = this.#recording;
    if (how !== 'new' || recording === null || this.#isClosing) return;
    this.#report = null;
    const lost = recording.logs().filter((log) => log.place.path === 'browser' && log.have >= 0);
    if (lost.length === 0) return;
    for (const log of lost) recording.renew(log.place.trackId, 'connection-lost');
    this.#planRecording(recording);
  }

  acceptUplink(channel: UplinkChannel): void {
    serveUplink(channel, {
      monotonicUs: () => this.#needs.clock.monotonicUs(),
      find: (trackId, epoch, token) => this.#find(trackId, epoch, token),
      ended: (log, cause) => this.#uplinkEnded(log, cause),
      refused: (log, why) => {
        this.#refused(log.place.trackId, why);
      },
    });
  }

  async dispose(): Promise<void> {
    if (this.#lampTimer !== null) clearInterval(this.#lampTimer);
    this.#lampTimer = null;
    this.#devices.stop();
    this.#isClosing = true;
    await this.#paths.stop(null);
    await this.#recording?.abandon();
    this.#recording = null;
  }

  #issue(plan: CapturePlan): void {
    this.#plan = plan;
    this.#needs.on.planned(plan);
  }

  /** The plan of the present epochs. Seats whose device vanished stay out until it is back. */
  #planRecording(recording: Recording): void {
    const { ask } = recording;
    const tracks = ask.seats
      .filter((seat) => seat.device.path === 'browser' && !this.#devices.isLost(seat.id))
      .map((seat) => {
        const trackId = trackOf(seat);
        const epoch = recording.openLog(trackId).place.epoch;
        return plannedTrack(
          seat,
          ask.trackNo(trackId),
          epoch,
          this.#needs.mac(uplinkText(ask.hearingId, trackId, epoch)),
        );
      });
    this.#issue({
      planNo: this.#plan.planNo + 1,
      mode: 'record',
      hearingId: ask.hearingId,
      zeroMonotonicUs: recording.zeroMonotonicUs(),
      cutAtUs: null,
      tracks,
    });
    this.#devices.watch(ask.seats, {
      lost: (seat, sinceUs) => {
        this.#deviceLost(recording, seat, sinceUs);
      },
      back: (seat) => {
        this.#alarms.clear(`device:${seat.id}`);
        if (this.#recording === recording && !this.#isClosing) this.#planRecording(recording);
      },
      nowUs: () => recording.nowUs(),
    });
  }

  /** The sound server no longer has the device: what came since may be another microphone's sound, so it is a gap. */
  #deviceLost(recording: Recording, seat: Seat, sinceUs: AtUs): void {
    if (this.#recording !== recording || this.#isClosing) return;
    this.#alarms.raise(`device:${seat.id}`, fault('recorder.device-missing', { seat: seat.id }));
    recording.doubt(trackOf(seat), sinceUs);
    recording.renew(trackOf(seat), 'device-lost');
    this.#planRecording(recording);
  }

  #find(trackId: TrackId, epoch: number, token: string): Found {
    const recording = this.#recording;
    if (recording === null) {
      const isOver =
        this.#last !== null && token === this.#needs.mac(uplinkText(this.#last.ask.hearingId, trackId, epoch));
      // After a restart of the service the windows are back before the hearing is.
      return isOver ? 'ended' : 'not-yet';
    }
    if (token !== this.#needs.mac(uplinkText(recording.ask.hearingId, trackId, epoch))) return 'refused';
    const log = recording.log(trackId);
    return log === undefined || log.place.epoch !== epoch || log.isClosed ? 'ended' : log;
  }

  async #uplinkEnded(log: EpochLog, cause: 'asked' | 'device-lost'): Promise<void> {
    const recording = this.#recording;
    if (recording === null) return;
    if (cause === 'asked' || this.#isClosing) {
      await log.close('asked');
      return;
    }
    const { trackId, seatId } = log.place;
    if (recording.log(trackId) !== log) return;
    this.#alarms.raise(`device:${seatId}`, fault('recorder.device-missing', { seat: seatId }));
    recording.renew(trackId, 'device-lost');
    this.#planRecording(recording);
  }

  #refused(trackId: TrackId, why: string): void {
    this.#needs.log.error({ trackId, why }, 'chunk-refused');
    this.#alarms.raise(`refused:${trackId}`, fault('recorder.chunk-refused', { track: trackId, why }));
  }

  #passing(id: string, passing: Fault): void {
    this.#alarms.raise(id, passing);
    setTimeout(() => {
      this.#alarms.clear(id);
    }, passingFaultMs).unref();
  }

  /** True once the recorder window reported on the plan, or every device's first frames are on disk. */
  async #awaitReport(recording: Recording, seats: readonly Seat[], isOverruled: () => boolean): Promise<boolean> {
    const isAnswered = (): boolean => this.#report !== null && this.#report.planNo >= this.#plan.planNo;
    const areAllFlowing = (): boolean => seats.every((seat) => recording.log(trackOf(seat))?.writtenToUs != null);
    return (
      seats.length === 0 ||
      waitUntil(this.#needs.clock, this.#tuning.openWithinMs, () => isOverruled() || isAnswered() || areAllFlowing())
    );
  }

  #missAnswers(recording: Recording, seats: readonly Seat[]): void {
    for (const seat of seats) {
      if (recording.log(trackOf(seat))?.writtenToUs == null)
        this.#alarms.raise(`device:${seat.id}`, fault('recorder.device-missing', { seat: seat.id }));
    }
  }

  async #look(): Promise<void> {
    const recording = this.#recording;
    if (recording === null || this.#isLooking) return;
    this.#isLooking = true;
    try {
      const lamp = await recording.look();
      if (this.#recording !== recording || this.#isClosing) return;
      this.#watchDisk(recording);
      this.#showLamp(lamp);
    } finally {
      this.#isLooking = false;
    }
  }

  #watchDisk(recording: Recording): void {
    const freeBytes = freeBytesAt(recording.ask.folder);
    if (freeBytes < this.#tuning.reserveBytes)
      this.#alarms.raise('disk', fault('recorder.disk-full', { freeMb: Math.floor(freeBytes / 1e6) }));
    else this.#alarms.clear('disk');
  }

  #showLamp(lamp: Lamp): void {
    this.#lamp = lamp;
    const told = `${lamp.state} ${String(Math.floor(lamp.elapsedMs / 1000))} ${lamp.tracks.map((track) => track.state).join(' ')}`;
    if (told === this.#toldLamp) return;
    this.#toldLamp = told;
    this.#needs.on.lampChanged(lamp);
  }
}
