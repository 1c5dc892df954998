import Database from 'better-sqlite3';
import { migrate, type IndexFile } from '../../../../../src/hall/archive/index-file.ts';
import { migrations } from '../../../../../src/hall/archive/migrations/steps.ts';

/** An index as it was after the step with this number, with one hearing in it once there are hearings. */
export function indexAt(version: number): IndexFile {
  const index = new Database(':memory:');
  index.pragma('foreign_keys = ON');
  bringTo(index, version);
  if (version >= 10) {
    index.exec(`INSERT INTO hearings (hearing_id, case_number, proceedings, judge, secretary, parties_json, search,
      planned_at_ms, phase, training) VALUES ('one', '7514-26/1', 'civil', 'A', 'B', '[]', 'a', 1, 'planned', 1)`);
  }
  return index;
}

export function bringTo(index: IndexFile, version: number): void {
  migrate(
    index,
    migrations.filter((step) => step.version <= version),
  );
}

/** Our tables that are not STRICT; SQLite would put words into numbers there. */
export function laxTables(index: IndexFile): unknown[] {
  return index
    .prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict = 0 AND name NOT LIKE 'sqlite_%'")
    .all();
}
