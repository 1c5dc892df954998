/**
 * The recorder.
 * Owns: the capture plan, the chunk logs that are being written, the process of the second way to the sound, the lamp.
 * Promises: a chunk is acknowledged only when it is on disk; a sealed segment's hash is over bytes re-read from
 * disk; the lamp is lit only from bytes re-read from disk; nothing captured after the moment of a cut is written (L5).
 * Never does: journal, index or judge anything, touch a file of an epoch that is closed.
 * Woken by: the actions (check, open, pause, resume, end) and by the recorder window's sockets. Closed by: main.
 */
export type {
  CloseAsk,
  Closed,
  OpenEpoch,
  RecordAsk,
  Recorder,
  RecorderEvents,
  RecorderNeeds,
  SoundPathProgram,
  UplinkChannel,
  WatchedRole,
} from './door.ts';
export type { DiskSight } from './disk.ts';
export { createRecorder } from './recorder.ts';
export { createSoundPath } from './sound-path-program.ts';
export type { RecorderTuning } from './tuning.ts';
