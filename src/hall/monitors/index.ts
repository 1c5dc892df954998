/**
 * The public's monitors and the loudspeakers (P35).
 * Owns: monitors.json (the layout and the volume as they were left), and the ear that tells who speaks.
 * Promises: who speaks is told from what is recorded and decoded, never from what a window says; nobody takes the word by a cough.
 * Never does: open a window or a device, play or mute anything, journal.
 * Woken by: the signal room's decoders through main, and actions. Closed by: nobody, it holds nothing open.
 */
export { openMonitors, type Monitors } from './monitors.ts';
