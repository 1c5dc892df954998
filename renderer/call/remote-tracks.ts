import type { PlannedTrack } from '#contract/capture.ts';
import { fault } from '#domain/faults.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import type { OpenDevice } from '../capture/open-device.ts';

type Sent = {
  tracks: readonly MediaStreamTrack[];
  readonly lent: Set<MediaStreamTrack>;
  heardUntilMs: number | null;
};

/** The tracks of the halls on the line, handed out to be written as devices are. */
export class RemoteTracks {
  readonly #byHall = new Map<string, Sent>();

  arrived(peerId: string, tracks: readonly MediaStreamTrack[]): void {
    Object.assign(this.#of(peerId), { tracks: [...tracks], heardUntilMs: null });
  }

  /** The connection is over: whoever writes a track hears of it as of an unplugged device. Ms since 1970. */
  gone(peerId: string, heardUntilMs: number | null): void {
    const sent = this.#of(peerId);
    Object.assign(sent, { tracks: [], heardUntilMs });
    for (const track of sent.lent) {
      track.stop();
      track.dispatchEvent(new Event('ended'));
    }
    sent.lent.clear();
  }

  /** Fails `recorder.device-missing` while that hall does not send it. */
  open({ device, kind, seatId }: PlannedTrack): Promise<Outcome<OpenDevice>> {
    const missing = failed(fault('recorder.device-missing', { seat: seatId }));
    if (device.path !== 'remote') return Promise.resolve(missing);
    const wanted = kind === 'camera' ? 'video' : 'audio';
    const sent = this.#of(device.peerId);
    const track = sent.tracks.find((each) => each.kind === wanted && each.readyState === 'live');
    if (track === undefined) return Promise.resolve(missing);
    // A copy, because closing a written track must not silence the other hall.
    const lent = track.clone();
    sent.lent.add(lent);
    const { width = 0, height = 0, frameRate = 0, sampleRate = 48_000 } = lent.getSettings();
    return Promise.resolve(
      done({
        track: lent,
        got: { width, height, frameRate, sampleRate, label: device.label },
        wrongSize: null,
        trueUntilMs: () => sent.heardUntilMs,
      }),
    );
  }

  #of(peerId: string): Sent {
    const sent = this.#byHall.get(peerId) ?? { tracks: [], lent: new Set(), heardUntilMs: null };
    this.#byHall.set(peerId, sent);
    return sent;
  }
}
