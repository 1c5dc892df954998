import { fault } from '#domain/faults.ts';
import type { TrackId } from '#domain/ids.ts';
import type { AtUs } from '#domain/record/timeline.ts';
import type { Alarms } from './alarms.ts';
import type { RecorderNeeds } from './door.ts';
import { Feed } from './feed.ts';
import { OwnAudioPath, type PathTrack } from './own-audio-path.ts';
import { trackOf } from './planning.ts';
import type { Recording } from './recording.ts';

/** All sources that the hall opens itself: one ffmpeg each, only while something is recorded. */
export class OwnPaths {
  readonly #needs: RecorderNeeds;
  readonly #alarms: Alarms;
  #paths: OwnAudioPath[] = [];
  #feeds = new Map<TrackId, Feed>();

  constructor(needs: RecorderNeeds, alarms: Alarms) {
    this.#needs = needs;
    this.#alarms = alarms;
  }

  /** Opens every source that a seat is bound to; gives how many tracks have sound. */
  async start(recording: Recording): Promise<number> {
    const sources = new Map<string, { channels: number; tracks: PathTrack[] }>();
    for (const seat of recording.ask.seats) {
      if (seat.device.path !== 'hall') continue;
      const { source, channels, channel } = seat.device;
      const known = sources.get(source) ?? { channels, tracks: [] };
      known.tracks.push({ trackId: trackOf(seat), channel });
      sources.set(source, known);
    }
    this.#paths = [...sources].map(([source, { channels, tracks }]) => this.#path(recording, source, channels, tracks));
    const areFlowing = await Promise.all(this.#paths.map((path) => path.start()));
    return [...sources.values()].reduce(
      (sum, { tracks }, at) => sum + (areFlowing[at] === true ? tracks.length : 0),
      0,
    );
  }

  /** Ends every capture; what was captured up to the cut is on disk when this resolves. */
  async stop(cutAtUs: AtUs | null): Promise<void> {
    await Promise.all(this.#paths.map((path) => path.stop(cutAtUs)));
    // A disk that takes nothing must not keep the microphones' end from being told.
    await Promise.race([
      Promise.all([...this.#feeds.values()].map((feed) => feed.settled())),
      new Promise((resolve) => setTimeout(resolve, 1000)),
    ]);
    this.#feeds.clear();
  }

  /** Sources whose capture still runs. */
  open(): readonly string[] {
    return this.#paths.filter((path) => path.isOpen).map((path) => path.source);
  }

  #path(recording: Recording, source: string, channels: number, tracks: readonly PathTrack[]): OwnAudioPath {
    const { clock, soundServer, log, ffmpeg } = this.#needs;
    const alarm = `path:${source}`;
    return new OwnAudioPath({
      source,
      channels,
      tracks,
      ffmpegPath: ffmpeg.ffmpegPath,
      soundServer,
      log,
      nowUs: () => recording.nowUs(),
      wallMs: () => clock.wallMs(),
      place: (trackId) => recording.openLog(trackId).place,
      admit: (trackId, chunk) => {
        this.#feed(recording, trackId)?.push(chunk);
      },
      broke: (doubtFromUs) => {
        this.#alarms.raise(alarm, fault('recorder.path-failed', { device: source }));
        for (const { trackId } of tracks) {
          if (doubtFromUs !== null) recording.doubt(trackId, doubtFromUs);
          // An epoch in which nothing was ever written is begun by the next attempt.
          const feed = this.#feeds.get(trackId);
          if (feed !== undefined && feed.log === recording.log(trackId))
            recording.renew(trackId, 'device-lost', feed.settled());
        }
      },
      flowing: () => {
        this.#alarms.clear(alarm);
      },
    });
  }

  #feed(recording: Recording, trackId: TrackId): Feed | null {
    const log = recording.log(trackId);
    if (log === undefined) return null;
    const known = this.#feeds.get(trackId);
    if (known?.log === log) return known;
    const feed = new Feed(log, (why) => {
      this.#needs.log.error({ trackId, why }, 'chunk-refused');
      this.#alarms.raise(`refused:${trackId}`, fault('recorder.chunk-refused', { track: trackId, why }));
    });
    this.#feeds.set(trackId, feed);
    return feed;
  }
}
