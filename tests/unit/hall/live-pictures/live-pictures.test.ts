import { expect, test } from 'vitest';
import type { Role } from '#contract/call.ts';
import { writeLivePicture } from '#contract/pictures.ts';
import type { SeatId } from '#domain/ids.ts';
import {
  createLivePictures,
  type LivePictures,
  type PictureChannel,
} from '../../../../src/hall/live-pictures/index.ts';

const seatId = 'witness-view' as SeatId;
const key = writeLivePicture({ atUs: 1, description: Uint8Array.of(1), bytes: Uint8Array.of(1) });
const other = writeLivePicture({ atUs: 2, description: null, bytes: Uint8Array.of(2) });

type Socket = Readonly<{
  channel: PictureChannel;
  got: Uint8Array[];
  texts: string[];
  say(text: string): void;
  bring(bytes: Uint8Array): void;
}> & { waiting: number; isEnded: boolean };

/** A socket whose other end is the test. */
function socketOf(): Socket {
  const listeners: { text?: (text: string) => void; binary?: (bytes: Uint8Array) => void; close: (() => void)[] } = {
    close: [],
  };
  const socket: Socket = {
    got: [],
    texts: [],
    waiting: 0,
    isEnded: false,
    say: (text) => listeners.text?.(text),
    bring: (bytes) => listeners.binary?.(bytes),
    channel: {
      sendText: (text) => socket.texts.push(text),
      sendBinary: (bytes) => socket.got.push(bytes),
      waitingBytes: () => socket.waiting,
      end() {
        if (socket.isEnded) return;
        socket.isEnded = true;
        for (const listener of listeners.close) listener();
      },
      onText: (listener) => (listeners.text = listener),
      onBinary: (listener) => (listeners.binary = listener),
      onClose: (listener) => listeners.close.push(listener),
    },
  };
  return socket;
}

function join(pictures: LivePictures, role: Role, token = pictures.issueToken(role, seatId)): Socket {
  const socket = socketOf();
  pictures.accept(socket.channel);
  socket.say(JSON.stringify({ hello: 1, token }));
  return socket;
}

function room(forbidden: Set<Role> = new Set()) {
  const pictures = createLivePictures({ mayHave: (role) => !forbidden.has(role) });
  return { pictures, forbidden, giver: join(pictures, 'sound-path') };
}

test('a window begins with a key picture, and nobody sends while nobody looks', () => {
  const { pictures, giver } = room();
  expect(giver.texts).toEqual(['{"isWatched":false}']);
  const bench = join(pictures, 'bench');
  expect(giver.texts.at(-1)).toBe('{"isWatched":true}');
  for (const picture of [other, key, other]) giver.bring(picture);
  expect(bench.got).toEqual([key, other]);
  bench.channel.end();
  expect(giver.texts.at(-1)).toBe('{"isWatched":false}');
});

test('what a slow window does not take is dropped and not gathered, and it goes on with a key picture', () => {
  const { pictures, giver } = room();
  const [slow, quick] = [join(pictures, 'console'), join(pictures, 'bench')];
  giver.bring(key);
  slow.waiting = 3_000_000;
  for (const picture of [other, key, other]) giver.bring(picture);
  slow.waiting = 0;
  for (const picture of [other, other, key, other]) giver.bring(picture);
  expect(slow.got).toEqual([key, key, other]);
  expect(quick.got).toHaveLength(8);
});

test('L5: once devices must be closed nothing is handed on, to whoever looked before as well, and no token opens anything', () => {
  const { pictures, forbidden, giver } = room();
  const windows = (['console', 'bench', 'call'] as const).map((role) => join(pictures, role));
  const token = pictures.issueToken('bench', seatId);
  giver.bring(key);
  for (const role of ['sound-path', 'console', 'bench', 'call'] as const) forbidden.add(role);
  // Before anybody was told to end anything.
  giver.bring(key);
  expect(windows.map(({ got }) => got.length)).toEqual([1, 1, 1]);
  pictures.endForbidden();
  expect([giver, ...windows].every(({ isEnded }) => isEnded)).toBe(true);
  expect(join(pictures, 'bench', token).isEnded).toBe(true);
});

test('P6: a closed session takes the picture from the call alone', () => {
  const { pictures, forbidden, giver } = room();
  const [bench, call] = [join(pictures, 'bench'), join(pictures, 'call')];
  forbidden.add('call');
  pictures.endForbidden();
  giver.bring(key);
  expect([bench.got.length, call.got.length, call.isEnded, bench.isEnded, giver.isEnded]).toEqual([
    1,
    0,
    true,
    false,
    false,
  ]);
});

test('a token opens one socket, and a made up one none', () => {
  const { pictures } = room();
  const token = pictures.issueToken('console', seatId);
  expect(join(pictures, 'console', token).isEnded).toBe(false);
  expect(join(pictures, 'console', token).isEnded).toBe(true);
  expect(join(pictures, 'console', 'made up').isEnded).toBe(true);
  const mute = socketOf();
  pictures.accept(mute.channel);
  mute.say('no JSON');
  expect(mute.isEnded).toBe(true);
});

test('a window brings nothing, and a giver that came later takes the place of the one before', () => {
  const { pictures, giver } = room();
  const bench = join(pictures, 'bench');
  join(pictures, 'console').bring(key);
  expect(bench.got).toEqual([]);
  const later = join(pictures, 'sound-path');
  expect(giver.isEnded).toBe(true);
  giver.bring(key);
  expect(bench.got).toEqual([]);
  later.bring(key);
  expect(bench.got).toEqual([key]);
});
