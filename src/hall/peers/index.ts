/**
 * The link to other halls. Owns this hall's TLS keys (keys/hall-link.pem), peers.json, the port for other halls,
 * one link to each paired hall, and the calls to halls and with participants' pages. Promises: only a hall that once proved the code, or whose key a person compared, gets a word in, who
 * speaks is known by its pinned key alone, and a window is given no description whose fingerprints that key has not
 * signed for this call and epoch. Measures what the path to a hall carries, when asked and never beside a call. Carries exhibits
 * beside the link, whole or not at all and behind sound and picture. Never touches a device or a medium: sound and picture go from window to window.
 * Woken by main, actions and other halls; closed by main before the journals.
 */
export { openPeers } from './peers.ts';
export { closedPeers } from './closed-peers.ts';
export { readTurn } from './turn.ts';
export type { CallChange, Calls, ExhibitLine, LinkRefusal, PageSaid, Peers, PeersEvents, PeersOrder } from './door.ts';
export type { IncomingExhibit } from './incoming-exhibit.ts';
