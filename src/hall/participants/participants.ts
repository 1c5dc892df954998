import type { JoinAct, JoinHello, JoinTold } from '#contract/join.ts';
import type { PartyFrame } from '#contract/party-link.ts';
import type { RoomFrame } from '#contract/private-room.ts';
import { fault, faultCode, type Fault, type FaultKey } from '#domain/faults.ts';
import type { ParticipantId } from '#domain/ids.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { createPatience, createRepeats } from '../plumbing/index.ts';
import { openDoorCertificate, type DoorCertificate } from './door-certificate.ts';
import { allowActs } from './allowed-acts.ts';
import type { DoorRefusal, HearingAct, Invited, Participants, ParticipantsOrder } from './door.ts';
import { openInvitations } from './invitations.ts';
import { listenForPages, type Listener } from './listener.ts';
import { readPageFiles } from './page-files.ts';
import { holdPage, type PageLine } from './page-line.ts';
import { createPageMeasures } from './page-measures.ts';
import { createPagePapers } from './page-papers.ts';
import { personalLink } from './personal-link.ts';
import { createPorts } from './ports.ts';
import { isFrame, isHeard, isPagesOwn, isRoomFrame, mayBeCarried, type PagesOwn } from './said-by-page.ts';
import { tellable } from './tellable.ts';
import { createTriedAddresses } from './tried-addresses.ts';

/** What a page says of a call may have been under way when it was sent out. */
const underWayMs = 2000;
const guessed: readonly FaultKey[] = ['participant.link-dead', 'participant.word-wrong', 'participant.word-locked'];

type Present = {
  readonly whom: Invited;
  readonly line: PageLine;
  /** What it was told last, so that it is told only what is new. */
  told: string;
  insideAtMs: number;
};

