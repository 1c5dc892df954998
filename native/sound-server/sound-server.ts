import type { Outcome } from '#domain/outcome.ts';

/** A source that can be recorded from. */
export type SoundSource = Readonly<{
  /** Number in the sound server, until it is plugged out. */
  index: number;
  /** Its name, stable over restarts. */
  source: string;
  /** What a person calls it. */
  label: string;
  channels: number;
  sampleRate: number;
  /** Position names of the channels in order, as PulseAudio calls them: `front-left`, `aux0` … */
  channelMap: readonly string[];
  /** What a loudspeaker plays, not a microphone. */
  isMonitor: boolean;
  /** The device's own number, and where it is plugged in, as the system tells them; empty when it does not. */
  serial: string;
  port: string;
}>;

/** A program's open capture stream. */
export type CaptureStream = Readonly<{
  /** Number in the sound server. */
  index: number;
  program: string;
  /** Null when the program does not say. */
  pid: number | null;
  /** Name of the source that the stream is on right now; empty when unknown. */
  source: string;
}>;

/** What the sound server had and who was on what, at a moment of the monotonic clock. */
export type SoundView = Readonly<{
  sources: readonly SoundSource[];
  captures: readonly CaptureStream[];
  atUs: number;
}>;

export type SoundWatch = Readonly<{ stop(): void }>;

export type SoundServer = Readonly<{
  /** `not-available`: this platform or machine has no sound server that can be asked. */
  listSources(): Promise<Outcome<readonly SoundSource[]> | 'not-available'>;
  /** Streams of programs; the server's own internal routes (loopbacks, remaps) are no captures. */
  listOpenCaptures(): Promise<Outcome<readonly CaptureStream[]> | 'not-available'>;
  /**
   * Tells about five times a second, and at once after a change, what was so at a moment; between two views nothing went
   * another way and back unseen. Tells nothing while the server does not answer. Null where there is none that can be asked:
   * on Windows an unplugged device ends its stream by itself (WASAPI), and no stream is ever moved.
   */
  watch(seen: (view: SoundView) => void): SoundWatch | null;
  /** Whether a process is one of `roots` or descends from one. */
  descendsFrom(pid: number, roots: readonly number[]): Promise<boolean>;
}>;
