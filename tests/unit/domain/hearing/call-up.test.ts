import { expect, test } from 'vitest';
import { fault } from '#domain/faults.ts';
import { isPending, personState, siteState, whyNotCome } from '#domain/hearing/call-up.ts';
import { callEnds, callStates, type Call } from '#domain/peers/call.ts';

const call = (state: Call['state']): Call => ({ state }) as Call;
const site = { isUp: true, call: null, refusal: null, isRunning: true } as const;
const person = { isHere: true, call: null, hasPlace: true } as const;

test('P16.3: a hall that is not reached is not there, one that is reached is called, and its call says the rest', () => {
  expect(siteState({ ...site, isUp: false })).toBe('not-there');
  expect(siteState(site)).toBe('called');
  expect(siteState({ ...site, isRunning: false })).toBe('ready');
  expect(callStates.map((state) => siteState({ ...site, call: call(state) }))).toEqual([
    ...['ringing', 'rings-here', 'connecting', 'on-line', 'broken', 'called'],
  ]);
});

test('P16.3: a refusal stands until the hall is called again, and no longer once it is on the line', () => {
  const refusal = fault('call.declined', {});
  expect(siteState({ ...site, refusal })).toBe('refused');
  expect(siteState({ ...site, refusal, isUp: false })).toBe('refused');
  expect(siteState({ ...site, refusal, call: call('connected') })).toBe('on-line');
});

test('P16.3: a person waits until let in; whom this PC has no place for is refused in words', () => {
  expect(personState({ stage: 'invited' }, { ...person, isHere: false })).toBe('not-there');
  expect(personState({ stage: 'waiting' }, person)).toBe('waiting');
  expect(personState({ stage: 'admitted' }, person)).toBe('admitted');
  expect(personState({ stage: 'admitted' }, { ...person, hasPlace: false })).toBe('refused');
  expect(personState({ stage: 'identified' }, { ...person, call: call('connected') })).toBe('on-line');
  expect(personState({ stage: 'removed' }, person)).toBe('sent-out');
});

test('a call-up waits for nobody who is on the line, has refused or was sent out', () => {
  expect((['on-line', 'refused', 'sent-out'] as const).some(isPending)).toBe(false);
  expect((['not-there', 'called', 'ringing', 'waiting', 'admitted', 'broken'] as const).every(isPending)).toBe(true);
});

test('every way in which a call ends is told with a code, but for the one that was wished here', () => {
  const silent = callEnds.filter((end) => whyNotCome(end) === null);
  expect(silent).toEqual(['asked']);
});
