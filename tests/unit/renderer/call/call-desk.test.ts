import { expect, test } from 'vitest';
import type { HallState } from '#contract/papers.ts';
import type { CallRelay, CallSignal, CallSignalled } from '#contract/peers.ts';
import { CallDesk } from '../../../../renderer/call/call-desk.ts';
import type { LinkEvents, LinkPlace } from '../../../../renderer/link/peer-link.ts';

/* The desk with links that only write down what is asked of them; the real ones need a browser (tests/windows). */

const peerId = 'a'.repeat(64);
const callId = '3f0c2b1e-9d54-4f6a-8c7b-0a1b2c3d4e5f';

type Relays = readonly CallRelay[];

/** `opening`: comes when the devices that were still being opened at the end are closed; null: they all were open. */
function set({
  relays = () => Promise.reject(new Error('nobody asks for a hall')),
  opening = null,
}: Readonly<{ relays?: (epoch: number) => Promise<Relays>; opening?: Promise<void> | null }> = {}) {
  const told: string[] = [];
  const muted: string[][] = [];
  const links: {
    place: LinkPlace;
    on: LinkEvents;
    relays: Relays;
    isHeld: boolean | undefined;
    taken: CallSignalled[];
    isEnded: boolean;
    isWanted: boolean;
    heardUntilMs: number | null;
  }[] = [];
  const sent: CallSignal[] = [];
  const desk = new CallDesk({
    openLocal: () => {
      told.push('opened');
      return {
        streamFor: () => ({}) as MediaStream,
        hear: () => {},
        mix: () => {},
        stop: () => {
          told.push('stopped');
          return opening;
        },
      };
    },
    closed: () => told.push('closed'),
    signal: (signal) => sent.push(signal),
    report: ({ epoch }, state) => told.push(`${state} ${String(epoch)}`),
    counted: () => {},
    relays: ({ epoch }) => relays(epoch),
    mix: (plan) => muted.push([...plan.muted]),
    play: () => {},
    received: (_peer, tracks) => told.push(`tracks ${String(tracks.length)}`),
    gone: (_peer, heardUntilMs) => told.push(`gone ${String(heardUntilMs)}`),
    makeLink: (place, _local, on, given) => {
      const link = {
        ...{ place, on, relays: given.relays ?? [], isHeld: given.isHeld, taken: [] as CallSignalled[] },
        ...{ isEnded: false, isWanted: false, heardUntilMs: null },
      };
      links.push(link);
      return {
        place,
        heardUntilMs: 7,
        wanted: () => {
          link.isWanted = true;
        },
        take: (signalled) => link.taken.push(signalled),
        end: () => {
          link.isEnded = true;
        },
      };
    },
  });
  return { desk, told, links, sent, muted };
}

function state(call: object | null, more: object = {}): HallState {
  const shown = call && {
    peerId,
    callId,
    epoch: 1,
    side: 'callee',
    state: 'connecting',
    sinceMs: 0,
    end: null,
    ...call,
  };
  return {
    calls: shown === null ? [] : [shown],
    peers: [],
    participants: [],
    hearing: null,
    previewsAllowed: true,
    monitors: { isMutedAll: false },
    ...more,
  } as unknown as HallState;
}
const answer = { peerId, callId, epoch: 1, description: { type: 'answer', sdp: '' } } as unknown as CallSignal;
const track = (kind: string): MediaStreamTrack => ({ kind }) as MediaStreamTrack;
function opened(): Readonly<{ promise: Promise<void>; resolve(): void }> {
  let resolve: () => void = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve: () => resolve() };
}
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));
const offer = (epoch: number): CallSignalled =>
  ({ peerId, callId, epoch, description: { type: 'offer', sdp: '' }, fingerprints: [] }) as unknown as CallSignalled;

test('the calling side offers at once, and waits for the answer without a limit', async () => {
  const { desk, links, sent } = set();
  desk.follow(state({ side: 'caller', state: 'calling' }));
  await settled();
  links[0]!.on.signal(answer);
  expect(sent).toEqual([answer]);
  expect(links[0]?.isWanted).toBe(false);
  desk.follow(state({ side: 'caller', state: 'connecting' }));
  expect(links[0]?.isWanted).toBe(true);
});

