/**
 * What a process did in a short while: `waits`: it had something to do and was kept from the processor most of the time;
 * `runs`: it did something; `stands`: neither, as one that is stopped or locked; `unknown`: it is gone, or this system
 * does not tell.
 */
export type ProcessState = 'waits' | 'runs' | 'stands' | 'unknown';
