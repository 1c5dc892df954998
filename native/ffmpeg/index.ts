/*
 * Owns: which ffmpeg is used, and how it mixes sounds. Promises: it can do what the hall asks of it, or says what it lacks.
 * Never: runs a recording; rooms start ffmpeg themselves by plumbing's child.
 * Woken by: main and the command line. Closed by: nobody, it holds nothing open.
 */
export type { Ffmpeg } from './ffmpeg.ts';
export { findCopyingFfmpeg, findFfmpeg } from './find-ffmpeg.ts';
export { addSounds, mixSounds } from './mix-sounds.ts';