/** Opens what this hall knows of its participants, without a word to anybody. Fails `participant.file-broken`. */
export function openParticipants(order: ParticipantsOrder): Outcome<Participants> {
  const { on, log, place } = order;
  const opened = openInvitations(order);
  if (!opened.ok) return opened;
  const invitations = opened.value;
  const patience = createPatience(() => performance.now());
  const tried = createTriedAddresses(() => performance.now());
  const present = new Map<ParticipantId, Present>();
  const mayAct = allowActs(() => performance.now());
  const ports = createPorts((participantId) => {
    const here = present.get(participantId);
    // Asked anew each time: what is shown may be some milliseconds old, and the order to be silent may not.
    const isUp = here !== undefined && here.told !== '' && here.line.isOpen() && mayBeCarried(place(here.whom));
    return isUp ? here.line : null;
  });
  let certificate: DoorCertificate | null = null;
  let listener: Listener | null = null;

  type AtDoor = Omit<DoorRefusal, 'times'> & Readonly<{ address: string }>;
  const refusals = createRepeats<AtDoor>(({ address, ...refusal }, times) => {
    const { whom, key, why } = refusal;
    log.warn({ code: faultCode(key), address, participantId: whom?.participantId, why, times }, 'participant-refused');
    on.refused({ ...refusal, times });
  });
  function refused(key: FaultKey, address: string, why: string, whom: Invited | null = null): void {
    refusals.note(`${key} ${why}`, whom?.participantId ?? address, { whom, key, why, address });
  }

  const shared = {
    place,
    redeem: invitations.redeemToken,
    isHere: (participantId: ParticipantId) => present.has(participantId),
    refused,
  };
  const papers = createPagePapers({
    ...shared,
    ...{ paper: order.paper, log, isCourts: () => certificate?.authority === null },
    documentOffered: on.documentOffered,
    refused(...refusal) {
      patience.refused(refusal[1]);
      refused(...refusal);
    },
  });
  const measures = createPageMeasures({ ...shared, mayAct, measured: on.measured });

  /** Nobody is on the line for this participant any more. */
  function forget(participantId: ParticipantId): void {
    present.delete(participantId);
    ports.look(participantId);
  }
  function tell(each: Present): void {
    show(each);
    ports.look(each.whom.participantId);
  }
  function show(each: Present): void {
    const where = place(each.whom);
    if (where === null) {
      sendOut(each.whom.participantId, 'withdrawn');
      return;
    }
    if (where.say !== 'wait') each.insideAtMs = performance.now();
    const text = JSON.stringify(where);
    if (text === each.told) return;
    each.told = text;
    each.line.say({ ...where, token: invitations.issueToken(each.whom.participantId) });
  }
  const sendOut: Participants['sendOut'] = (participantId, why) => {
    const leaving = present.get(participantId);
    if (leaving === undefined) return;
    forget(participantId);
    leaving.line.end(why);
    on.changed();
  };

  async function prove(hello: JoinHello, address: string): Promise<Outcome<Invited>> {
    const seconds = tried.waitS(address);
    if (seconds > 0) return failed(fault('participant.wait', { seconds }));
    if (hello.say === 'knock') return invitations.tryWord(hello.link, hello.word);
    const whom = invitations.redeemToken(hello.token);
    return whom === null ? failed(fault('participant.link-dead', {})) : done(whom);
  }
  async function greet(line: PageLine, hello: JoinHello, address: string, known: () => void): Promise<void> {
    const turnAway = (why: Fault): void => line.refuse(tellable(why));
    const proved = await prove(hello, address);
    if (!proved.ok) {
      const { key } = proved.fault;
      if (guessed.includes(key)) tried.wrong(address);
      const whom = hello.say === 'knock' ? invitations.whose(hello.link) : null;
      refused(key, address, hello.say, whom);
      turnAway(proved.fault);
      return;
    }
    const whom = proved.value;
    tried.right(address);
    patience.welcomed(address);
    known();
    if (place(whom) === null) {
      turnAway(fault('participant.link-dead', {}));
      return;
    }
    if (!mayAct(whom)) {
      refused('participant.flood', address, 'coming in', whom);
      turnAway(fault('participant.flood', {}));
      return;
    }
    if (!line.isOpen()) return;
    // The newest page is the one that the person looks at.
    present.get(whom.participantId)?.line.end('replaced');
    const here: Present = { whom, line, told: '', insideAtMs: Number.NEGATIVE_INFINITY };
    present.set(whom.participantId, here);
    ports.look(whom.participantId);
    const joined = await on.joined(whom, hello.say === 'knock' ? 'word' : 'return', hello.language);
    if (present.get(whom.participantId) !== here) return;
    if (!joined.ok) {
      forget(whom.participantId);
      turnAway(joined.fault);
      return;
    }
    if (!line.isOpen()) {
      gone(line);
      return;
    }
    tell(here);
    on.changed();
  }

  function hereOf(line: PageLine): Present | undefined {
    return [...present.values()].find((each) => each.line === line);
  }
  function gone(line: PageLine): void {
    const here = hereOf(line);
    if (here === undefined) return;
    forget(here.whom.participantId);
    void on.left(here.whom, 'lost').then(on.changed);
  }
  /** L5: from one page to another of the same private room, and to nobody else; nothing of it is kept. */
  function handOn({ whom, line }: Present, said: RoomFrame, address: string): void {
    const where = place(whom);
    const other = present.get(said.party);
    const isTheirs =
      where?.say === 'private' &&
      where.roomId === said.roomId &&
      where.others.some(({ participantId }) => participantId === said.party);
    if (isTheirs && line.isOpen()) other?.line.say({ ...said, party: whom.participantId });
    else if (performance.now() - (present.get(whom.participantId)?.insideAtMs ?? 0) > underWayMs)
      refused('participant.not-in-hearing', address, 'room', whom);
  }
  async function hear(here: Present, said: JoinAct | PartyFrame | RoomFrame, address: string): Promise<void> {
    const { whom, line } = here;
    const { participantId } = whom;
    if (isRoomFrame(said)) {
      handOn(here, said, address);
      return;
    }
    if (isFrame(said)) {
      if (!ports.heard(participantId, said) && performance.now() - here.insideAtMs > underWayMs)
        refused('participant.not-in-hearing', address, 'call', whom);
      return;
    }
    if (said.say === 'leave') {
      forget(participantId);
      line.end('left');
      await on.left(whom, 'asked');
      on.changed();
      return;
    }
    const refusal = !isHeard(said, place(whom)) ? 'participant.not-in-hearing' : 'participant.flood';
    if (refusal === 'participant.not-in-hearing' || !mayAct(whom)) {
      refused(refusal, address, said.say, whom);
      line.say({ say: 'refused', fault: fault(refusal, {}) });
      return;
    }
    const told = await does(whom, said);
    if (told !== null) line.say(told);
  }

  /** What the page is answered, where it is answered at once. */
  async function does(whom: Invited, said: HearingAct | PagesOwn): Promise<JoinTold | null> {
    if (!isPagesOwn(said)) {
      const acted = await on.acted(whom, said);
      return acted.ok ? null : { say: 'refused', fault: tellable(acted.fault) };
    }
    switch (said.say) {
      case 'document': {
        const told = await papers.offer(whom, said);
        return told.say === 'document-refused' ? { ...told, fault: tellable(told.fault) } : told;
      }
      case 'document-stop':
        papers.stop(whom.participantId);
        return null;
      case 'measured': {
        const why = await measures.counted(whom, said);
        return why && { say: 'refused', fault: why };
      }
    }
  }

  return done({
    async start() {
      const shown = await openDoorCertificate(order);
      if (!shown.ok) {
        on.faultRaised(shown.fault);
        return;
      }
      const files = readPageFiles(order.pageFolder, shown.value.authority);
      if (files === null) {
        on.faultRaised(fault('participant.page-missing', {}));
        return;
      }
      const listening = await listenForPages({
        ...order.listen,
        certificate: shown.value,
        files,
        patience,
        log,
        onRefused: refused,
        onMeasure: measures.stream,
        onPaper: papers.answer,
        onPage(socket, address, known) {
          holdPage({
            socket,
            onHello: (line, hello) => void greet(line, hello, address, known),
            onSaid(line, said) {
              const here = hereOf(line);
              if (here !== undefined && here.told !== '') void hear(here, said, address);
            },
            onRefused(key, why) {
              patience.refused(address);
              refused(key, address, why);
            },
            onClose: gone,
          });
        },
      });
      if (!listening.ok) {
        on.faultRaised(listening.fault);
        return;
      }
      certificate = shown.value;
      listener = listening.value;
    },
    isOpen: () => listener !== null,
    async invite(whom, word) {
      if (listener === null) return failed(fault('participant.no-room', {}));
      const invited = await invitations.invite(whom, word);
      if (!invited.ok) return invited;
      sendOut(whom.participantId, 'withdrawn');
      const fingerprint = certificate?.authority?.fingerprint ?? null;
      return done({
        link: personalLink(certificate?.names() ?? [], order.listen.port, invited.value.secret),
        word: invited.value.word,
        fingerprint,
      });
    },
    async withdraw(participantId) {
      const withdrawn = await invitations.withdraw(participantId);
      if (withdrawn.ok) sendOut(participantId, 'withdrawn');
      return withdrawn;
    },
    async endHearing(hearingId) {
      for (const { whom } of [...present.values()])
        if (whom.hearingId === hearingId) sendOut(whom.participantId, 'ended');
      return invitations.endHearing(hearingId);
    },
    isHere: (participantId) => present.has(participantId),
    refresh() {
      papers.look();
      for (const each of [...present.values()]) if (each.told !== '') tell(each);
    },
    sendOut,
    port: ports.port,
    async close() {
      for (const { whom, line } of [...present.values()]) {
        forget(whom.participantId);
        line.end('closing');
      }
      measures.close();
      await papers.close();
      refusals.close();
      await listener?.close();
    },
  });
}
