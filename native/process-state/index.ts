/*
 * Owns: the question whether a silent process stands still or is only kept from the processor.
 * Promises: one that stands still is ended at once, one that is starved only after some seconds.
 * Never: ends anything by itself; it is told how.
 */
export { endUnlessStarved, processState } from './end-unless-starved.ts';
export type { ProcessState } from './process-state.ts';
