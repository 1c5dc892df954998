/*
 * Owns: the question what time it is elsewhere.
 * Promises: an answer is one to our own question; how true it is is said with it.
 * Never: sets this PC's clock.
 */
export { askNetworkClock } from './ask-network-clock.ts';
export type { NetworkClock, NoClock } from './ask-network-clock.ts';
