import { coveredMs } from '#domain/hearing/seen-tracks.ts';
import type { HearingCard, Party, Proceedings } from '#domain/hearing/card.ts';
import type { HearingPhase } from '#domain/hearing/phases.ts';
import type { HearingId, TrackId } from '#domain/ids.ts';
import type { Segment } from '#domain/journal/entries.ts';
import type { AtUs } from '#domain/record/timeline.ts';
import type { IndexFile } from './index-file.ts';
import { tables } from './index-writer.ts';
import { searchable } from './projection.ts';

/** A hearing on the day's list. */
export type ListedHearing = Readonly<{
  hearingId: HearingId;
  card: HearingCard;
  phase: HearingPhase;
  training: boolean;
  openedAtMs: number | null;
  endedAtMs: number | null;
  /** How long at least one track was recorded. */
  durationMs: number;
  /** Marks and notes that were not taken back. */
  marks: number;
  /** False also for a hearing whose journal is hurt; null when never verified. */
  intact: boolean | null;
}>;

type HearingRow = Readonly<{
  hearing_id: HearingId;
  case_number: string;
  proceedings: Proceedings;
  judge: string;
  secretary: string;
  parties_json: string;
  planned_at_ms: number;
  phase: HearingPhase;
  training: number;
  opened_at_ms: number | null;
  ended_at_ms: number | null;
  intact: number | null;
  is_damaged: number;
  marks: number;
}>;
type SegmentRow = Readonly<{
  track_id: TrackId;
  epoch: number;
  segment: number;
  first_seq: number;
  last_seq: number;
  offset_bytes: number;
  length_bytes: number;
  sha256: string;
  from_us: number;
  to_us: number;
}>;

/** Exported for the test of its query plan. */
export const listSql = `
  SELECT hearings.*, (SELECT count(*) FROM marks WHERE marks.hearing_id = hearings.hearing_id AND taken_back = 0) AS marks
  FROM hearings
  WHERE coalesce(opened_at_ms, planned_at_ms) >= @fromMs AND coalesce(opened_at_ms, planned_at_ms) < @toMs
    AND (@like = '%%' OR search LIKE @like ESCAPE '\\'
      OR EXISTS (SELECT 1 FROM case_numbers WHERE case_numbers.hearing_id = hearings.hearing_id AND case_numbers.search LIKE @like ESCAPE '\\'))
  ORDER BY coalesce(opened_at_ms, planned_at_ms), hearing_id`;
/** Exported for the test of its query plan. */
export const segmentsSql = `
  SELECT track_id, epoch, segment, first_seq, last_seq, offset_bytes, length_bytes, sha256, from_us, to_us FROM segments
  WHERE hearing_id = @hearingId AND track_id = @trackId AND to_us > @fromUs AND from_us < @toUs
  ORDER BY epoch, segment`;

export type IndexReader = Readonly<{
  /** Hearings held, or planned, in [fromMs, toMs) whose case number or a person's name holds `text`. */
  listHearings(ask: Readonly<{ fromMs: number; toMs: number; text: string }>): readonly ListedHearing[];
  /** Sealed segments that touch [fromUs, toUs), by epoch and number. */
  segments(hearingId: HearingId, trackId: TrackId, fromUs: AtUs, toUs: AtUs): readonly Segment[];
  /** P6: whether the session was closed at any moment of [fromUs, toUs). */
  wasClosed(hearingId: HearingId, fromUs: AtUs, toUs: AtUs): boolean;
  /** Hashes of the journal entries 1, 2, 3 … as the index saw them. */
  entryHashes(hearingId: HearingId): readonly string[];
  /** Every cell of every table as text, in the order of keys: equal indexes give equal text. */
  dump(): string;
}>;

export function indexReader(index: IndexFile): IndexReader {
  return {
    listHearings: ({ fromMs, toMs, text }) => {
      const like = `%${searchable(text.trim()).replace(/[\\%_]/g, '\\$&')}%`;
      const rows = index
        .prepare<{ fromMs: number; toMs: number; like: string }, HearingRow>(listSql)
        .all({ fromMs, toMs, like });
      return rows.map((row) => listed(row, recordedMs(index, row.hearing_id)));
    },
    segments: (hearingId, trackId, fromUs, toUs) =>
      index
        .prepare<object, SegmentRow>(segmentsSql)
        .all({ hearingId, trackId, fromUs, toUs })
        .map((row) => ({
          trackId: row.track_id,
          epoch: row.epoch,
          segment: row.segment,
          firstSeq: row.first_seq,
          lastSeq: row.last_seq,
          offsetBytes: row.offset_bytes,
          lengthBytes: row.length_bytes,
          sha256: row.sha256,
          fromUs: row.from_us,
          toUs: row.to_us,
        })),
    wasClosed: (hearingId, fromUs, toUs) =>
      index
        .prepare<[string, number, number], object>(
          'SELECT 1 FROM closed_sessions WHERE hearing_id = ? AND from_us < ? AND coalesce(to_us, 9e15) > ? LIMIT 1',
        )
        .get(hearingId, toUs, fromUs) !== undefined,
    entryHashes: (hearingId) =>
      index
        .prepare<[string], { hash: string }>('SELECT hash FROM entries WHERE hearing_id = ? ORDER BY n')
        .all(hearingId)
        .map((row) => row.hash),
    dump: () =>
      [
        `version ${String(index.pragma('user_version', { simple: true }))}`,
        ...tables.flatMap((table) => {
          const keys = index
            .prepare<[], { name: string }>(`SELECT name FROM pragma_table_info('${table}') WHERE pk > 0 ORDER BY pk`)
            .all();
          const order = keys.map((key) => key.name).join(', ');
          return index
            .prepare(`SELECT * FROM ${table} ORDER BY ${order}`)
            .all()
            .map((row) => `${table} ${JSON.stringify(row)}`);
        }),
        '',
      ].join('\n'),
  };
}

function recordedMs(index: IndexFile, hearingId: HearingId): number {
  return coveredMs(
    index
      .prepare<[string], { fromUs: number; toUs: number }>(
        'SELECT from_us AS fromUs, to_us AS toUs FROM epochs WHERE hearing_id = ? AND to_us > from_us',
      )
      .all(hearingId),
  );
}

function listed(row: HearingRow, durationMs: number): ListedHearing {
  return {
    hearingId: row.hearing_id,
    card: {
      caseNumber: row.case_number,
      proceedings: row.proceedings,
      judge: row.judge,
      secretary: row.secretary,
      parties: JSON.parse(row.parties_json) as readonly Party[],
      plannedAtMs: row.planned_at_ms,
    },
    phase: row.phase,
    training: row.training === 1,
    openedAtMs: row.opened_at_ms,
    endedAtMs: row.ended_at_ms,
    durationMs,
    marks: row.marks,
    intact: row.is_damaged === 1 ? false : row.intact === null ? null : row.intact === 1,
  };
}
