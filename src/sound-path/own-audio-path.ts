import { MatroskaStream, type StreamTrack } from '#domain/record/matroska-stream.ts';
import type { SoundServer, SoundSource, SoundView } from '../../native/sound-server/index.ts';
import { startChild, type Child, type Clock, type Log } from '../hall/plumbing/index.ts';
import { AudioFramer, WallLine, type FramedPacket } from './audio-framer.ts';
import { pathArguments } from './own-path-command.ts';

export type OwnPathNeeds = Readonly<{
  source: string;
  channels: number;
  /** The channels that are wanted, counted from 0; `take` names them by their place in this list. */
  wanted: readonly number[];
  ffmpegPath: string;
  soundServer: Pick<SoundServer, 'listSources'>;
  /** What the sound server had when it was last looked at; null before the first look and where it cannot be asked. */
  view(): SoundView | null;
  log: Log;
  clock: Clock;
  /** A packet of the wanted channel `at`; its times are monotonic µs. */
  take(at: number, announced: StreamTrack, packet: FramedPacket): void;
  /** The path broke; `doubtFromUs`: monotonic µs since when its sound may have come from another source, null when it was right to the end. */
  broke(doubtFromUs: number | null): void;
  flowing(): void;
}>;

const restartAfterMs = 250;
const watchEveryMs = 1000;
/** Looks come five times a second while the server answers. */
const freshForUs = 500_000;
/** A source gives sound all the time, if only silence: a program that gives none for so long stands still. */
const silentWithinMs = 2000;
/** Opening takes up to a second where many sources are opened at once. */
const firstSoundWithinMs = 5000;
const stopGraceMs = 1200;

/**
 * One source of the sound server: one ffmpeg, all wanted channels split into mono. It ends within a second of us, because
 * nobody takes its output any more. A source that vanished makes the sound server move the stream to another one without
 * a word, so every look at the server is asked which source the path is on; once moved, it is closed and opened anew.
 */
export class OwnAudioPath {
  readonly #needs: OwnPathNeeds;
  #child: Child | null = null;
  #framers = new Map<number, AudioFramer>();
  #stream = new MatroskaStream();
  readonly #line = new WallLine();
  #isWanted = false;
  #hasSound = false;
  #rightSourceUs: number;
  #heardMs = 0;
  #watch: NodeJS.Timeout | null = null;
  #restart: NodeJS.Timeout | null = null;

  constructor(needs: OwnPathNeeds) {
    this.#needs = needs;
    this.#rightSourceUs = needs.clock.monotonicUs();
  }

  get source(): string {
    return this.#needs.source;
  }

  get isOpen(): boolean {
    return this.#child?.isRunning() === true;
  }

  /** Opens the source, and again whenever it ends by itself, until it is stopped. */
  start(): void {
    this.#isWanted = true;
    this.#watch = setInterval(() => void this.#lookForSound(), watchEveryMs);
    void this.#open();
  }

  /** Stops the capture (`q`, then by force) and hands over what was captured. */
  async stop(): Promise<void> {
    this.#isWanted = false;
    if (this.#watch !== null) clearInterval(this.#watch);
    if (this.#restart !== null) clearTimeout(this.#restart);
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
    const { source, channels, wanted, log, clock } = this.#needs;
    const found = await this.#find();
    if (!this.#isWanted) return;
    // A source that is not there would silently be replaced by the default one.
    const isMissing = found === null;
    const args = isMissing
      ? null
      : pathArguments(
          {
            source,
            channels: found === 'not-available' ? channels : found.channels,
            channelMap: found === 'not-available' ? null : found.channelMap,
            wanted,
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
    this.#rightSourceUs = clock.monotonicUs();
    this.#heardMs = performance.now();
    const child = startChild({
      command: this.#needs.ffmpegPath,
      args,
      stdin: 'pipe',
      writesRecord: true,
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
  }

  /** The source as the sound server knows it now; null when it is not there. */
  async #find(): Promise<SoundSource | 'not-available' | null> {
    const isThis = ({ source }: SoundSource): boolean => source === this.#needs.source;
    const view = this.#needs.view();
    const isFresh = view !== null && this.#needs.clock.monotonicUs() - view.atUs < freshForUs;
    const seen = isFresh ? view.sources.find(isThis) : undefined;
    if (seen !== undefined) return seen;
    // It may have come this moment.
    const sources = await this.#needs.soundServer.listSources();
    if (sources === 'not-available') return sources;
    return (sources.ok ? sources.value.find(isThis) : undefined) ?? null;
  }

  #take(bytes: Uint8Array): void {
    const { clock, flowing } = this.#needs;
    const blocks = this.#stream.push(bytes);
    if (blocks.length > 0) this.#line.measure(clock.monotonicUs(), clock.wallMs());
    for (const { trackNumber, timeMs, bytes: packet } of blocks)
      this.#give(
        trackNumber,
        this.#framerOf(trackNumber).push(this.#line.toMonotonic(timeMs), Math.round(timeMs * 1000), packet),
      );
    if (this.#stream.isBroken) void this.#child?.stop({ graceMs: 0 });
    if (blocks.length === 0) return;
    this.#heardMs = performance.now();
    if (!this.#hasSound) flowing();
    this.#hasSound = true;
  }

  #framerOf(trackNumber: number): AudioFramer {
    const framer = this.#framers.get(trackNumber) ?? new AudioFramer();
    this.#framers.set(trackNumber, framer);
    return framer;
  }

  /** Streams come in the order of the wanted channels, numbered from 1. */
  #give(trackNumber: number, packets: readonly FramedPacket[]): void {
    const announced = this.#stream.tracks.get(trackNumber);
    if (announced !== undefined) for (const packet of packets) this.#needs.take(trackNumber - 1, announced, packet);
  }

  #flush(): void {
    for (const [trackNumber, framer] of this.#framers) this.#give(trackNumber, framer.flush());
    this.#framers.clear();
  }

  #exited(child: Child, code: number | null, error: string | null): void {
    if (this.#child !== child || !this.#isWanted) return;
    this.#needs.log.warn({ source: this.#needs.source, code, error }, 'own-path-ended');
    this.#flush();
    this.#broke(null);
  }

  async #lookForSound(): Promise<void> {
    const child = this.#child;
    const limitMs = this.#hasSound ? silentWithinMs : firstSoundWithinMs;
    if (child?.isRunning() !== true || performance.now() - this.#heardMs <= limitMs) return;
    this.#needs.log.warn({ source: this.#needs.source }, 'own-path-stands-still');
    await child.stop({ graceMs: 200 });
  }

  /** A look at the sound server: whether the path is still on its own source. */
  see({ captures, atUs }: SoundView): void {
    const child = this.#child;
    if (child?.isRunning() !== true || !this.#isWanted) return;
    const stream = captures.find(({ pid }) => pid === child.pid);
    if (stream === undefined) return;
    if (stream.source === this.#needs.source) {
      this.#rightSourceUs = atUs;
      return;
    }
    this.#needs.log.warn({ source: this.#needs.source, movedTo: stream.source }, 'own-path-moved');
    this.#child = null;
    const doubtFromUs = this.#rightSourceUs;
    this.#flush();
    this.#broke(doubtFromUs);
    void child.stop({ graceMs: 200 });
  }

  #broke(doubtFromUs: number | null): void {
    this.#child = null;
    this.#needs.broke(doubtFromUs);
    if (!this.#isWanted) return;
    if (this.#restart !== null) clearTimeout(this.#restart);
    this.#restart = setTimeout(() => void this.#open(), restartAfterMs);
  }
}
