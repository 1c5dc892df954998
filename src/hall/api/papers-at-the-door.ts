import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { roles, type AtTheDoor, type Role } from '#contract/call.ts';

/** The only origin a page may have; processes that are no page (shell, command line, tests) send none. */
export const ownOrigin = 'tarazy://app';

const ticketLifeMs = 30_000;
const resumeLifeMs = 24 * 3_600_000;
/** More tickets than any shell can have windows to open; the oldest gives way. */
const mostTickets = 64;

function isSame(given: string, expected: string): boolean {
  // Hashing first makes both sides equally long, which timingSafeEqual demands.
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

/** What good papers give. `back`: the same page as before, by its resume token; `new`: a fresh page or process. */
export type Admission = AtTheDoor & Readonly<{ how: 'new' | 'back' }>;

/** Who may come in: one-time tickets (30 s), resume tokens (HMAC, 24 h, survive a restart) and the shell's key. */
export type DoorPapers = Readonly<{
  shellKey: string;
  issueTicket(role: Role): string;
  issueResume(window: AtTheDoor): string;
  /** What these papers give, or null. A ticket is used up by this. */
  redeem(papers: string): Admission | null;
}>;

/** `mac` is the hall's lasting HMAC; `nowMs` any clock in ms that goes on across restarts. */
export function createDoorPapers({ mac, nowMs }: Readonly<{ mac(text: string): string; nowMs(): number }>): DoorPapers {
  const shellKey = randomBytes(32).toString('base64url');
  const tickets = new Map<string, { role: Role; expiresMs: number }>();
  const seal = (role: string, windowId: string, issuedMs: string): string =>
    mac(`talk-resume|${role}|${windowId}|${issuedMs}`);

  function redeemTicket(papers: string): Role | null {
    const ticket = tickets.get(papers);
    if (ticket === undefined) return null;
    tickets.delete(papers);
    return ticket.expiresMs > nowMs() ? ticket.role : null;
  }

  function redeemResume(papers: string): AtTheDoor | null {
    const [word, roleText, windowId, issuedText, given] = papers.split('.');
    const role = roles.find((each) => each === roleText);
    if (word !== 'resume' || role === undefined || windowId === undefined) return null;
    if (issuedText === undefined || given === undefined) return null;
    if (!isSame(given, seal(role, windowId, issuedText))) return null;
    return Math.abs(nowMs() - Number(issuedText)) < resumeLifeMs ? { windowId, role } : null;
  }

  return {
    shellKey,
    issueTicket(role) {
      const ticket = randomBytes(32).toString('base64url');
      tickets.set(ticket, { role, expiresMs: nowMs() + ticketLifeMs });
      const oldest = tickets.keys().next();
      if (tickets.size > mostTickets && !oldest.done) tickets.delete(oldest.value);
      return ticket;
    },
    issueResume({ windowId, role }) {
      const issuedMs = String(nowMs());
      return `resume.${role}.${windowId}.${issuedMs}.${seal(role, windowId, issuedMs)}`;
    },
    redeem(papers) {
      const role = isSame(papers, shellKey) ? 'shell' : redeemTicket(papers);
      if (role !== null) return { windowId: randomUUID(), role, how: 'new' };
      const window = redeemResume(papers);
      return window && { ...window, how: 'back' };
    },
  };
}

/** Host must be ours (a foreign name resolving to 127.0.0.1 is the rebinding trick), and so must the origin of a page. */
export function mayKnock(
  headers: Readonly<{ host?: string | undefined; origin?: string | undefined }>,
  port: number,
): boolean {
  const isOwnHost = headers.host === `127.0.0.1:${port}`;
  return isOwnHost && (headers.origin === undefined || headers.origin === ownOrigin);
}
