/**
 * The inbox of the hall: technical faults that belong to no hearing, as they stand in incidents.json. Owns that file and
 * nothing else; promises that what was noted is on the disk whole, and that a file that cannot be read is left as it is.
 * Never decides what may be noted, never tells anybody. Woken by actions; closed by nobody, since nothing stays open.
 */
export { openInbox, type Inbox, type InboxNote } from './inbox.ts';
