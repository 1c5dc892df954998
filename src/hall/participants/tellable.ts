import { fault, type Fault } from '#domain/faults.ts';

/** What a stranger is told: a fault of ours would tell him of the hall's inside. */
export function tellable(why: Fault): Fault {
  return /^(participant|exhibit)[.]/.test(why.key) ? why : fault('participant.not-taken', {});
}
