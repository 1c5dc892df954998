import type { JoinAct, JoinHello, JoinOver, JoinTold } from '#contract/join.ts';
import type { PartyFrame } from '#contract/party-link.ts';
import type { RoomFrame } from '#contract/private-room.ts';
import { fault, type Fault } from '#domain/faults.ts';
import type { PageLanguage } from '#domain/participants/participant-entries.ts';
import type { SocketClass } from './hall-client.ts';

type Told<Say extends JoinTold['say']> = Extract<JoinTold, { say: Say }>;

type Placed = Told<'wait'> | Told<'test'> | Told<'private'> | Told<'inside'>;

/** Where the page of a participant stands. `isLost`: the line broke and is being dialled again. */
export type JoinStand =
  | Readonly<{ at: 'door'; isKnocking: boolean; fault: Fault | null }>
  | Readonly<{ at: 'hearing'; told: Placed; isLost: boolean; fault: Fault | null }>
  | Readonly<{ at: 'over'; why: JoinOver }>;

export type DocumentTold = Told<'document-taken'> | Told<'document-refused'>;

/** The place for sound and picture: frames about the call, with the same meaning as the hall's port to this page. */
export type PartyLine = Readonly<{
  /** Admitted, on the line, and not cut. */
  isUp(): boolean;
  say(frame: PartyFrame): boolean;
  onFrame(listener: (frame: PartyFrame) => void): () => void;
}>;

/** L5: frames between the pages of one private room, which the hall hands on. False: nothing was sent. */
export type RoomLine = Readonly<{
  say(frame: RoomFrame): boolean;
  onFrame(listener: (frame: RoomFrame) => void): () => void;
}>;

/** The line of a participant's page to the hall. Nothing here ever throws. */
export type JoinLine = Readonly<{
  stand(): JoinStand;
  /** Told after every change of `stand`. Returns the way to stop. */
  subscribe(listener: () => void): () => void;
  knock(word: string, language: PageLanguage): void;
  /** False when the line is not up: then nothing was sent. */
  act(act: JoinAct): boolean;
  /** From "over" back to the door. */
  again(): void;
  forgetFault(): void;
  party: PartyLine;
  /** The token of this page, for what it fetches or brings beside the line; null where it has none. */
  token(): string | null;
  /** What the hall says of a document that was offered. Returns the way to stop. */
  onDocument(listener: (told: DocumentTold) => void): () => void;
  room: RoomLine;
  close(): void;
}>;

const backOffMs = [300, 700, 1500, 3000, 5000] as const;
const openLimitMs = 8000;
/** The hall says a word every 2.5 s: a line that is silent for longer is lost, whatever the network says of it. */
const silentLimitMs = 7000;

export type JoinLineOrder = Readonly<{
  /** `wss://host/v1/join`. */
  address: string;
  /** The secret behind the `#` of the personal link. */
  link: string;
  /** What the page has kept of an earlier line, and where it keeps it; null forgets it. */
  token: string | null;
  keepToken(token: string | null): void;
  language(): PageLanguage;
  SocketImpl?: SocketClass;
}>;

/** Whether sound and picture may flow where the page stands now. */
function isCarried(told: Placed): boolean {
  switch (told.say) {
    case 'wait':
    case 'private':
      return false;
    case 'test':
      return told.isOnLine;
    case 'inside':
      return !told.isCut;
  }
}

