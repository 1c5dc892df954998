import type { CapturePlan, CaptureReport, PlannedTrack } from '#contract/capture.ts';
import { fault, type Fault } from '#domain/faults.ts';
import type { SeatId, TrackId } from '#domain/ids.ts';
import type { TrackCodec } from '#domain/record/matroska.ts';
import { isSecondTrack, seatOfTrack } from '#domain/seats.ts';
import type { SoundServer, SoundView, SoundWatch } from '../../native/sound-server/index.ts';
import type { Clock, Log } from '../hall/plumbing/index.ts';
import type { StreamLogin } from './camera-command.ts';
import { NetworkCamera } from './network-camera.ts';
import type { FramedPacket } from './audio-framer.ts';
import { OwnAudioPath } from './own-audio-path.ts';
import { PictureLine, type PictureDoor } from './picture-line.ts';
import { SoundTrack } from './sound-track.ts';

export type DeskNeeds = Readonly<{
  ffmpegPath: string;
  soundServer: SoundServer;
  log: Log;
  clock: Clock;
  address(): string;
  /** False once nobody answers for us: then nothing that is heard may be taken. */
  isAllowed(): boolean;
  /** What the network camera of this seat asks for; null where it asks for nothing. */
  login(seatId: SeatId): Promise<StreamLogin | null>;
  /** Where the living picture of this seat is taken. */
  pictureDoor(seatId: SeatId): ReturnType<PictureDoor>;
  send(report: CaptureReport): void;
}>;

/** The hall waits three seconds for everybody's word. */
const settleLimitMs = 2000;
/** A source that gives no sound by then is told as failed; it is still tried. */
const failAfterMs = 4000;

type Wanted = Readonly<{ track: PlannedTrack; channel: number }>;
type Source = {
  readonly path: OwnAudioPath | NetworkCamera;
  /** To whoever looks at it; null for sound. */
  readonly line: PictureLine | null;
  readonly key: string;
  isFlowing: boolean;
  failed: boolean;
  /** Why, where it is known better than that there is nothing. */
  why: Fault | null;
  timer: NodeJS.Timeout;
};

/** Reconciles the open sources to the newest plan and reports what became of it. */
export class SoundDesk {
  readonly #needs: DeskNeeds;
  readonly #sources = new Map<string, Source>();
  readonly #tracks = new Map<TrackId, SoundTrack>();
  readonly #closing = new Set<Source['path']>();
  #plan: CapturePlan | null = null;
  #told = '';
  /** One look at the sound server serves all paths. */
  #watch: SoundWatch | null = null;
  #view: SoundView | null = null;

  constructor(needs: DeskNeeds) {
    this.#needs = needs;
  }

