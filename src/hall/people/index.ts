/**
 * The people of the hall. Owns people.json: names, duties, hashes of PINs, wrong tries, and who is signed in at which
 * window. Promises: a change counts when it is on disk; a wrong try is on disk before it is answered; no PIN and no
 * hash leaves this room. Never decides what a duty may ask. Woken by the door and the actions; closed by nobody, it
 * holds nothing open.
 */
export { openPeople, type People } from './people.ts';
