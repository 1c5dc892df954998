declare const brand: unique symbol;
type Id<Name extends string> = string & { readonly [brand]: Name };

/** UUID of one hearing; it names the hearing's folder and stands in every chunk of its record. */
export type HearingId = Id<'hearing'>;
/** A place in the hall that is heard or seen ("judge", "camera-1"); lower-case letters, digits, hyphens. */
export type SeatId = Id<'seat'>;
/** One recorded track of a hearing: the seat's id, later with a suffix for a second path. */
export type TrackId = Id<'track'>;
/** UUID of a mark or note. */
export type MarkId = Id<'mark'>;
/** UUID of a person who may sign in at this hall. */
export type PersonId = Id<'person'>;

/** What a seat or track id may look like; it becomes a folder name on Windows and Linux. */
export const placeIdPattern = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/;
/** A hall service as other halls know it: SHA-256 of its certificate's SPKI, lower-case hex. It is proved by TLS, never claimed. */
export type HallPeerId = Id<'hall-peer'>;
/** UUID of a person who takes part in one hearing from a page of their own. */
export type ParticipantId = Id<'participant'>;
/** Whoever is on the line: another hall, or a participant's own page. */
export type PartyId = HallPeerId | ParticipantId;
/** UUID of one private talk between participants. */
export type PrivateRoomId = Id<'private-room'>;
/** UUID of one call between two halls, or with a participant. */
export type CallId = Id<'call'>;
/** UUID of one exhibit, given by the hall where it was handed in; it names the file in both halls. */
export type ExhibitId = Id<'exhibit'>;
/** UUID of one technical fault that somebody must be told of. */
export type IncidentId = Id<'incident'>;
/** UUID of one report of a check. */
export type ReportId = Id<'report'>;
/** UUID of one line of the directory of courts and institutions. */
export type DirectoryEntryId = Id<'directory-entry'>;

/** Tells the two kinds apart by how they are written. */
export function isParticipant(id: PartyId): id is ParticipantId {
  return id.includes('-');
}
