import type { PartyFrame } from '#contract/party-link.ts';
import type { ParticipantId } from '#domain/ids.ts';
import type { PartyPort } from './door.ts';
import type { PageLine } from './page-line.ts';

type Kept = {
  frames: Set<(frame: PartyFrame) => void>;
  turns: Set<(isUp: boolean) => void>;
  /** The line over which the port was up when it was last told of. */
  toldUp: PageLine | null;
};

/** The ports of all participants, for whoever makes sound and picture flow. */
export type Ports = Readonly<{
  port(participantId: ParticipantId): PartyPort;
  /** Hands over what a page said; false when its port is not up. */
  heard(participantId: ParticipantId, frame: PartyFrame): boolean;
  /** Tells whether the port has gone up or down since. Another page of the same person is down and up again. */
  look(participantId: ParticipantId): void;
}>;

/** `upLine`: the line of a page that is admitted and may be heard and seen now, asked anew each time; null for none. */
export function createPorts(upLine: (participantId: ParticipantId) => PageLine | null): Ports {
  const kept = new Map<ParticipantId, Kept>();
  function of(participantId: ParticipantId): Kept {
    const known = kept.get(participantId) ?? { frames: new Set(), turns: new Set(), toldUp: null };
    kept.set(participantId, known);
    return known;
  }
  return {
    port: (participantId) => ({
      isUp: () => upLine(participantId) !== null,
      say(frame) {
        const line = upLine(participantId);
        line?.say(frame);
        return line !== null;
      },
      onFrame(listener) {
        const { frames } = of(participantId);
        frames.add(listener);
        return () => void frames.delete(listener);
      },
      onTurn(listener) {
        const { turns } = of(participantId);
        turns.add(listener);
        return () => void turns.delete(listener);
      },
    }),
    heard(participantId, frame) {
      if (upLine(participantId) === null) return false;
      for (const listener of of(participantId).frames) listener(frame);
      return true;
    },
    look(participantId) {
      const one = of(participantId);
      const line = upLine(participantId);
      const before = one.toldUp;
      if (line === before) return;
      one.toldUp = line;
      if (before !== null) for (const listener of one.turns) listener(false);
      if (line !== null) for (const listener of one.turns) listener(true);
    },
  };
}
