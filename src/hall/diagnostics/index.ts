/**
 * What a technician asks of a hall. Owns inventory.json, what was plugged in when a check last passed, and the log bundle.
 * Promises: nothing of a person, a case, a key or a ticket leaves in a bundle, because only what is named in a list is taken.
 * Never does: open a device, stand in the way of a record. Woken by: actions, the command line. Closed by: nobody.
 */
export type { BundleProgram, MadeBundle } from './bundle-program.ts';
export { openInventory, type InventoryNeeds, type InventoryRoom } from './inventory.ts';
export { makeLogBundle, type Bundle, type BundleNeeds } from './log-bundle.ts';
export { openDiagnostics } from './open-diagnostics.ts';
