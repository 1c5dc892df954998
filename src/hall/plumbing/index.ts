/*
 * Owns: the log, the clock, the folders, child processes, durable files, the lock of one service for one data folder.
 * Promises: what it says is on disk was fdatasynced; a child that it started is known and can be stopped.
 * Never: knows a word of the court, opens a socket or SQLite.
 * Woken by: main and every room. Closed by: whoever opened the piece (log, child, file, lock).
 */
import './thread-pool.ts';
export { createLog, type Log } from './log.ts';
export { systemClock, type Clock } from './clock.ts';
export { diskRoom, type DiskRoom } from './disk-room.ts';
export { dataFolders, type DataFolders } from './data-folders.ts';
export { goAhead, runToEnd, startChild, type Child, type ChildOrder, type EndedRun, type RunOrder } from './child.ts';
export { keepProgram, type KeptProgram } from './keep-program.ts';
export { keepHeapSmall } from './keep-heap-small.ts';
export { trackFiles } from './track-files.ts';
export { AppendFile, removeLeftovers, renameWithPatience, syncFolder, writeFileAtomically } from './files.ts';
export { readLockHolder, takeLock, type LockHolder } from './lock.ts';
export { isAlive } from './process-identity.ts';
export { faultSentence, languageFrom, words, type Language, type Words } from './words.ts';
export { endOnBugs } from './end-on-bugs.ts';
export { createPatience, type Patience } from './patience.ts';
export { createRepeats, type Repeats } from './repeats.ts';
export { hashSecret, isSecret, secretHash, type SecretHash } from './secret-hash.ts';
export { refuseWrongNode } from './refuse-wrong-node.ts';
