import type { HearingCard } from '#domain/hearing/card.ts';
import type { HearingId } from '#domain/ids.ts';
import { canonicalJson } from '#domain/journal/canonical-json.ts';
import type { JournalEntry } from '#domain/journal/entries.ts';
import { isOfMonitors } from '#domain/monitors/monitors-seen.ts';
import { isOfParticipants } from '#domain/participants/participant.ts';

type Cell = string | number | null;
type Row = Readonly<Record<string, Cell>>;
/**
 * What an entry changes in the index. `put` inserts a row or sets columns of the one with this key; `change` sets
 * columns of all rows that match.
 */
export type RowChange =
  | Readonly<{ do: 'put'; table: string; key: Row; set: Row }>
  | Readonly<{ do: 'change'; table: string; where: Row; set: Row }>;

/** The one way from a journal entry to the index, used live and by rebuild alike. Pure: the same entries give the same rows. */
export function rowChanges(hearingId: HearingId, entry: JournalEntry): readonly RowChange[] {
  const key = { hearing_id: hearingId };
  const { n, wallMs, kind, hash } = entry;
  return [
    ...changesByKind(hearingId, entry),
    { do: 'change', table: 'hearings', where: key, set: { entries: n, last_hash: hash } },
    { do: 'put', table: 'entries', key: { ...key, n }, set: { wall_ms: wallMs, kind, hash } },
  ];
}

