/**
 * The second copy.
 * Owns: the hearings' folders on the other disk or share, and the program that writes them.
 * Promises: what lies there is at every moment a record that verifies, a few seconds behind; every sealed segment was
 * read back there and has the journal's hash; a hearing is restored from there alone.
 * Never: slows the record (a process of its own, so that a dead share stops nobody else), writes into the archive but
 * for restoring, overwrites a restored hearing.
 * Woken by: main and the command line. Closed by: main.
 */
export { keepSecondCopy, type CopyShown, type SecondCopy } from './second-copy.ts';
export { restoreFrom, type Restored } from './restore.ts';
