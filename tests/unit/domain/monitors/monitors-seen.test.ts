import { describe, expect, test } from 'vitest';
import type { ExhibitId, ParticipantId } from '#domain/ids.ts';
import type { JournalEntry, JournalNote } from '#domain/journal/entries.ts';
import { foldMonitors, isMutedIn, nothingSaid, type MonitorsSeen } from '#domain/monitors/monitors-seen.ts';

const [one, other] = ['1-1', '2-2'] as [ParticipantId, ParticipantId];
const after = (notes: readonly JournalNote[], exhibit: ExhibitId | null = null): MonitorsSeen =>
  notes.reduce((seen, note) => foldMonitors(seen, note as JournalEntry, exhibit), nothingSaid);
const all = (isMuted: boolean): JournalNote => ({ kind: 'line.muted-all', body: { atUs: 0, isMuted } });
const alone = (participantId: ParticipantId, isMuted: boolean): JournalNote => ({
  kind: 'participant.muted',
  body: { participantId, atUs: 0, isMuted },
});
const muted = (seen: MonitorsSeen, ofOne = false): readonly boolean[] => [
  isMutedIn(seen, { participantId: one, isMuted: ofOne }),
  isMutedIn(seen, { participantId: other, isMuted: false }),
];

describe('one order that mutes everybody', () => {
  test('mutes everybody, also whoever comes later, and is undone as a whole', () => {
    expect(muted(after([all(true)]))).toEqual([true, true]);
    expect(muted(after([all(true), all(false)]))).toEqual([false, false]);
  });

  test('leaves whoever was muted alone muted when it is undone', () => {
    expect(muted(after([all(true), all(false)]), true)).toEqual([true, false]);
  });

  test('gives way to whoever is given the word after it, until that one is muted again', () => {
    expect(muted(after([all(true), alone(one, false)]))).toEqual([false, true]);
    expect(muted(after([all(true), alone(one, false), alone(one, true)]), true)).toEqual([true, true]);
    expect(muted(after([all(true), alone(one, false), all(true)]))).toEqual([true, true]);
  });
});

test('a layout is kept with the document in whose sight it was chosen', () => {
  const paper = 'paper' as ExhibitId;
  const seen = after([{ kind: 'monitors.arranged', body: { atUs: 5, choice: 'grid', spotlight: one } }], paper);
  expect(seen.arranged).toEqual({ choice: 'grid', spotlight: one, besideExhibit: paper });
});
