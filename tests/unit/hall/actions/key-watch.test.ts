import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { keyEndsAtMs, renewalRules } from '#domain/peers/renewal.ts';
import { watchKey } from '../../../../src/hall/actions/index.ts';
import { openStandInHall, type StandInHall } from './stand-in-hall.ts';

let hall: StandInHall;
beforeEach(async () => {
  hall = await openStandInHall();
});
afterEach(() => hall.close());

describe('the end of a hall’s key', () => {
  test('is told weeks ahead with its date, is an alarm once it is over, and gone when the key was renewed', () => {
    let endsAtMs = keyEndsAtMs(hall.rooms.clock.wallMs());
    const { clock, alarms, peers } = hall.rooms;
    const look = watchKey({ clock, alarms, peers: { ...peers, ownKey: () => ({ controlNumber: '', endsAtMs }) } });
    const standing = (skipMs: number): readonly string[] => {
      hall.clock.skipMs = skipMs;
      look();
      return alarms.list().map(({ fault }) => fault.key);
    };
    expect(standing(0)).toEqual([]);
    expect(standing(renewalRules.lifeMs - renewalRules.warnBeforeMs + 60_000)).toEqual(['peer.key-ending']);
    const [told] = alarms.list();
    expect(told?.fault.args['date']).toMatch(/^\d\d\.\d\d\.\d{4}$/);
    alarms.takeOff(told!.id);
    expect(standing(renewalRules.lifeMs - 60_000)).toEqual([]);
    expect(standing(renewalRules.lifeMs + 60_000)).toEqual(['peer.key-over']);
    endsAtMs = keyEndsAtMs(hall.rooms.clock.wallMs());
    expect(standing(renewalRules.lifeMs + 60_000)).toEqual([]);
  });
});