  follow(plan: CapturePlan): void {
    this.#plan = plan;
    this.#told = '';
    const wanted = wantedOf(plan);
    const trackIds = new Set([...wanted.values()].flat().map(({ track }) => track.trackId));
    // L5: the writers first, so that nothing beyond the cut is taken whatever the sources still give.
    for (const [trackId, track] of this.#tracks)
      if (!trackIds.has(trackId)) void this.#leave(trackId, track, plan.cutAtUs);
    for (const [name, source] of this.#sources)
      if (source.key !== keyOf(wanted.get(name) ?? [])) void this.#close(name, source);
    for (const [name, all] of wanted) {
      for (const { track } of all) this.#trackOf(track.trackId).follow(track, plan, this.#needs.address());
      if (!this.#sources.has(name)) this.#open(name, all);
    }
    this.#tell();
  }

  moveTo(address: string): void {
    for (const track of this.#tracks.values()) track.moveTo(address);
  }

  /** Nobody answers for us any more: closes everything at once. */
  async abandon(): Promise<void> {
    for (const track of this.#tracks.values()) track.end(null);
    await Promise.all([...this.#sources].map(([name, source]) => this.#close(name, source)));
  }

  #trackOf(trackId: TrackId): SoundTrack {
    const track =
      this.#tracks.get(trackId) ??
      new SoundTrack(() => {
        this.#tell();
      });
    this.#tracks.set(trackId, track);
    return track;
  }

  async #leave(trackId: TrackId, track: SoundTrack, cutAtUs: number | null): Promise<void> {
    track.end(cutAtUs);
    await Promise.race([track.settled(), new Promise((resolve) => setTimeout(resolve, settleLimitMs))]);
    const isWantedAgain =
      this.#plan !== null && [...wantedOf(this.#plan).values()].flat().some((one) => one.track.trackId === trackId);
    if (!isWantedAgain) this.#tracks.delete(trackId);
    this.#tell();
  }

  #open(name: string, all: readonly Wanted[]): void {
    const { ffmpegPath, log, clock, soundServer } = this.#needs;
    const device = all[0]?.track.device;
    const trackIds = all.map(({ track }) => track.trackId);
    const take = (at: number, codec: TrackCodec, packet: FramedPacket): void => {
      const trackId = trackIds[at];
      // What a path still gives while it is closed may be another microphone's sound, and must not begin the next epoch.
      const isWanted = this.#sources.get(name) === source && this.#needs.isAllowed();
      if (trackId === undefined || !isWanted) return;
      this.#tracks.get(trackId)?.take(codec, packet);
      source.line?.give(codec, packet.frame);
    };
    const broke = (doubtFromUs: number | null, why: Fault | null): void => {
      if (this.#sources.get(name) !== source) return;
      for (const trackId of trackIds) this.#tracks.get(trackId)?.lose(doubtFromUs);
      Object.assign(source, { isFlowing: false, failed: true, why });
      this.#tell();
    };
    const flowing = (): void => {
      Object.assign(source, { isFlowing: true, failed: false, why: null });
      this.#tell();
    };
    const seatId = device?.path === 'network' ? all[0]?.track.seatId : undefined;
    const openPath = (): Source['path'] | null => {
      if (device?.path === 'network' && seatId !== undefined)
        return new NetworkCamera({
          ...{ ffmpegPath, log, clock, seatId, url: device.url },
          login: () => this.#needs.login(seatId),
          take: (codec, frame) => take(0, codec, { frame, isJump: false }),
          broke: (why) => broke(null, why),
          flowing,
        });
      if (device?.path !== 'hall') return null;
      return new OwnAudioPath({
        ...{ ffmpegPath, log, clock, soundServer, source: name, channels: device.channels },
        wanted: all.map(({ channel }) => channel),
        view: () => this.#view,
        take: (at, { codecPrivate }, packet) => take(at, { kind: 'audio', sampleRate: 48_000, codecPrivate }, packet),
        broke: (doubtFromUs) => broke(doubtFromUs, null),
        flowing,
      });
    };
    const path = openPath();
    if (path === null) return;
    const timer = setTimeout(() => {
      source.failed = !source.isFlowing;
      this.#tell();
    }, failAfterMs);
    const line = seatId === undefined ? null : new PictureLine(() => this.#needs.pictureDoor(seatId));
    const source: Source = { path, line, key: keyOf(all), isFlowing: false, failed: false, why: null, timer };
    this.#sources.set(name, source);
    if (path instanceof OwnAudioPath) this.#look();
    path.start();
  }

  async #close(name: string, source: Source): Promise<void> {
    clearTimeout(source.timer);
    if (this.#sources.get(name) === source) this.#sources.delete(name);
    source.line?.stop();
    this.#closing.add(source.path);
    await source.path.stop();
    this.#closing.delete(source.path);
    if (this.#sources.size === 0) {
      this.#watch?.stop();
      this.#watch = null;
      this.#view = null;
    }
    this.#tell();
  }

  #look(): void {
    this.#watch ??= this.#needs.soundServer.watch((view) => {
      this.#view = view;
      for (const { path } of this.#sources.values()) if (path instanceof OwnAudioPath) path.see(view);
    });
  }

  /** Reports once every wanted source flows or failed and every unwanted one is closed. */
  #tell(): void {
    const plan = this.#plan;
    if (plan === null || this.#closing.size > 0) return;
    const tracks: CaptureReport['tracks'][number][] = [];
    for (const [name, all] of wantedOf(plan)) {
      const source = this.#sources.get(name);
      if (source === undefined) return;
      for (const {
        track: { trackId, device },
      } of all) {
        if (source.failed)
          tracks.push({
            trackId,
            state: 'failed',
            fault: isSecondTrack(trackId)
              ? fault('recorder.second-way-failed', { seat: seatOfTrack(trackId) })
              : (source.why ?? fault('recorder.path-failed', { device: device.label })),
            got: null,
          });
        else if (!source.isFlowing || (plan.mode === 'record' && this.#tracks.get(trackId)?.hasFlowed !== true)) return;
        else tracks.push({ trackId, state: 'open', fault: null, got: null });
      }
    }
    const openDevices = [...this.#sources.values()].filter(({ path }) => path.isOpen).length;
    const report: CaptureReport = { planNo: plan.planNo, openDevices, tracks };
    const words = JSON.stringify(report);
    if (words === this.#told) return;
    this.#told = words;
    this.#needs.send(report);
  }
}

/** What a plan wants of each source, in the order of the plan. */
function wantedOf(plan: CapturePlan): ReadonlyMap<string, readonly Wanted[]> {
  const sources = new Map<string, Wanted[]>();
  if (plan.mode === 'closed') return sources;
  for (const track of plan.tracks) {
    const { device } = track;
    if (device.path === 'network') sources.set(`camera ${track.trackId} ${device.url}`, [{ track, channel: 0 }]);
    if (device.path !== 'hall') continue;
    const { source, channel } = device;
    sources.set(source, [...(sources.get(source) ?? []), { track, channel }]);
  }
  return sources;
}

const keyOf = (all: readonly Wanted[]): string =>
  all.map(({ track, channel }) => `${track.trackId}#${String(channel)}`).join(' ');
