/** What only one kind of operating system tells of its processor; null: it does not tell. */
export type ProcessorSigns = Readonly<{
  /** Share of time in which somebody who could have run was kept waiting, over the last ten seconds. */
  waitingShare: number | null;
  /** The hottest place that the system knows of, °C. */
  temperatureC: number | null;
  /** Where that place's own limit lies, from which the processor is slowed or the PC is switched off, °C. */
  limitC: number | null;
}>;

export const nothingTold: ProcessorSigns = { waitingShare: null, temperatureC: null, limitC: null };