test('the called side answers while it rings, with everything held that its devices give until somebody has said yes', async () => {
  const { desk, told, links, sent } = set();
  desk.follow(state({ state: 'ringing' }));
  desk.take(offer(1));
  await settled();
  expect(told).toEqual(['opened']);
  expect(links[0]?.taken).toEqual([offer(1)]);
  links[0]!.on.signal(answer);
  expect(sent).toEqual([answer]);
  expect(links[0]).toMatchObject({ isHeld: true, isWanted: false });
  desk.follow(state({}));
  expect(links).toHaveLength(1);
  expect(links[0]?.isWanted).toBe(true);
});

test('the side that calls holds what its devices give as well, and an epoch after the yes holds nothing', async () => {
  const { desk, links } = set();
  desk.follow(state({ state: 'calling', side: 'caller' }));
  await settled();
  expect(links[0]).toMatchObject({ isHeld: true, isWanted: false });
  desk.follow(state({ state: 'broken', side: 'caller', epoch: 2 }));
  await settled();
  expect(links[1]).toMatchObject({ isHeld: false, isWanted: true });
});

test('what a link says after its call is over is said to nobody', async () => {
  const { desk, links, sent } = set();
  desk.follow(state({ state: 'ringing' }));
  await settled();
  desk.follow(state({ state: 'ended' }));
  links[0]!.on.signal(answer);
  expect(sent).toEqual([]);
});

test('a call that was not answered leaves no device open', async () => {
  const { desk, told } = set();
  desk.follow(state({ state: 'ringing' }));
  await settled();
  desk.follow(state({ state: 'ended' }));
  expect(told).toEqual(['opened', 'gone 7', 'stopped']);
  expect(desk.isOpen).toBe(false);
});

test('nothing is opened for a call that rings while the court has retired', async () => {
  const { desk, told } = set();
  desk.follow(state({ state: 'ringing' }, { hearing: { phase: 'deliberation' }, previewsAllowed: false }));
  await settled();
  expect(told).toEqual([]);
});

test('an offer that came before its link is given to it, one of another epoch never', async () => {
  const { desk, links } = set();
  desk.take(offer(1));
  desk.take(offer(2));
  desk.follow(state({}));
  await settled();
  expect(links[0]?.taken).toEqual([offer(1)]);
});

test('a new epoch replaces the link and keeps the devices', async () => {
  const { desk, told, links } = set();
  desk.follow(state({}));
  await settled();
  desk.follow(state({ epoch: 2, state: 'broken' }));
  await settled();
  expect(links.map((link) => [link.place.epoch, link.isEnded])).toEqual([
    [1, true],
    [2, false],
  ]);
  expect(told).toEqual(['opened', 'gone 7']);
});

test('the end of the call ends the link and closes every device', async () => {
  const { desk, told, links } = set();
  desk.follow(state({}));
  await settled();
  desk.follow(state({ state: 'ended' }));
  await settled();
  expect(links[0]?.isEnded).toBe(true);
  expect(told).toEqual(['opened', 'gone 7', 'stopped']);
  expect(desk.isOpen).toBe(false);
});

test('a call that ends while its devices are being opened counts as open until the last of them is closed, and says so then', async () => {
  const opening = opened();
  const { desk, told, links } = set({ opening: opening.promise });
  desk.follow(state({}));
  desk.follow(state(null));
  expect(links[0]?.isEnded).toBe(true);
  await settled();
  expect(told).toEqual(['opened', 'gone 7', 'stopped']);
  expect(desk.isOpen).toBe(true);
  opening.resolve();
  await settled();
  expect(told.at(-1)).toBe('closed');
  expect(desk.isOpen).toBe(false);
});

test('a call that is dialled again while devices of the last one are being closed opens them anew', async () => {
  const opening = opened();
  const { desk, told, links } = set({ opening: opening.promise });
  desk.follow(state({}));
  desk.follow(state(null));
  desk.follow(state({ callId: '4f0c2b1e-9d54-4f6a-8c7b-0a1b2c3d4e5f' }));
  expect(links.map(({ isEnded }) => isEnded)).toEqual([true, false]);
  opening.resolve();
  await settled();
  expect(told).toEqual(['opened', 'gone 7', 'stopped', 'opened', 'closed']);
  expect(desk.isOpen).toBe(true);
});

test('a call offers in the moment in which it is dialled, whatever its devices do', () => {
  const { desk, links, sent } = set();
  desk.follow(state({ side: 'caller', state: 'calling' }));
  links[0]!.on.signal(answer);
  expect(sent).toEqual([answer]);
});

