import type { Answerers } from '#contract/hall.ts';
import type { Verification } from '#contract/verification.ts';
import { fault } from '#domain/faults.ts';
import type { HearingId } from '#domain/ids.ts';
import { done } from '#domain/outcome.ts';
import { noteBySystem, viewOf, type Rooms } from './rooms.ts';

/** Compares the record with its journal byte by byte, journals the result and raises an alarm where it is not whole. */
export async function verifyAndNote(rooms: Rooms, hearingId: HearingId): Promise<Verification> {
  const verification = await rooms.archive.verify(hearingId);
  const { intact, damages } = verification;
  const atMs = rooms.clock.wallMs();
  await rooms.archive.register.remember({ hearingId, atMs, isIntact: intact, places: damages.length });
  await noteBySystem(rooms, hearingId, { kind: 'record.verified', body: { intact, places: damages.length } });
  if (!intact) rooms.alarms.raise(fault('archive.damaged', { places: damages.length }));
  rooms.tellState();
  return verification;
}

/** Verifies on demand. */
export function verifyRecord(rooms: Rooms): Answerers['record.verify'] {
  return async ({ hearingId }) => {
    const found = viewOf(rooms, hearingId);
    return found.ok ? done(await verifyAndNote(rooms, hearingId)) : found;
  };
}
