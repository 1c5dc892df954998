/** Two ends of a call on this machine, whoever holds it: two halls, or two bare pages. */
export type TwoEnds = Readonly<{
  /** Calls. Ms until the later of the two ends had decoded its first picture of the other, without a person who answers. */
  call(): Promise<number>;
  hangUp(): Promise<void>;
  /** The roots of everything that is counted. */
  pids: readonly number[];
  stop(): Promise<void>;
}>;

/** Who sees and hears at each end, by the labels of the courtroom. */
export const places = [
  { microphone: 'Microphone Judge', camera: 'Camera Judge' },
  { microphone: 'Microphone Witness', camera: 'Camera Hall' },
] as const;
