import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { fault } from '#domain/faults.ts';
import type { HearingId, ParticipantId } from '#domain/ids.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { foldWord, pickWord, refuseTry, refuseWord, wrongWord } from '#domain/participants/code-word.ts';
import { hashSecret, isSecret } from '../plumbing/index.ts';
import type { Invited, ParticipantsOrder } from './door.ts';
import { readInvitations, writeInvitations, type Invitation } from './invitations-file.ts';

const linkBytes = 18;
/** A page that was away for longer says the code word again. */
const tokenLifeMs = 24 * 3_600_000;

/** Who was invited, by what link and word; each change counts when it is on disk. */
export type Invitations = Readonly<{
  invite(whom: Invited, word: string | null): Promise<Outcome<Readonly<{ secret: string; word: string }>>>;
  withdraw(participantId: ParticipantId): Promise<Outcome<void>>;
  endHearing(hearingId: HearingId): Promise<Outcome<void>>;
  /** Whose link this is, whatever the word. */
  whose(secret: string): Invited | null;
  /** Refuses `participant.link-dead`, `.word-wrong`, `.wait`, `.word-locked`; a wrong word is on disk before it is answered. */
  tryWord(secret: string, word: string): Promise<Outcome<Invited>>;
  /** For the same page after a cut; worth nothing once the link is another one or none. */
  issueToken(participantId: ParticipantId): string;
  redeemToken(token: string): Invited | null;
}>;

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

function isSame(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

const invitedBy = ({ hearingId, participantId }: Invitation): Invited => ({ hearingId, participantId });

/** Fails `participant.file-broken`: who was invited is never forgotten in silence. */
export function openInvitations(
  order: Pick<ParticipantsOrder, 'file' | 'codeWords' | 'mac' | 'nowMs' | 'log'>,
): Outcome<Invitations> {
  const { file, codeWords, mac, nowMs, log } = order;
  const read = readInvitations(file, log);
  if (!read.ok) return read;
  let invitations = read.value;
  let last: Promise<unknown> = Promise.resolve();

  /** One after another, so that many tries at once are no way around the wait. */
  function inTurn<Value>(act: () => Promise<Value>): Promise<Value> {
    const result = last.then(act);
    last = result.catch(() => undefined);
    return result;
  }
  async function keep(next: readonly Invitation[]): Promise<Outcome<void>> {
    const written = await writeInvitations(file, next, log);
    if (written.ok) invitations = next;
    return written;
  }
  const keepOnly = (isKept: (each: Invitation) => boolean): Promise<Outcome<void>> =>
    inTurn(async () => (invitations.every(isKept) ? done(undefined) : keep(invitations.filter(isKept))));
  const byLink = (secret: string): Invitation | undefined => {
    const linkHash = hashOf(secret);
    return invitations.find((each) => each.linkHash === linkHash);
  };
  const seal = ({ participantId, linkHash }: Invitation, issuedMs: string): string =>
    mac(`join|${participantId}|${linkHash}|${issuedMs}`);

  async function tryWord(secret: string, word: string): Promise<Outcome<Invited>> {
    const known = byLink(secret);
    if (known === undefined) return failed(fault('participant.link-dead', {}));
    const refused = refuseTry(known, nowMs());
    if (refused !== null) return failed(refused);
    const isRight = await isSecret(foldWord(word), known.word);
    const wrongWords = isRight ? 0 : known.wrongWords + 1;
    const next = { ...known, wrongWords, lastWrongMs: nowMs() };
    const kept =
      isRight && known.wrongWords === 0
        ? done(undefined)
        : await keep(invitations.map((each) => (each === known ? next : each)));
    if (!kept.ok) return kept;
    return isRight ? done(invitedBy(known)) : failed(wrongWord(wrongWords));
  }

  return done({
    async invite(whom, wished) {
      const weak = wished === null ? null : refuseWord(wished);
      if (weak !== null) return failed(weak);
      const word = wished?.trim() ?? pickWord(codeWords, randomInt);
      const secret = randomBytes(linkBytes).toString('base64url');
      const fresh: Invitation = {
        ...{ hearingId: whom.hearingId, participantId: whom.participantId, linkHash: hashOf(secret) },
        ...{ word: await hashSecret(foldWord(word)), wrongWords: 0, lastWrongMs: 0 },
      };
      const kept = await inTurn(() =>
        keep([...invitations.filter((each) => each.participantId !== whom.participantId), fresh]),
      );
      return kept.ok ? done({ secret, word }) : kept;
    },
    withdraw: (participantId) => keepOnly((each) => each.participantId !== participantId),
    endHearing: (hearingId) => keepOnly((each) => each.hearingId !== hearingId),
    whose(secret) {
      const known = byLink(secret);
      return known === undefined ? null : invitedBy(known);
    },
    tryWord: (...tried) => inTurn(() => tryWord(...tried)),
    issueToken(participantId) {
      const known = invitations.find((each) => each.participantId === participantId);
      const issuedMs = String(nowMs());
      return known === undefined ? '' : `${participantId}.${issuedMs}.${seal(known, issuedMs)}`;
    },
    redeemToken(token) {
      const [participantId, issuedMs, given] = token.split('.');
      const known = invitations.find((each) => each.participantId === participantId);
      if (known === undefined || issuedMs === undefined || given === undefined) return null;
      if (!isSame(given, seal(known, issuedMs))) return null;
      return Math.abs(nowMs() - Number(issuedMs)) < tokenLifeMs ? invitedBy(known) : null;
    },
  });
}
