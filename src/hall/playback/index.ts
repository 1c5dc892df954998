/**
 * Playback.
 * Owns: the playable copies under `derived/` of every hearing, the clips for read-back, the media tokens.
 * Promises: copies are made from the record on disk only and can be made again; a clip of a minute is ready within a
 * second; second 0 of every copy is a known moment of the hearing; a name from outside never becomes a path.
 * Never does: write into the record, keep anything that the record does not hold; the mix that it lays by is one of the copies.
 * Woken by: the recorder's track events (through main) and the actions. Closed by: main.
 */
export type { Clip, ClipAsk, HeardStretch, PlayedEpoch, PlayedPiece, Playback, PlaybackNeeds } from './door.ts';
export { createPlayback } from './playback.ts';
