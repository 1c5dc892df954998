/**
 * Cameras that can be turned.
 * Owns: keys/cameras.json (0600: each camera's control address with its password, and the names of its places), the open
 * controls, and what is known of where each camera looks.
 * Promises: an order ends by itself, and why it was not carried out is told by a code; a password is written into that file
 * and said to that camera, and to nobody else.
 * Never does: open a camera's picture, journal.
 * Woken by: actions and the check. Closed by: main.
 */
export { openCameras, type Cameras } from './cameras.ts';
export { cameraProbe } from './camera-probe.ts';
