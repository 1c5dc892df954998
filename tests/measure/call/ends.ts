/** What an end receives in a call just now: pictures decoded a second, and kbit/s of everything. */
export type Received = Readonly<{ framesPerSecond: number; kbps: number }>;

/** Two ends of a call on this machine, whoever holds it: two halls, or two bare pages. */
export type TwoEnds = Readonly<{
  /** Calls. Ms until the later of the two ends had decoded its first picture of the other, without a person who answers. */
  call(): Promise<number>;
  hangUp(): Promise<void>;
  /** In a call: of each end, over some seconds. */
  received(): Promise<readonly Received[]>;
  /** The roots of everything that is counted. */
  pids: readonly number[];
  stop(): Promise<void>;
}>;

/** Who sees and hears at each end, by the labels of the courtroom. */
export const places = [
  { microphone: 'Microphone Judge', camera: 'Camera Judge' },
  { microphone: 'Microphone Witness', camera: 'Camera Hall' },
] as const;
