import { linuxSoundServer } from './linux.ts';
import type { SoundServer } from './sound-server.ts';
import { windowsSoundServer } from './windows.ts';

/** The sound server of this machine. */
export function openSoundServer(): SoundServer {
  return process.platform === 'linux' ? linuxSoundServer() : windowsSoundServer();
}