test('a call that nobody ended is silent all the same when the court has retired', async () => {
  const { desk, told } = set();
  desk.follow(state({}, { hearing: { phase: 'open' } }));
  await settled();
  desk.follow(state({}, { hearing: { phase: 'deliberation' }, previewsAllowed: false }));
  expect(told).toEqual(['opened', 'gone 7', 'stopped']);
  expect(desk.isOpen).toBe(false);
});

test('in a closed session no link is held at once, whatever the call says (P6)', async () => {
  const { desk, links, told } = set();
  desk.follow(state({ state: 'connected' }));
  await settled();
  desk.follow(state({ state: 'connected' }, { hearing: { phase: 'open', isSessionClosed: true } }));
  expect(links[0]?.isEnded).toBe(true);
  expect(told).toContain('stopped');
});

test('pictures are written as soon as the hall is reached, sound when the first of it has come', async () => {
  const { desk, told, links } = set();
  desk.follow(state({}));
  await settled();
  links[0]!.on.tracks([track('audio'), track('video')]);
  expect(told).toEqual(['opened']);
  links[0]!.on.reached();
  expect(told).toEqual(['opened', 'tracks 1']);
  links[0]!.on.connected();
  // A late word of it takes the sound away from nobody.
  links[0]!.on.reached();
  expect(told).toEqual(['opened', 'tracks 1', 'connected 1', 'tracks 2']);
});

test('a link that broke says so once and a late word of it is not heard', async () => {
  const { desk, told, links } = set();
  desk.follow(state({}));
  await settled();
  links[0]!.on.broken();
  links[0]!.on.broken();
  expect(told).toEqual(['opened', 'gone 7', 'broken 1']);
});

test('two halls have a link each on the same devices, and the end of one leaves the other', async () => {
  const { desk, told, links } = set();
  const both = state({});
  const other = { ...both.calls[0]!, peerId: 'b'.repeat(64), callId: '4f0c2b1e-9d54-4f6a-8c7b-0a1b2c3d4e5f' };
  desk.follow({ ...both, calls: [both.calls[0]!, other] } as unknown as HallState);
  await settled();
  expect(told).toEqual(['opened']);
  expect(links.map(({ place }) => place.peerId[0])).toEqual(['a', 'b']);
  desk.follow({ ...both, calls: [{ ...both.calls[0]!, state: 'ended' }, other] } as unknown as HallState);
  expect(links.map(({ isEnded }) => isEnded)).toEqual([true, false]);
  expect(desk.isOpen).toBe(true);
});

test('a page is called with the relays of its own epoch, asked for once each, and not after its call is over', async () => {
  const page = '5b0e7a43-6f0e-4d3c-9a53-0c3a5c1f9d11';
  const answers: ((relays: Relays) => void)[] = [];
  const relayOf = (no: number): CallRelay => ({ urls: ['turn:192.0.2.9'], username: String(no), credential: '' });
  const { desk, links } = set({ relays: () => new Promise((resolve) => answers.push(resolve)) });
  const calling = (epoch: number): HallState => state({ peerId: page, side: 'caller', state: 'calling', epoch });
  desk.follow(calling(1));
  await settled();
  desk.follow(calling(1));
  desk.follow(calling(2));
  await settled();
  expect(answers).toHaveLength(2);
  answers[0]!([relayOf(1)]);
  answers[1]!([relayOf(2)]);
  await settled();
  expect(links.map((link) => [link.place.epoch, link.relays])).toEqual([[2, [relayOf(2)]]]);
  desk.follow(calling(3));
  await settled();
  desk.follow(state(null));
  answers[2]!([relayOf(3)]);
  await settled();
  expect(links).toHaveLength(1);
});

test('one order mutes every hall on the line and whoever of the participants the state calls muted, and nobody else', () => {
  const { desk, muted } = set();
  const participants = [
    { participantId: '1-1', isMuted: true },
    { participantId: '2-2', isMuted: false },
  ];
  desk.follow(state({}, { participants }));
  desk.follow(state({}, { participants, monitors: { isMutedAll: true } }));
  desk.follow(state({}, { participants }));
  expect(muted).toEqual([['1-1'], ['1-1', peerId], ['1-1']]);
});
