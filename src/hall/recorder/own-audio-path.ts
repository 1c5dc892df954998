import type { TrackId } from '#domain/ids.ts';
import { MatroskaStream } from '#domain/record/matroska-stream.ts';
import type { AtUs } from '#domain/record/timeline.ts';
import type { SoundServer } from '../../../native/sound-server/index.ts';
import { startChild, type Child, type Log } from '../plumbing/index.ts';
import { AudioFramer, WallLine, type Place } from './audio-framer.ts';
import { pathArguments } from './own-path-command.ts';

/** A track that is fed by one channel of the source. */
export type PathTrack = Readonly<{ trackId: TrackId; channel: number }>;

export type OwnPathNeeds = Readonly<{
  source: string;
  channels: number;
  tracks: readonly PathTrack[];
  ffmpegPath: string;
  soundServer: SoundServer;
  log: Log;
  nowUs(): AtUs;
  wallMs(): number;
  /** Where the track's next chunk belongs: its present epoch. */
  place(trackId: TrackId): Place;
  admit(trackId: TrackId, chunk: Uint8Array): void;
  /** The path broke; `doubtFromUs`: since when its sound may have come from another source, null when it was right to the end. Begin new epochs. */
  broke(doubtFromUs: AtUs | null): void;
  flowing(): void;
}>;

const restartAfterMs = 500;
const firstSoundWithinMs = 5000;
const watchEveryMs = 1000;
const stopGraceMs = 1200;

/**
 * The hall's own way to the sound: one ffmpeg a source, all wanted channels split into mono tracks. It ends within
 * seconds of us, because nobody takes its output any more. A source that vanished makes the sound server move the
 * stream to another one without a word, so every second the path asks which source it is on; once moved, it is closed
 * and opened anew.
 */
export class OwnAudioPath {
  readonly #needs: OwnPathNeeds;
  #child: Child | null = null;
  #framers = new Map<number, Readonly<{ trackId: TrackId; framer: AudioFramer }>>();
  #stream = new MatroskaStream();
  readonly #line = new WallLine();
  #isWanted = false;
  #hasSound = false;
  #rightSourceUs: AtUs;
  #watch: NodeJS.Timeout | null = null;
  #restart: NodeJS.Timeout | null = null;
  #tellFirst: ((isFlowing: boolean) => void) | null = null;

  constructor(needs: OwnPathNeeds) {
    this.#needs = needs;
    this.#rightSourceUs = needs.nowUs();
  }

  get source(): string {
    return this.#needs.source;
  }

  get isOpen(): boolean {
    return this.#child?.isRunning() === true;
  }

