import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { PartyFrame } from '#contract/party-link.ts';
import type { CallId } from '#domain/ids.ts';
import { openJoinLine, type JoinLine } from '#line/join-line.ts';
import { secretOf } from './join-page.ts';
import { calmDown, openScriptedRoom, type ScriptedRoom } from './scripted-room.ts';
import { until } from './start-service.ts';

/* The page's own line, as a browser runs it, against the real room. */

let stage: ScriptedRoom;
const sockets: WebSocket[] = [];
const kept: { token: string | null } = { token: null };
beforeAll(async () => {
  stage = await openScriptedRoom();
});
afterAll(() => stage.close());

function dial(link: string, token: string | null = null): JoinLine {
  class TrustingSocket extends WebSocket {
    constructor(address: string) {
      super(address, { ca: stage.ca, origin: `https://127.0.0.1:${String(stage.port)}` });
      sockets.push(this);
    }
  }
  return openJoinLine({
    address: `wss://127.0.0.1:${String(stage.port)}/v1/join`,
    link: secretOf(link),
    token,
    keepToken(next) {
      kept.token = next;
    },
    language: () => 'kk',
    SocketImpl: TrustingSocket,
  });
}
const becomes = (line: JoinLine, at: string) =>
  until(
    () => JSON.stringify(line.stand()).includes(at),
    8000,
    `it is ${at}`,
    () => JSON.stringify(line.stand()),
  );

test('a wrong word leaves the page at the door with what to do, the right one lets it wait', async () => {
  const { link, word } = await stage.invite();
  const line = dial(link);
  expect(line.stand()).toEqual({ at: 'door', isKnocking: false, fault: null });
  line.knock('wrong', 'ru');
  await becomes(line, 'participant.word-wrong');
  expect(line.stand()).toMatchObject({ at: 'door', isKnocking: false });
  stage.skip(2000);
  line.knock(word, 'ru');
  await becomes(line, '"wait"');
  expect(line.party.isUp()).toBe(false);
  line.close();
});

test('a line that breaks is dialled again by itself, and the page stays where it was', async () => {
  const { participantId, link, word } = await stage.invite();
  const line = dial(link);
  line.knock(word, 'ru');
  await becomes(line, '"wait"');
  stage.places.set(participantId, 'inside');
  stage.room.refresh();
  await becomes(line, '"inside"');
  sockets.at(-1)?.terminate();
  await becomes(line, '"isLost":true');
  expect(line.act({ say: 'hand', isRaised: true })).toBe(false);
  await becomes(line, '"isLost":false');
  expect(stage.joins.at(-1)).toBe('return');
  const callId = crypto.randomUUID() as CallId;
  const heard: PartyFrame[] = [];
  line.party.onFrame((frame) => heard.push(frame));
  const offer: PartyFrame = { say: 'call.offered', callId, epoch: 1, sdp: 'v=0', relays: [] };
  expect(stage.room.port(participantId).say(offer)).toBe(true);
  await until(() => heard.length === 1, 3000, 'the offer is heard');
  expect(line.party.isUp()).toBe(true);
  line.close();
});

test('a page that is loaded anew comes back by its token, and one that was sent out does not', async () => {
  const { participantId, link, word } = await stage.invite();
  const first = dial(link);
  first.knock(word, 'ru');
  await becomes(first, '"wait"');
  const { token } = kept;
  first.close();
  const second = dial(link, token);
  await becomes(second, '"wait"');
  expect(second.act({ say: 'leave' })).toBe(true);
  await becomes(second, '"over"');
  expect(second.stand()).toEqual({ at: 'over', why: 'left' });
  expect(kept.token).toBeNull();
  second.again();
  second.knock(word, 'ru');
  await becomes(second, '"wait"');
  await stage.room.withdraw(participantId);
  await becomes(second, '"withdrawn"');
  const late = dial(link, token);
  await becomes(late, 'participant.link-dead');
  expect(late.stand()).toMatchObject({ at: 'door' });
  late.close();
  second.close();
  await calmDown();
});

test('a hall that cannot be reached is told as that', async () => {
  const line = openJoinLine({
    address: 'wss://127.0.0.1:1/v1/join',
    ...{ link: 'x', token: null, keepToken() {}, language: () => 'en' as const },
    SocketImpl: WebSocket,
  });
  line.knock('word', 'en');
  await becomes(line, 'participant.unreachable');
  line.close();
});
