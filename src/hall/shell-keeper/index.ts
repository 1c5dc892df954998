/**
 * The keeper of the Electron shell. Owns its process and run/shell.json. Promises: a running shell is adopted, a dead
 * one is started again, one that keeps dying is an alarm. Never talks to a window. Woken by main, which also closes it
 * last, because the windows must show the farewell of everything else.
 */
export { keepShell, type ShellKeeper } from './keep-shell.ts';
export { watchParts } from './part-watch.ts';
export { shellCommand } from './shell-command.ts';
