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

export type SoundServer = Readonly<{
  /** `not-available`: this platform or machine has no sound server that can be asked. */
  listSources(): Promise<Outcome<readonly SoundSource[]> | 'not-available'>;
  /** Streams of programs; the server's own internal routes (loopbacks, remaps) are no captures. */
  listOpenCaptures(): Promise<Outcome<readonly CaptureStream[]> | 'not-available'>;
  /** Whether a process is one of `roots` or descends from one. */
  descendsFrom(pid: number, roots: readonly number[]): Promise<boolean>;
}>;