  /** Opens the source; true once sound flows, false when that took too long (it goes on trying). */
  async start(): Promise<boolean> {
    this.#isWanted = true;
    const first = new Promise<boolean>((resolve) => {
      this.#tellFirst = resolve;
    });
    const limit = setTimeout(() => this.#tellFirst?.(false), firstSoundWithinMs);
    await this.#open();
    const isFlowing = await first;
    clearTimeout(limit);
    this.#tellFirst = null;
    return isFlowing;
  }

  /** Stops the capture (`q`, then by force) and hands over what was captured up to the cut. */
  async stop(cutAtUs: AtUs | null): Promise<void> {
    this.#isWanted = false;
    if (cutAtUs !== null) for (const { framer } of this.#framers.values()) framer.cutAt(cutAtUs);
    if (this.#watch !== null) clearInterval(this.#watch);
    if (this.#restart !== null) clearTimeout(this.#restart);
    this.#tellFirst?.(false);
    const child = this.#child;
    if (child === null) return;
    child.write('q');
    child.end();
    for (let waitedMs = 0; child.isRunning() && waitedMs < stopGraceMs; waitedMs += 20)
      await new Promise((next) => setTimeout(next, 20));
    await child.stop({ graceMs: 200 });
    this.#flush();
  }

  async #open(): Promise<void> {
    const { source, channels, tracks, soundServer, log } = this.#needs;
    const sources = await soundServer.listSources();
    const found =
      sources !== 'not-available' && sources.ok ? sources.value.find((one) => one.source === source) : undefined;
    if (!this.#isWanted) return;
    // A source that is not there would silently be replaced by the default one.
    const isMissing = sources !== 'not-available' && found === undefined;
    const args = isMissing
      ? null
      : pathArguments(
          {
            source,
            channels: found?.channels ?? channels,
            channelMap: found?.channelMap ?? null,
            wanted: tracks.map((track) => track.channel),
          },
          process.platform,
        );
    if (args === null) {
      log.warn({ source, isMissing }, 'own-path-not-opened');
      this.#broke(null);
      return;
    }
    this.#stream = new MatroskaStream();
    this.#framers.clear();
    this.#hasSound = false;
    this.#rightSourceUs = this.#needs.nowUs();
    const child = startChild({
      command: this.#needs.ffmpegPath,
      args,
      stdin: 'pipe',
      onStdout: (bytes) => {
        if (this.#child === child) this.#take(bytes);
      },
      onStderrLine: (line) => {
        log.debug({ source, line }, 'own-path-said');
      },
      onExit: ({ code, error }) => {
        this.#exited(child, code, error);
      },
    });
    this.#child = child;
    this.#watch ??= setInterval(() => void this.#lookWhere(), watchEveryMs);
  }

  #take(bytes: Uint8Array): void {
    const blocks = this.#stream.push(bytes);
    if (blocks.length > 0) this.#line.measure(this.#needs.nowUs(), this.#needs.wallMs());
    for (const block of blocks) {
      const into = this.#framerOf(block.trackNumber);
      if (into === null) continue;
      for (const chunk of into.framer.push(
        this.#line.toHearing(block.timeMs),
        Math.round(block.timeMs * 1000),
        block.bytes,
      )) {
        this.#needs.admit(into.trackId, chunk);
      }
    }
    if (this.#stream.isBroken) void this.#child?.stop({ graceMs: 0 });
    if (blocks.length > 0 && !this.#hasSound) {
      this.#hasSound = true;
      this.#needs.flowing();
      this.#tellFirst?.(true);
    }
  }

  /** Streams come in the order of the tracks, numbered from 1. */
  #framerOf(trackNumber: number): Readonly<{ trackId: TrackId; framer: AudioFramer }> | null {
    const known = this.#framers.get(trackNumber);
    if (known !== undefined) return known;
    const track = this.#needs.tracks[trackNumber - 1];
    const announced = this.#stream.tracks.get(trackNumber);
    if (track === undefined || announced === undefined) return null;
    const made = { trackId: track.trackId, framer: new AudioFramer(this.#needs.place(track.trackId), announced) };
    this.#framers.set(trackNumber, made);
    return made;
  }

  #flush(): void {
    for (const { trackId, framer } of this.#framers.values())
      for (const chunk of framer.flush()) this.#needs.admit(trackId, chunk);
    this.#framers.clear();
  }

  #exited(child: Child, code: number | null, error: string | null): void {
    if (this.#child !== child || !this.#isWanted) return;
    this.#needs.log.warn({ source: this.#needs.source, code, error }, 'own-path-ended');
    this.#flush();
    this.#broke(null);
  }

  async #lookWhere(): Promise<void> {
    const child = this.#child;
    const startedUs = this.#needs.nowUs();
    const captures = await this.#needs.soundServer.listOpenCaptures();
    if (
      captures === 'not-available' ||
      !captures.ok ||
      child === null ||
      child !== this.#child ||
      !child.isRunning() ||
      !this.#isWanted
    )
      return;
    const stream = captures.value.find((one) => one.pid === child.pid);
    if (stream === undefined) return;
    if (stream.source === this.#needs.source) {
      this.#rightSourceUs = startedUs;
      return;
    }
    this.#needs.log.warn({ source: this.#needs.source, movedTo: stream.source }, 'own-path-moved');
    this.#child = null;
    const doubtFromUs = this.#rightSourceUs;
    this.#flush();
    this.#broke(doubtFromUs);
    await child.stop({ graceMs: 200 });
  }

  #broke(doubtFromUs: AtUs | null): void {
    this.#child = null;
    this.#needs.broke(doubtFromUs);
    if (!this.#isWanted) return;
    if (this.#restart !== null) clearTimeout(this.#restart);
    this.#restart = setTimeout(() => void this.#open(), restartAfterMs);
  }
}