/** Keeps one socket for as long as the participant stays: by the code word at first, then by the token that the hall gave. */
export function openJoinLine(order: JoinLineOrder): JoinLine {
  const { address, link, keepToken, language } = order;
  const SocketImpl = order.SocketImpl ?? globalThis.WebSocket;
  const listeners = new Set<() => void>();
  const documentListeners = new Set<(told: DocumentTold) => void>();
  const roomListeners = new Set<(frame: RoomFrame) => void>();
  const frameListeners = new Set<(frame: PartyFrame) => void>();
  let stand: JoinStand = { at: 'door', isKnocking: order.token !== null, fault: null };
  let token = order.token;
  let socket: InstanceType<SocketClass> | null = null;
  let failures = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let isClosed = false;

  function turn(next: JoinStand): void {
    stand = next;
    for (const listener of listeners) listener();
  }
  function remember(next: string | null): void {
    token = next;
    keepToken(next);
  }
  function hangUp(): void {
    clearTimeout(retry);
    const old = socket;
    socket = null;
    old?.close();
  }

  function dial(hello: JoinHello): void {
    hangUp();
    if (isClosed) return;
    let opened: InstanceType<SocketClass>;
    try {
      opened = new SocketImpl(address);
    } catch {
      lose();
      return;
    }
    socket = opened;
    let limit = setTimeout(drop, openLimitMs);
    function drop(): void {
      clearTimeout(limit);
      if (socket !== opened) return;
      hangUp();
      lose();
    }
    opened.addEventListener('open', () => opened.send(JSON.stringify(hello)));
    opened.addEventListener('error', drop);
    opened.addEventListener('close', drop);
    opened.addEventListener('message', ({ data }) => {
      if (socket !== opened || typeof data !== 'string') return;
      clearTimeout(limit);
      hear(JSON.parse(data) as JoinTold);
      if (socket === opened) limit = setTimeout(drop, silentLimitMs);
    });
  }
  function lose(): void {
    if (isClosed) return;
    if (token === null) {
      turn({ at: 'door', isKnocking: false, fault: fault('participant.unreachable', {}) });
      return;
    }
    if (stand.at === 'hearing' && !stand.isLost) turn({ ...stand, isLost: true });
    const delayMs = backOffMs[Math.min(failures, backOffMs.length - 1)] ?? 0;
    failures += 1;
    comeBack(token, delayMs);
  }
  function comeBack(by: string, delayMs: number): void {
    clearTimeout(retry);
    retry = setTimeout(() => dial({ say: 'return', token: by, language: language() }), delayMs);
  }

  function hear(told: JoinTold): void {
    switch (told.say) {
      case 'wait':
      case 'test':
      case 'private':
      case 'inside':
        failures = 0;
        remember(told.token);
        turn({ at: 'hearing', told, isLost: false, fault: stand.at === 'hearing' ? stand.fault : null });
        return;
      case 'over':
        hangUp();
        // A hall that starts anew takes the same page back.
        if (told.why === 'closing' && token !== null) {
          lose();
          return;
        }
        remember(null);
        turn({ at: 'over', why: told.why });
        return;
      case 'refused':
        refused(told.fault);
        return;
      case 'document-taken':
      case 'document-refused':
        for (const listener of documentListeners) listener(told);
        return;
      case 'here':
        return;
      case 'room.here':
      case 'room.described':
      case 'room.candidate':
        for (const listener of roomListeners) listener(told);
        return;
      case 'call.offered':
      case 'call.answered':
      case 'call.candidate':
      case 'call.standing':
      case 'call.ended':
        for (const listener of frameListeners) listener(told);
    }
  }
  function refused(why: Fault): void {
    if (stand.at === 'hearing' && !stand.isLost) {
      turn({ ...stand, fault: why });
      return;
    }
    hangUp();
    // Others at this address guessed, or the line broke too often: the token is good and is shown again later.
    if (token !== null && (why.key === 'participant.wait' || why.key === 'participant.flood')) {
      comeBack(token, Number(why.args['seconds'] ?? 5) * 1000);
      return;
    }
    remember(null);
    turn({ at: 'door', isKnocking: false, fault: why });
  }
  function send(said: JoinAct | PartyFrame | RoomFrame): boolean {
    if (stand.at !== 'hearing' || stand.isLost || socket === null) return false;
    socket.send(JSON.stringify(said));
    return true;
  }
  const isUp = (): boolean => stand.at === 'hearing' && !stand.isLost && isCarried(stand.told);

  if (token !== null) comeBack(token, 0);
  return {
    stand: () => stand,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    knock(word, spoken) {
      remember(null);
      turn({ at: 'door', isKnocking: true, fault: null });
      dial({ say: 'knock', link, word, language: spoken });
    },
    act: send,
    again: () => turn({ at: 'door', isKnocking: false, fault: null }),
    forgetFault() {
      if (stand.at !== 'over' && stand.fault !== null) turn({ ...stand, fault: null });
    },
    token: () => token,
    onDocument(listener) {
      documentListeners.add(listener);
      return () => void documentListeners.delete(listener);
    },
    party: {
      isUp,
      say: (frame) => isUp() && send(frame),
      onFrame(listener) {
        frameListeners.add(listener);
        return () => void frameListeners.delete(listener);
      },
    },
    room: {
      say: (frame) => stand.at === 'hearing' && stand.told.say === 'private' && send(frame),
      onFrame(listener) {
        roomListeners.add(listener);
        return () => void roomListeners.delete(listener);
      },
    },
    close() {
      isClosed = true;
      hangUp();
    },
  };
}
