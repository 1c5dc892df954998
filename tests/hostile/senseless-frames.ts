import { linkFrame } from '#contract/peer-link.ts';
import { candidate, sdpOf } from './hostile-hall.ts';

export type Message = string | Buffer;
type Roll = () => number;

const most = { textBytes: 400, nesting: 30_000, largeBytes: 200_000, hugeStringBytes: 60_000 } as const;

const below = (roll: Roll, count: number): number => Math.floor(roll() * count);
const pick = <Thing>(roll: Roll, things: readonly Thing[]): Thing => things[below(roll, things.length)]!;

function bytes(roll: Roll, length: number): Buffer {
  const made = Buffer.alloc(length);
  for (let at = 0; at < length; at += 1) made[at] = below(roll, 256);
  return made;
}
const text = (roll: Roll): string => bytes(roll, 1 + below(roll, most.textBytes)).toString('latin1');

const uuid = (roll: Roll): string =>
  bytes(roll, 16)
    .toString('hex')
    .replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5');

/** A frame as the contract wants it. */
function sound(roll: Roll): Record<string, unknown> {
  const place = { callId: uuid(roll), epoch: 1 + below(roll, 9) };
  const signed = { ...place, sdp: sdpOf('AA'), counter: below(roll, 1e9), signature: 'AAAA' };
  return pick(roll, [
    { say: 'call.offered', ...signed },
    { say: 'call.answered', ...signed, isAccepted: true },
    { say: 'call.accepted', ...place },
    { say: 'call.candidate', ...place, candidate },
    { say: 'call.standing', ...place, isBroken: true },
    { say: 'call.ended', callId: place.callId, why: 'asked' },
  ]);
}

/** A value of a type that no field of a frame has, or of none. */
function foreign(roll: Roll): unknown {
  return pick<() => unknown>(roll, [
    () => null,
    () => -1 - below(roll, 1e6),
    () => 1e308 * (roll() - 0.5),
    () => [text(roll)],
    () => ({ [text(roll)]: text(roll) }),
    () => ({ toString: 1, constructor: null }),
    () => '\u0000'.repeat(below(roll, 50)),
  ])();
}

const kinds: readonly ((roll: Roll) => Message)[] = [
  (roll) => bytes(roll, below(roll, 3000)),
  (roll) => Buffer.from(JSON.stringify(sound(roll))),
  (roll) => text(roll),
  (roll) => JSON.stringify(sound(roll)).slice(0, -1 - below(roll, 30)),
  (roll) => {
    const frame = sound(roll);
    return JSON.stringify({ ...frame, [pick(roll, Object.keys(frame))]: foreign(roll) });
  },
  (roll) => {
    const { [pick(roll, ['say', 'callId'])]: _, ...rest } = sound(roll);
    return JSON.stringify(rest);
  },
  (roll) => JSON.stringify({ ...sound(roll), say: `call.${text(roll)}` }),
  (roll) => `{"__proto__":${JSON.stringify(sound(roll))},"say":"constructor"}`,
  (roll) => JSON.stringify({ ...sound(roll), say: 'call.offered', sdp: 'x'.repeat(most.hugeStringBytes) }),
  (roll) => pick(roll, ['[', '{"a":']).repeat(1 + below(roll, most.nesting / 5)),
  (roll) => 'y'.repeat(66_000 + below(roll, most.largeBytes - 66_000)),
  (roll) => JSON.stringify(foreign(roll)),
  () => '',
];

function isSound(message: Message): boolean {
  if (typeof message !== 'string') return false;
  try {
    return linkFrame.safeParse(JSON.parse(message)).success;
  } catch {
    return false;
  }
}

/** A message that the contract does not know. */
export function senseless(roll: Roll): Message {
  for (;;) {
    const message = pick(roll, kinds)(roll);
    if (!isSound(message)) return message;
  }
}

const zeroMask = [0, 0, 0, 0];
/** What no WebSocket may say: every one must end its line. */
export const brokenProtocol: Readonly<Record<string, Buffer>> = {
  'unknown opcode': Buffer.from([0x83, 0x80, ...zeroMask]),
  'no mask': Buffer.from([0x81, 0x02, 0x7b, 0x7d]),
  'reserved bit': Buffer.from([0xc1, 0x80, ...zeroMask]),
  'text that is no UTF-8': Buffer.from([0x81, 0x82, ...zeroMask, 0xc3, 0x28]),
  'ping in pieces': Buffer.from([0x09, 0x80, ...zeroMask]),
  'ping that is too long': Buffer.from([0x89, 0xfe, 0x00, 0xc8, ...zeroMask]),
  'continuation of nothing': Buffer.from([0x80, 0x80, ...zeroMask]),
  'length beyond all bounds': Buffer.from([0x81, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, ...zeroMask]),
  'pieces without end': Buffer.concat([
    Buffer.from([0x01, 0x80, ...zeroMask]),
    ...Array.from({ length: 20_000 }, () => Buffer.from([0x00, 0x80, ...zeroMask])),
  ]),
};
