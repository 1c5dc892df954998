import { readBootId } from './boot-id.ts';

/** The hall PC's clocks. Monotonic time is shared by all processes of one boot; `bootId` names the boot. */
export type Clock = Readonly<{ wallMs(): number; monotonicUs(): number; bootId: string }>;

export const systemClock: Clock = {
  wallMs: () => Date.now(),
  monotonicUs: () => Number(process.hrtime.bigint() / 1000n),
  bootId: readBootId(),
};
