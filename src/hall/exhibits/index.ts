/**
 * Exhibits: documents handed in or shown (P36).
 * Owns: the files under `exhibits/` of every hearing, and the one-time permissions to bring one.
 * Promises: a file stands under its name only when it was read back from the disk with its hash, whole and of a format
 * that may be shown; a name from outside never becomes a path; it is written behind the record and never crowds it.
 * Never does: decide who may add, send or show; open a socket; journal.
 * Woken by: actions; the api and other halls through them. Closed by: nobody, it holds nothing open of its own.
 */
export { createExhibits, type Exhibits, type Upload } from './exhibits.ts';
export type { ExhibitFile, SealedExhibit } from './exhibit-file.ts';
