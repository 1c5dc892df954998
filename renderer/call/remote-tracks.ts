import type { PlannedTrack } from '#contract/capture.ts';
import { fault } from '#domain/faults.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import type { OpenDevice } from '../capture/open-device.ts';

/** The tracks of the hall that is on the line, handed out to be written as devices are. */
export class RemoteTracks {
  #peerId: string | null = null;
  #tracks: readonly MediaStreamTrack[] = [];
  readonly #lent = new Set<MediaStreamTrack>();
  #heardUntilMs: number | null = null;

  arrived(peerId: string, tracks: readonly MediaStreamTrack[]): void {
    this.#peerId = peerId;
    this.#tracks = [...tracks];
    this.#heardUntilMs = null;
  }

  /** The connection is over: whoever writes a track hears of it as of an unplugged device. Ms since 1970. */
  gone(heardUntilMs: number | null): void {
    this.#heardUntilMs = heardUntilMs;
    this.#tracks = [];
    for (const track of this.#lent) {
      track.stop();
      track.dispatchEvent(new Event('ended'));
    }
    this.#lent.clear();
  }

  /** Fails `recorder.device-missing` while this hall does not send it. */
  open(planned: PlannedTrack): Promise<Outcome<OpenDevice>> {
    const { device, kind, seatId } = planned;
    const wanted = kind === 'camera' ? 'video' : 'audio';
    const track =
      device.path === 'remote' && device.peerId === this.#peerId
        ? this.#tracks.find((each) => each.kind === wanted && each.readyState === 'live')
        : undefined;
    if (track === undefined) return Promise.resolve(failed(fault('recorder.device-missing', { seat: seatId })));
    // A copy, because closing a written track must not silence the other hall.
    const lent = track.clone();
    this.#lent.add(lent);
    const { width = 0, height = 0, frameRate = 0, sampleRate = 48_000 } = lent.getSettings();
    const label = device.path === 'remote' ? device.label : '';
    return Promise.resolve(
      done({
        track: lent,
        got: { width, height, frameRate, sampleRate, label },
        wrongSize: null,
        trueUntilMs: () => this.#heardUntilMs,
      }),
    );
  }
}
