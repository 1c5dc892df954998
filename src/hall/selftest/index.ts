/**
 * The check of sound and picture.
 * Owns: what is measured on a test recording and what is said of it.
 * Promises: every figure comes from bytes re-read from disk and decoded (pictures by ffmpeg, sound by libopus); a seat that could not be measured
 * is never called good. Never does: record, keep or delete anything.
 * Woken by: the action `check`, with the folder of a finished test recording. Closed by: nobody.
 */
export type { CheckTuning } from './check-tuning.ts';
export { checkTuning } from './check-tuning.ts';
export { createSelftest } from './selftest.ts';
export { createSignalDesk, type SignalDesk } from './signal-desk.ts';
export type { Probe } from './probe.ts';
export type { AnalyseAsk, PictureSight, Selftest, SelftestNeeds } from './door.ts';
