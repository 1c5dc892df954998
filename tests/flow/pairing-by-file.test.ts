import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Outcome } from '#domain/outcome.ts';
import { bothUp, startLinkedHall, type LinkedHall } from './hall-pair.ts';

let court: LinkedHall;
let colony: LinkedHall;
beforeAll(async () => {
  [court, colony] = await Promise.all([startLinkedHall(), startLinkedHall()]);
});
afterAll(() => Promise.all([court.close(), colony.close()]));

const key = (outcome: Outcome<unknown>): string => (outcome.ok ? 'ok' : outcome.fault.key);
async function fileOf(hall: LinkedHall): Promise<Readonly<{ text: string; controlNumber: string; path: string }>> {
  const written = await hall.console.must('peer.introduce', {});
  return { ...written, text: readFileSync(written.path, 'utf8') };
}
/** What a person does: looks at the file, compares the number that the other hall told, and takes the address that stands there. */
async function takeIn(hall: LinkedHall, text: string, told: string): Promise<Outcome<unknown>> {
  const { hosts, port, controlNumber } = await hall.console.must('peer.read-introduction', { text });
  expect(controlNumber).toBe(told);
  return hall.console.ask('peer.trust-introduction', {
    ...{ text, controlNumber },
    address: { host: hosts[0]!, port: port! },
  });
}

describe('two halls that exchange files', () => {
  test('find them in a folder that a person sees, with the number that this hall tells others', async () => {
    const { path: file, controlNumber } = await fileOf(court);
    expect(path.dirname(file)).toBe(path.join(court.home, 'exports', 'halls'));
    const { own } = await court.console.must('peers.list', {});
    expect(own?.controlNumber).toBe(controlNumber);
  });

  test('are not linked by a file that was only looked at, altered, or compared wrongly', async () => {
    const { text, controlNumber } = await fileOf(court);
    await colony.console.must('peer.read-introduction', { text });
    const altered = text.replace('127.0.0.1', '127.0.0.6');
    expect(key(await colony.console.ask('peer.read-introduction', { text: altered }))).toBe(
      'peer.introduction-altered',
    );
    const address = { host: '127.0.0.6', port: court.port };
    for (const ask of [
      { text: altered, controlNumber, address },
      { text, controlNumber: controlNumber.replaceAll(/\d/g, '0'), address },
    ])
      expect(key(await colony.console.ask('peer.trust-introduction', ask))).toBe('peer.introduction-altered');
    expect(colony.console.state()?.peers).toEqual([]);
  });

  test('are not linked while only one has taken in the other’s file, whichever dials', async () => {
    const { text, controlNumber } = await fileOf(court);
    expect(key(await takeIn(colony, text, controlNumber))).toBe('ok');
    expect(court.console.state()?.peers).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const shown = await colony.console.until(({ peers }) => peers.length === 1, 3000, 'the hall is in the list');
    expect(shown.peers[0]?.link).not.toBe('up');
  });

  test('come together once both have, one alone dialling, and call each other as halls that paired by a code', async () => {
    const { text, controlNumber } = await fileOf(colony);
    expect(key(await takeIn(court, text, controlNumber))).toBe('ok');
    await court.console.until(({ peers }) => peers[0]?.link === 'up', 20_000, 'the link is up');
    await bothUp(court, colony);
    const diallers = [court, colony].map((hall) => {
      const { halls } = JSON.parse(readFileSync(path.join(hall.home, 'peers.json'), 'utf8')) as {
        halls: { address: unknown }[];
      };
      return halls[0]!.address !== null;
    });
    expect(diallers.filter(Boolean)).toHaveLength(1);
    await court.console.must('call.dial', { peerId: court.console.state()!.peers[0]!.id });
    await court.console.must('call.end', {});
  });

  test('do not take in each other’s file again', async () => {
    const { text } = await fileOf(court);
    expect(key(await colony.console.ask('peer.read-introduction', { text }))).toBe('peer.already-paired');
  });

  test('come together again after both services were killed', async () => {
    await Promise.all([court.service.stop('SIGKILL'), colony.service.stop('SIGKILL')]);
    court.restart();
    colony.restart();
    await bothUp(court, colony);
  });
});
