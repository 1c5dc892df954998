import { randomUUID } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PartyFrame } from '#contract/party-link.ts';
import type { CallId } from '#domain/ids.ts';
import { knock, openPage, secretOf } from './join-page.ts';
import { openScriptedRoom, type ScriptedRoom } from './scripted-room.ts';
import { until } from './start-service.ts';

let stage: ScriptedRoom;
let [room, port, ca, home] = [{} as ScriptedRoom['room'], 0, '', ''];
beforeAll(async () => {
  stage = await openScriptedRoom();
  ({ room, port, ca, home } = stage);
});
afterAll(() => stage.close());

const callId = randomUUID() as CallId;
const offer: PartyFrame = { say: 'call.offered', callId, epoch: 1, sdp: 'v=0', relays: [] };
const answer: PartyFrame = { say: 'call.answered', callId, epoch: 1, sdp: 'v=0' };

describe('a personal link', () => {
  test('is kept as a hash only, and so is its word', async () => {
    const { link, word } = await stage.invite();
    expect(link).toMatch(new RegExp(`^https://127[.]0[.]0[.]1:${String(port)}/#[\\w-]{24}$`));
    expect(word).toMatch(/^[a-z]+ [a-z]+ \d\d$/);
    const file = path.join(home, 'participants.json');
    const kept = readFileSync(file, 'utf8');
    expect(kept).not.toContain(secretOf(link));
    expect(kept).not.toContain(word);
    expect(statSync(file).mode & 0o077).toBe(0);
  });

  test('opens the waiting room with its word, however it is written, and nothing else', async () => {
    const { participantId, link, word } = await stage.invite();
    const page = await knock(port, ca, link, `  ${word.toUpperCase().replace(' ', '-')} `);
    const wait = await page.heard('wait');
    expect(Object.keys(wait).sort()).toEqual([
      'court',
      'hall',
      'isCalled',
      'line',
      'mayMeasure',
      'name',
      'role',
      'say',
      'token',
    ]);
    expect(room.isHere(participantId)).toBe(true);
    expect(room.port(participantId).isUp()).toBe(false);
    expect(room.port(participantId).say(offer)).toBe(false);
    const heard: PartyFrame[] = [];
    const stop = room.port(participantId).onFrame((frame) => heard.push(frame));
    page.say(answer);
    page.say({ say: 'hand', isRaised: true });
    expect(await page.heard('refused')).toMatchObject({ fault: { key: 'participant.not-in-hearing' } });
    expect(heard).toEqual([]);
    expect(page.told.map(({ say }) => say)).toEqual(['wait', 'refused']);
    stop();
    page.drop();
  });

  test('brings up the port once its bearer is admitted, and down while nobody may be heard', async () => {
    const { participantId, link, word } = await stage.invite();
    const page = await knock(port, ca, link, word);
    await page.heard('wait');
    const own = room.port(participantId);
    const heard: PartyFrame[] = [];
    own.onFrame((frame) => heard.push(frame));
    const turns: boolean[] = [];
    own.onTurn((isUp) => turns.push(isUp));
    stage.places.set(participantId, 'inside');
    room.refresh();
    expect(await page.heard('inside')).toMatchObject({ isCut: false, caseNumber: '1' });
    expect(own.say(offer)).toBe(true);
    expect(await page.heard('call.offered')).toEqual(offer);
    page.say(answer);
    await until(() => heard.length === 1, 3000, 'the answer came through');
    expect(heard).toEqual([answer]);
    stage.places.set(participantId, 'cut');
    expect(own.isUp()).toBe(false);
    expect(own.say(offer)).toBe(false);
    page.say(answer);
    page.say({ say: 'hand', isRaised: true });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(heard).toHaveLength(1);
    room.refresh();
    expect(turns).toEqual([true, false]);
    stage.places.set(participantId, 'inside');
    room.refresh();
    const other = await knock(port, ca, link, word);
    await other.heard('inside');
    expect(turns).toEqual([true, false, true, false, true]);
    other.drop();
    await until(() => turns.length === 6, 3000, 'the port is down');
    page.drop();
  });

  test('works again after its bearer has left, and gives way to the page opened last', async () => {
    const { participantId, link, word } = await stage.invite();
    const first = await knock(port, ca, link, word);
    await first.heard('wait');
    const before = stage.lefts.length;
    first.say({ say: 'leave' });
    expect(await first.heard('over')).toEqual({ say: 'over', why: 'left' });
    await until(() => stage.lefts[before] === 'asked', 3000, 'the leaving was told');
    const second = await knock(port, ca, link, word);
    await second.heard('wait');
    const third = await knock(port, ca, link, word);
    await third.heard('wait');
    expect(await second.heard('over')).toEqual({ say: 'over', why: 'replaced' });
    expect(room.isHere(participantId)).toBe(true);
    third.drop();
    await until(() => stage.lefts.at(-1) === 'lost', 3000, 'the cut was told');
  });

  test('is taken up after a cut by the token alone, until it is made anew', async () => {
    const { participantId, link, word } = await stage.invite();
    const page = await knock(port, ca, link, word);
    const { token } = await page.heard('wait');
    page.drop();
    const back = await openPage(port, ca);
    back.say({ say: 'return', token, language: 'ru' });
    await back.heard('wait');
    expect(stage.joins.at(-1)).toBe('return');
    const anew = await room.invite({ hearingId: stage.hearingId, participantId }, null);
    expect(anew.ok).toBe(true);
    expect(await back.heard('over')).toEqual({ say: 'over', why: 'withdrawn' });
    const late = await openPage(port, ca);
    late.say({ say: 'return', token, language: 'ru' });
    expect(await late.heard('refused')).toMatchObject({ fault: { key: 'participant.link-dead' } });
  });

  test('is worth nothing once it is withdrawn, and its page is closed', async () => {
    const { participantId, link, word } = await stage.invite();
    const page = await knock(port, ca, link, word);
    await page.heard('wait');
    expect((await room.withdraw(participantId)).ok).toBe(true);
    expect(await page.heard('over')).toEqual({ say: 'over', why: 'withdrawn' });
    await page.closed();
    const late = await knock(port, ca, link, word);
    expect(await late.heard('refused')).toMatchObject({ fault: { key: 'participant.link-dead' } });
    await late.closed();
  });

  test('ends with its hearing', async () => {
    const { participantId, link, word } = await stage.invite();
    const page = await knock(port, ca, link, word);
    await page.heard('wait');
    expect((await room.endHearing(stage.hearingId)).ok).toBe(true);
    expect(await page.heard('over')).toEqual({ say: 'over', why: 'ended' });
    expect(room.isHere(participantId)).toBe(false);
    expect(JSON.parse(readFileSync(path.join(home, 'participants.json'), 'utf8'))).toMatchObject({ invitations: [] });
  });
});
