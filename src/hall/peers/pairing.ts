import { argon2, createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { promisify } from 'node:util';
import { pairAnswer, pairHello, pairNonce, pairProof } from '#contract/peer-link.ts';
import { fault, type FaultKey } from '#domain/faults.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { newlyPaired, type HallAddress, type NewlyPaired, type PairedHall } from '#domain/peers/paired-hall.ts';
import { invite, pairingRules, pairingText, readCode, spendTry, type Invitation } from '#domain/peers/pairing.ts';
import type { Identity } from './identity.ts';
import { jsonLines } from './json-lines.ts';
import { pairingMark, peerIdOfSocket } from './listener.ts';

const stretch = promisify(argon2);
/** About a quarter of a second and 64 MiB for each guess; see decision 0014. */
const cost = { parallelism: 1, tagLength: 32, memory: 64 * 1024, passes: 3 } as const;
const sentenceLimitMs = 5000;
/** A sentence that the other side must first stretch the code for; an old PC under load takes seconds for it. */
const proofLimitMs = 30_000;
const connectLimitMs = 4000;

export type HallName = Readonly<{ court: string; hall: string }>;
export type PairingOrder = Readonly<{
  /** The newest key of this hall. */
  own(): Identity;
  /** What this hall is called, told to the other side. */
  ownName(): HallName;
  save(hall: NewlyPaired): Promise<Outcome<void>>;
  nowMs(): number;
  /** A joiner was turned away, by this fault. */
  onRefused(key: FaultKey, address: string, why: string): void;
}>;

/** Pairs two halls that share nothing but a code which a person reads out to another. */
export type Pairing = Readonly<{
  /** Shows a new code; the one before is dead. */
  invite(): Invitation;
  isInviting(): boolean;
  /** Hears a hall that says it knows the code. Nothing is told about the code but "wrong". */
  hear(socket: TLSSocket): Promise<void>;
  /** Joins the hall that shows this code. Refuses `peer.code-wrong`, `peer.code-dead`, `peer.itself`; fails `peer.unreachable`. */
  join(address: HallAddress, typedCode: string): Promise<Outcome<PairedHall>>;
}>;

/** The key that both sides make of the code and this connection's nonces. */
async function keyOf(code: string, inviterNonce: string, joinerNonce: string): Promise<Buffer> {
  return stretch('argon2id', { message: code, nonce: Buffer.from(inviterNonce + joinerNonce, 'hex'), ...cost });
}

/** The proof of one side: HMAC over both certificates, both nonces and its own name. */
function prove(side: 'joiner' | 'inviter', key: Buffer, said: Parameters<typeof pairingText>[1]): string {
  return createHmac('sha256', key).update(pairingText(side, said)).digest('hex');
}

function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(Buffer.from(given, 'hex'), Buffer.from(expected, 'hex'));
}

