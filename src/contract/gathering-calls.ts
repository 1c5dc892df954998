import { callUpCalls } from './call-up.ts';
import { privateRoomCalls } from './private-room.ts';
import { testSessionCalls } from './test-session.ts';

/** Who comes together before a hearing and beside it: everybody called, tried, or left alone with one another. */
export const gatheringCalls = { ...callUpCalls, ...privateRoomCalls, ...testSessionCalls } as const;
