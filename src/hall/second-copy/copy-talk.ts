/** Why the second place takes nothing more: it is not there or another one, full, not to be written, or not what was copied. */
export type CopyTrouble = 'gone' | 'full' | 'unwritable' | 'differs';

/** One line of the copier's output. `startedUs`: everything that lay in the archive at that monotonic moment is copied. */
export type CopierSays =
  | Readonly<{
      is: 'pass';
      startedUs: number;
      copiedBytes: number;
      verifiedSegments: number;
      /** Hearings, not counting the newest, that are not copied whole yet. */
      waiting: number;
      /** The place lies on the record's own disk, which saves nobody from the loss of that disk. */
      isSameDisk: boolean;
    }>
  | Readonly<{ is: 'trouble'; what: CopyTrouble; where: string }>;

const fullCodes = new Set(['ENOSPC', 'EDQUOT']);
const goneCodes = new Set(['ENOENT', 'ENOTDIR', 'ENODEV', 'ENXIO', 'ENOTCONN', 'EHOSTDOWN', 'ESTALE']);

/** What the system's word means for the copy. */
export function troubleOf(error: unknown): CopyTrouble {
  const code = (error as NodeJS.ErrnoException | null)?.code ?? '';
  return fullCodes.has(code) ? 'full' : goneCodes.has(code) ? 'gone' : 'unwritable';
}