export function createPairing({ own, ownName, save, nowMs, onRefused }: PairingOrder): Pairing {
  let invitation: Invitation | null = null;
  const shownCode = (): string | null => invitation?.code ?? null;
  const newNonce = (): string => randomBytes(32).toString('hex');

  return {
    invite() {
      invitation = invite(randomInt(10 ** pairingRules.digits), nowMs());
      return invitation;
    },
    isInviting: () => spendTry(invitation, nowMs()) !== null,

    async hear(socket) {
      const lines = jsonLines(socket);
      const address = socket.remoteAddress ?? '';
      const identity = own();
      const joiner = peerIdOfSocket(socket, nowMs());
      const hello = joiner === null ? null : await lines.next(pairHello, sentenceLimitMs);
      if (joiner === null || hello === null) {
        onRefused('peer.not-paired', address, joiner === null ? 'no good certificate' : 'no hello');
        socket.destroy();
        return;
      }
      const refuse = (key: 'code-wrong' | 'code-dead', triesLeft: number, why: string): void => {
        onRefused(`peer.${key}`, address, why);
        lines.say({ refused: key, triesLeft });
        lines.end();
      };
      const inviterNonce = newNonce();
      lines.say({ nonce: inviterNonce });
      const given = await lines.next(pairProof, proofLimitMs);
      // A try is spent before it is judged, so that many at once are not more than three.
      const spent = given === null ? null : spendTry(invitation, nowMs());
      if (given === null || spent === null) {
        refuse('code-dead', 0, given === null ? 'no proof' : 'code is dead');
        return;
      }
      invitation = spent;
      const nonces = { inviterId: identity.id, joinerId: joiner.id, inviterNonce, joinerNonce: hello.nonce };
      const theirs = { court: hello.court, hall: hello.hall };
      const key = await keyOf(spent.code, inviterNonce, hello.nonce);
      if (!isSame(given.proof, prove('joiner', key, { ...nonces, ...theirs }))) {
        refuse('code-wrong', spent.triesLeft, 'wrong code');
        return;
      }
      // Meanwhile another hall may have come in by it, or a new code may be shown.
      const saved =
        shownCode() !== spent.code
          ? failed(fault('peer.code-dead', {}))
          : await save({ ...theirs, ...joiner, address: null, pairedAtMs: nowMs(), ownId: identity.id });
      if (!saved.ok) {
        refuse('code-dead', 0, 'code was used meanwhile');
        return;
      }
      invitation = null;
      const named = ownName();
      lines.say({ ...named, proof: prove('inviter', key, { ...nonces, ...named }) });
      lines.end();
    },

    async join(address, typedCode) {
      const code = readCode(typedCode);
      if (code === null) return failed(fault('peer.code-wrong', { triesLeft: pairingRules.tries }));
      const identity = own();
      const unreachable = failed(fault('peer.unreachable', { ...address }));
      const socket = await connectUntrusted(address, identity);
      if (socket === 'nobody') return unreachable;
      if (socket === 'turned-away') return failed(fault('peer.code-dead', {}));
      try {
        const inviter = peerIdOfSocket(socket, nowMs());
        if (inviter === null) return failed(fault('peer.impostor', {}));
        if (inviter.id === identity.id) return failed(fault('peer.itself', {}));
        const lines = jsonLines(socket);
        const joinerNonce = newNonce();
        const named = ownName();
        lines.say({ pair: 1, nonce: joinerNonce, ...named });
        const theirs = await lines.next(pairNonce, sentenceLimitMs);
        if (theirs === null) return failed(fault('peer.code-dead', {}));
        const nonces = { inviterId: inviter.id, joinerId: identity.id, inviterNonce: theirs.nonce, joinerNonce };
        const key = await keyOf(code, theirs.nonce, joinerNonce);
        lines.say({ proof: prove('joiner', key, { ...nonces, ...named }) });
        const answer = await lines.next(pairAnswer, proofLimitMs);
        if (answer === null) return failed(fault('peer.code-dead', {}));
        if ('refused' in answer)
          return answer.refused === 'code-wrong' && answer.triesLeft > 0
            ? failed(fault('peer.code-wrong', { triesLeft: answer.triesLeft }))
            : failed(fault('peer.code-dead', {}));
        const name = { court: answer.court, hall: answer.hall };
        // Whoever sits between knows neither the code nor this proof: the hall behind it is not the one that was called.
        if (!isSame(answer.proof, prove('inviter', key, { ...nonces, ...name })))
          return failed(fault('peer.impostor', {}));
        const hall = { ...name, ...inviter, address, pairedAtMs: nowMs(), ownId: identity.id };
        const saved = await save(hall);
        return saved.ok ? done(newlyPaired(hall)) : saved;
      } finally {
        socket.destroy();
      }
    },
  };
}

/** TLS 1.3 to a hall whose certificate means nothing yet. A hall that shows no code turns everybody away. */
async function connectUntrusted(
  { host, port }: HallAddress,
  identity: Identity,
): Promise<TLSSocket | 'nobody' | 'turned-away'> {
  const plain: Socket = connect({ host, port });
  plain.on('error', () => {});
  let isThere = false;
  const wasThere = (): boolean => isThere;
  const socket = await new Promise<TLSSocket | null>((resolve) => {
    setTimeout(() => resolve(null), connectLimitMs).unref();
    plain.once('close', () => resolve(null));
    plain.once('connect', () => {
      isThere = true;
      plain.write(Uint8Array.of(pairingMark));
      const { key, certificate: cert } = identity;
      // What the code proves afterwards is bound to both certificates, so that nobody can sit between.
      const tls = connectTls({ socket: plain, key, cert, minVersion: 'TLSv1.3', rejectUnauthorized: false });
      tls.on('error', () => resolve(null));
      tls.once('close', () => resolve(null));
      tls.once('secureConnect', () => resolve(tls));
    });
  });
  if (socket !== null) return socket;
  plain.destroy();
  return wasThere() ? 'turned-away' : 'nobody';
}
