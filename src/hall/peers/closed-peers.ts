import type { Fault } from '#domain/faults.ts';
import { failed } from '#domain/outcome.ts';
import type { Peers } from './door.ts';

/** What stands in for the room when it could not be opened: the hall goes on without other halls and says why. */
export function closedPeers(why: Fault): Peers {
  const refused = failed(why);
  return {
    start: async () => {},
    shown: () => [],
    get: () => undefined,
    invite: () => refused,
    isInviting: () => false,
    join: async () => refused,
    introduce: async () => refused,
    readIntroduction: () => refused,
    trustIntroduction: async () => refused,
    ownKey: () => null,
    renewKey: async () => refused,
    remove: async () => refused,
    measure: async () => refused,
    sayIncident: () => false,
    askReport: async () => refused,
    close: async () => {},
    exhibits: { send: () => refused, cancel: () => false, transfer: () => null, say() {} },
    calls: {
      all: () => [],
      dial: () => refused,
      hold() {},
      hasPartyPlace: () => false,
      mostParties: 0,
      letGo() {},
      heardOf() {},
      turned() {},
      accept: () => refused,
      decline: () => refused,
      end: () => false,
      endAll() {},
      signal: () => refused,
      relays: () => refused,
      report: () => refused,
      counted: () => refused,
      windowCame() {},
    },
  };
}
