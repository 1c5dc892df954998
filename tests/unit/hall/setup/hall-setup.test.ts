import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { SeatId } from '#domain/ids.ts';
import type { HallCard, Seat } from '#domain/seats.ts';
import { proceedings } from '#domain/hearing/card.ts';
import { openHallSetup, readRuleBook, refuseCard } from '../../../../src/hall/setup/index.ts';
import { quietLog } from '../api/open-door.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'tarazy-setup-'));
const file = path.join(folder, 'hall.json');
afterAll(() => rmSync(folder, { recursive: true }));

function microphone(id: string, device: Seat['device']): Seat {
  return { id: id as SeatId, kind: 'microphone', place: 'judge', name: '', device, gated: false };
}
const usb = (label: string): Seat['device'] => ({ path: 'browser', label, deviceId: '' });
const mixer = (channel: number): Seat['device'] => ({
  path: 'hall',
  source: 'mixer',
  label: 'Mixer',
  channels: 8,
  channel,
});
const hall = (...seats: Seat[]): HallCard => ({ court: 'Court', hall: '1', seats });

describe('a hall card', () => {
  test('is refused without seats, with one seat twice, with one device on two seats', () => {
    expect(refuseCard(hall())?.key).toBe('setup.no-seats');
    expect(refuseCard(hall(microphone('a', usb('One')), microphone('a', usb('Two'))))?.key).toBe('setup.seat-invalid');
    expect(refuseCard(hall(microphone('a', usb('One')), microphone('b', usb('One'))))?.key).toBe('setup.device-twice');
    expect(refuseCard(hall(microphone('a', mixer(2)), microphone('b', mixer(2))))?.key).toBe('setup.device-twice');
  });

  test('may bind several channels of one interface, but none that it does not have', () => {
    expect(refuseCard(hall(microphone('a', mixer(0)), microphone('b', mixer(7))))).toBeNull();
    expect(refuseCard(hall(microphone('a', mixer(8))))?.key).toBe('setup.seat-invalid');
  });

  test('cannot put a camera on the audio path', () => {
    expect(refuseCard(hall({ ...microphone('a', mixer(1)), kind: 'camera' }))?.key).toBe('setup.seat-invalid');
  });

  test('is on disk before it is in force, and is read again at the next start', async () => {
    const setup = openHallSetup(file, quietLog);
    expect(setup.card().seats).toEqual([]);
    const card = hall(microphone('a', usb('One')));
    expect(await setup.save(card)).toEqual({ ok: true, value: undefined });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(card);
    expect(openHallSetup(file, quietLog).card()).toEqual(card);
  });

  test('that cannot be written is a fault, and the old one stays in force', async () => {
    const setup = openHallSetup(path.join(folder, 'missing', 'hall.json'), quietLog);
    expect(await setup.save(hall(microphone('a', usb('One'))))).toMatchObject({
      ok: false,
      fault: { key: 'archive.unwritable' },
    });
    expect(setup.card().seats).toEqual([]);
  });

  test('that is no card any more is a hall to be set up, not a crash', () => {
    writeFileSync(file, '{"court":7}');
    expect(openHallSetup(file, quietLog).card().seats).toEqual([]);
  });
});

test('the rule-book that is shipped is whole and offers marks for every kind of proceedings', () => {
  const rules = readRuleBook(path.join(import.meta.dirname, '..', '..', '..', '..', 'resources', 'rule-book.json'));
  for (const kind of proceedings) expect(rules.markTemplates[kind].length).toBeGreaterThan(3);
  expect(rules.recordTechnicalBreak).toBe(true);
});
