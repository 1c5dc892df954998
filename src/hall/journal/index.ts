/*
 * Owns: every hearing's journal.jsonl and head.json, and the view folded from it.
 * Promises: an entry that it gave back is on disk and under the chain; entries are only ever appended; a hearing whose
 *   journal is hurt is listed as damaged and takes no further entry, while all others go on.
 * Never: touches chunk logs or SQLite, signs a head over a journal that is not whole.
 * Woken by: main at start; actions and main note into it. Closed by: main, `settle()` then `close()`.
 */
export { openJournals, type Journals } from './journals.ts';
