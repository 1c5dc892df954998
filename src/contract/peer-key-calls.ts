import { z } from 'zod';
import { call } from './call.ts';
import {
  controlNumberText,
  hallAddress,
  introductionShown,
  introductionText,
  ownKey,
  peerId,
  portNumber,
} from './peers.ts';

const nothing = z.object({});

/** Trust by files and keys: pairing without a telephone, and a new key for this hall. */
export const peerKeyCalls = {
  /** Writes this hall's file for another one, by which they pair without being at the telephone together. */
  'peer.introduce': call(
    nothing,
    z.object({
      path: z.string(),
      controlNumber: controlNumberText,
      hosts: z.array(z.string()).readonly(),
      port: portNumber.nullable(),
    }),
    ['console', 'specialist'],
  ),
  /** What another hall's file says, to be compared with what its people say; changes nothing. */
  'peer.read-introduction': call(z.object({ text: introductionText }), introductionShown, ['console', 'specialist']),
  /** `controlNumber` as it was compared; `address`: where that hall is dialled, if this one is to dial. */
  'peer.trust-introduction': call(
    z.object({ text: introductionText, controlNumber: controlNumberText, address: hallAddress.nullable() }),
    z.object({ peerId }),
    ['console', 'specialist'],
  ),
  /** A new key for this hall; paired halls learn it by the link, each when it is there. */
  'peer.renew-key': call(nothing, z.object({ own: ownKey }), ['console', 'specialist']),
} as const;
