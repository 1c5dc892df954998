/**
 * The sound server (PulseAudio, PipeWire's pulse door) behind one small interface.
 * Owns: how it is asked and what its answers mean. Promises: never throws and never waits longer than 2 s; a watch tells of every change;
 * where there is no sound server to ask (Windows) it says so. Never does: change anything in the sound server but the
 * default source, which a watch makes a silent one.
 * Woken by: the recorder and the set-up. Closed by: whoever began a watch; nothing else is held open.
 */
export type { CaptureStream, SoundServer, SoundSource, SoundView, SoundWatch } from './sound-server.ts';
export { openSoundServer } from './open-sound-server.ts';
