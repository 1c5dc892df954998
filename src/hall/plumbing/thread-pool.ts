/*
 * Imported for its effect before anything waits for a disk: Node has four threads for the disks, and a disk that hangs keeps one for every
 * write to it. With so many a hanging second disk or share does not keep the record from the first one. Node reads this at
 * its first use of a thread; on Windows only what stood in the environment before the start counts, so starters set it too.
 */
process.env['UV_THREADPOOL_SIZE'] ??= '64';
