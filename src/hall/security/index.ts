/*
 * Owns: the hall's keys: Ed25519 for signing heads, a secret for tokens. Both 0600 in keys/.
 * Promises: a key is made once and never replaced by itself; signatures by older keys stay verifiable while their public half lies in keys/.
 * Never: gives a private key out, writes anything but keys/.
 * Woken by: main and the command line. Closed by: nobody, it holds nothing open.
 */
export { openHallKeys, readHallKeys, type HallKeys, type HallVerifier } from './hall-keys.ts';
