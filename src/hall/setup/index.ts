/**
 * The set-up of the hall. Owns hall.json (seats and their devices), the folders of test recordings, and the reading
 * of the rule-book. Promises: a card that it gives out was checked, and a new one is on disk before it counts. Never
 * opens a device. Woken by main and the action `hall.set-up`; closed by nobody, since it holds nothing open.
 */
export { createCheckFolders, type CheckFolders } from './check-folders.ts';
export { exportNames } from './export-names.ts';
export { openHallSetup, refuseCard, type HallSetup } from './hall-setup.ts';
export { readRuleBook } from './rule-book.ts';
