import { fault } from '#domain/faults.ts';
import { done, failed } from '#domain/outcome.ts';
import type { Participants } from './door.ts';

/** What stands in for the room in a hall without a port for participants, or where it could not be opened (`tellWhy`). */
export function closedParticipants(tellWhy: (() => void) | null): Participants {
  return {
    start: async () => tellWhy?.(),
    isOpen: () => false,
    invite: async () => failed(fault('participant.no-room', {})),
    withdraw: async () => done(undefined),
    endHearing: async () => done(undefined),
    isHere: () => false,
    refresh() {},
    sendOut() {},
    port: () => ({ isUp: () => false, say: () => false, onFrame: () => () => {}, onTurn: () => () => {} }),
    close: async () => {},
  };
}
