import type { Role } from '#contract/call.ts';
import { keepRecording } from './keep-recording.ts';
import type { Rooms } from './rooms.ts';

/** What follows from a window that came (`new`: a fresh page, `back`: the same one) or went (null). `rooms` are asked late, because they are built after the door. */
export function windowPresence(rooms: () => Rooms): (role: Role, how: 'new' | 'back' | null) => void {
  return (role, how) => {
    const { peers, recorder, tellState } = rooms();
    if (role === 'call') peers.calls.windowCame(how);
    if (role === 'screen' || role === 'shell' || role === 'specialist') return;
    if (how === null) recorder.windowGone(role);
    else recorder.windowCame(role, how);
    if (role === 'recorder' && how !== null) void keepRecording(rooms());
    tellState();
  };
}