function changesByKind(hearingId: HearingId, entry: JournalEntry): readonly RowChange[] {
  const key = { hearing_id: hearingId };
  const hearing = (set: Row): RowChange => ({ do: 'change', table: 'hearings', where: key, set });
  const caseNumber = (text: string): RowChange => ({
    do: 'put',
    table: 'case_numbers',
    key: { ...key, case_number: text },
    set: { search: searchable(text) },
  });
  // Who took part from afar and what the monitors showed stand in the journal alone: nothing is looked up by it.
  if (isOfParticipants(entry) || isOfMonitors(entry)) return [];
  switch (entry.kind) {
    case 'hearing.planned':
      return [
        {
          do: 'put',
          table: 'hearings',
          key,
          set: { ...cardRow(entry.body.card), phase: 'planned', training: bit(entry.body.training) },
        },
        caseNumber(entry.body.card.caseNumber),
      ];
    case 'hearing.card-changed':
      return [hearing(cardRow(entry.body.card)), caseNumber(entry.body.card.caseNumber)];
    case 'hearing.case-reassigned':
      return [hearing({ case_number: entry.body.toCaseNumber }), caseNumber(entry.body.toCaseNumber)];
    case 'hearing.checked':
      return [{ do: 'change', table: 'hearings', where: { ...key, phase: 'planned' }, set: { phase: 'checked' } }];
    case 'hearing.opened':
      return [hearing({ phase: 'open', training: bit(entry.body.training), opened_at_ms: entry.body.zero.wallMs })];
    case 'hearing.paused': {
      const { pause, atUs, recordingGoesOn, byOralOrder, note } = entry.body;
      return [
        endPauses(key, atUs),
        hearing({ phase: pause }),
        {
          do: 'put',
          table: 'pauses',
          key: { ...key, n: entry.n },
          set: {
            kind: pause,
            from_us: atUs,
            to_us: null,
            recording_goes_on: bit(recordingGoesOn),
            by_oral_order: bit(byOralOrder),
            note,
          },
        },
      ];
    }
    case 'hearing.resumed':
      return [endPauses(key, entry.body.atUs), hearing({ phase: 'open' })];
    case 'hearing.ended':
      return [
        endPauses(key, entry.body.atUs),
        reopen(key, entry.body.atUs),
        hearing({ phase: 'ended', ended_at_ms: entry.wallMs, ended_at_us: entry.body.atUs }),
      ];
    case 'session.closed':
      return [
        reopen(key, entry.body.atUs),
        {
          do: 'put',
          table: 'closed_sessions',
          key: { ...key, n: entry.n },
          set: { from_us: entry.body.atUs, to_us: null, by_oral_order: bit(entry.body.byOralOrder) },
        },
      ];
    case 'session.reopened':
      return [reopen(key, entry.body.atUs)];
    case 'track.opened': {
      const { trackId, seatId, trackNo, kind, path, epoch, device, codec } = entry.body;
      return [
        {
          do: 'put',
          table: 'tracks',
          key: { ...key, track_id: trackId },
          set: { seat_id: seatId, track_no: trackNo, kind, path },
        },
        { do: 'put', table: 'epochs', key: { ...key, track_id: trackId, epoch }, set: { device, codec } },
      ];
    }
    case 'track.closed': {
      const { trackId, epoch, lengthBytes, fromUs, toUs, cause } = entry.body;
      return [
        {
          do: 'change',
          table: 'epochs',
          where: { ...key, track_id: trackId, epoch },
          set: { is_closed: 1, cause, length_bytes: lengthBytes, from_us: fromUs, to_us: toUs },
        },
      ];
    }
    case 'segment.admitted': {
      const { trackId, epoch, segment, firstSeq, lastSeq, offsetBytes, lengthBytes, sha256, fromUs, toUs } = entry.body;
      return [
        {
          do: 'put',
          table: 'segments',
          key: { ...key, track_id: trackId, epoch, segment },
          set: {
            first_seq: firstSeq,
            last_seq: lastSeq,
            offset_bytes: offsetBytes,
            length_bytes: lengthBytes,
            sha256,
            from_us: fromUs,
            to_us: toUs,
          },
        },
        ...(segment === 1 ? [epochChange({ from_us: fromUs })] : []),
        epochChange({ length_bytes: offsetBytes + lengthBytes, to_us: toUs }),
      ];
      function epochChange(set: Row): RowChange {
        return { do: 'change', table: 'epochs', where: { ...key, track_id: trackId, epoch }, set };
      }
    }
    case 'gap.found': {
      const { trackId, fromUs, toUs, cause } = entry.body;
      return [
        {
          do: 'put',
          table: 'gaps',
          key: { ...key, n: entry.n },
          set: { track_id: trackId, from_us: fromUs, to_us: toUs, cause },
        },
      ];
    }
    case 'mark.set': {
      const { markId, atUs, template, text, kind } = entry.body;
      return [
        {
          do: 'put',
          table: 'marks',
          key: { ...key, mark_id: markId },
          set: { at_us: atUs, wall_ms: entry.wallMs, template, text, kind },
        },
      ];
    }
    case 'mark.taken-back':
      return [{ do: 'change', table: 'marks', where: { ...key, mark_id: entry.body.markId }, set: { taken_back: 1 } }];
    case 'record.verified':
      return [hearing({ intact: bit(entry.body.intact) })];
    case 'hearing.interrupted':
    case 'hearing.continued':
    case 'capture.closed':
    case 'session.darkened':
    case 'read-back.played':
    case 'alarm.raised':
    case 'alarm.cleared':
    case 'link.connected':
    case 'link.broken':
    case 'link.ended':
    case 'link.refused':
    case 'link.turned':
    case 'link.measured':
    case 'link.figures':
    case 'copy.exported':
    case 'seat.joined':
    case 'seat.restarted':
    case 'seat.replaced':
    case 'seat.left-out':
    case 'exhibit.added':
    case 'exhibit.received':
    case 'exhibit.handed-in':
    case 'exhibit.decided':
    case 'exhibit.sent':
    case 'exhibit.shown':
    case 'exhibit.hidden':
    case 'request.drafted':
    case 'request.made':
    case 'sites.chosen':
    case 'interpretation.chosen':
    case 'private-room.opened':
    case 'private-room.closed':
    case 'test-session.planned':
    case 'test-session.begun':
    case 'test-session.came':
    case 'test-session.left':
    case 'test-session.checked':
    case 'test-session.spoken':
    case 'test-session.noted':
    case 'test-session.ended':
    case 'call-up.begun':
    case 'call-up.again':
    case 'call-up.refused':
    case 'call-up.ended':
    case 'incident.side-chosen':
    case 'incident.opened':
    case 'incident.told':
    case 'incident.estimated':
    case 'incident.restored':
    case 'incident.not-restored':
    case 'incident.decided':
    case 'act.drafted':
    case 'act.made':
      return [];
  }
}

function cardRow(card: HearingCard): Row {
  return {
    case_number: card.caseNumber,
    proceedings: card.proceedings,
    judge: card.judge,
    secretary: card.secretary,
    // The journal writes canonically; a row made live must not differ from one read back.
    parties_json: canonicalJson(card.parties),
    planned_at_ms: card.plannedAtMs,
    search: searchable([card.judge, card.secretary, ...card.parties.map((party) => party.name)].join('\n')),
  };
}

/** As `hearings.search` is written and asked: lower case of every alphabet. */
export function searchable(text: string): string {
  return text.toLowerCase().normalize('NFC');
}

function endPauses(key: Row, atUs: number): RowChange {
  return { do: 'change', table: 'pauses', where: { ...key, to_us: null }, set: { to_us: atUs } };
}

function reopen(key: Row, atUs: number): RowChange {
  return { do: 'change', table: 'closed_sessions', where: { ...key, to_us: null }, set: { to_us: atUs } };
}

function bit(flag: boolean): number {
  return flag ? 1 : 0;
}
