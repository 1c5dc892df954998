import type { Outcome } from '#domain/outcome.ts';
import type { DataFolders, Language, Words } from '../plumbing/index.ts';

/** 0 done; 1 refused: wrong words, unknown hearing, busy; 2 failed; 3 done, and damage or a fault of the hall was found. */
export const exitCodes = { done: 0, refused: 1, failed: 2, found: 3 } as const;

/** What every command is given. */
export type Desk = Readonly<{
  folders: DataFolders;
  env: Readonly<Record<string, string | undefined>>;
  say: Words;
  language: Language;
  /** What the person wrote behind the command's own words. */
  operands: readonly string[];
  options: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
  /** Overwrites the line before; shown at a terminal only. */
  progress(text: string): void;
}>;

/** What a command found: for people line by line, for programs one object. */
export type Found = Readonly<{
  exit: (typeof exitCodes)['done' | 'found'];
  lines: readonly string[];
  json: Readonly<Record<string, unknown>>;
}>;

export type Command = (desk: Desk) => Promise<Outcome<Found>>;
