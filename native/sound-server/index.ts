/**
 * The sound server (PulseAudio, PipeWire's pulse door) behind one small interface.
 * Owns: how it is asked and what its answers mean. Promises: never throws and never waits longer than 2 s;
 * where there is no sound server to ask (Windows) it says so. Never does: change anything in the sound server.
 * Woken by: the recorder and the set-up. Closed by: nobody, it holds nothing open.
 */
export type { CaptureStream, SoundServer, SoundSource } from './sound-server.ts';
export { openSoundServer } from './open-sound-server.ts';
