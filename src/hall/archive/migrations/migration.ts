/** One step forward; `version` is the number in the file's name and becomes `user_version`. A released step is never changed. */
export type Migration = Readonly<{ version: number; sql: string }>;
