import { randomUUID } from 'node:crypto';
import type { LinkFrame } from '#contract/peer-link.ts';
import type { CallId, HallPeerId } from '#domain/ids.ts';
import { createFingerprintGuard } from '../../src/hall/peers/fingerprint-guard.ts';
import type { LinkedHall } from '../flow/hall-pair.ts';
import type { BesiegedCourt, Evidence } from './besieged-court.ts';
import { forgePapers, forMs } from './forged-papers.ts';
import { candidate, linkAs, pairAs, sdpOf, wait, type HostileLink } from './hostile-hall.ts';

type Offered = Extract<LinkFrame, { say: 'call.offered' }>;
const newCall = (): CallId => randomUUID() as CallId;
const settleMs = 400;
const hourMs = 3_600_000;

/** A paired hall for one lie, so that the log and the journal of each speak for themselves. */
async function newLiar(door: Parameters<typeof pairAs>[1]): Promise<HostileLink & Readonly<{ id: HallPeerId }>> {
  const identity = await forgePapers(forMs(hourMs));
  const link = await linkAs(identity, await pairAs(identity, door), door.port);
  return { ...link, id: identity.id };
}

/** One lie told by a hall of its own; `honestSignals` are those of honest words before it. */
async function lie(
  court: BesiegedCourt,
  name: string,
  more: Readonly<{ code?: string; isOfCall?: boolean; honestSignals?: number }>,
  tell: (liar: HostileLink & Readonly<{ id: HallPeerId }>) => Promise<boolean>,
): Promise<void> {
  const { code = 'LNK-302', isOfCall = true, honestSignals = 0 } = more;
  const liar = await newLiar(court);
  const evidence: Evidence = {
    code,
    inLog: ({ peerId }) => peerId === liar.id,
    ...(isOfCall ? { inJournal: liar.id } : {}),
    honestSignals,
  };
  await court.under(name, evidence, async () => {
    const isRefused = await tell(liar);
    await wait(settleMs);
    return { isRefused };
  });
  liar.close();
}

async function isAnswered(liar: HostileLink, callId: CallId, why: string, limitMs = 3000): Promise<boolean> {
  const endsMs = performance.now() + limitMs;
  while (performance.now() < endsMs) {
    if (liar.heard.some((frame) => frame.say === 'call.ended' && frame.callId === callId && frame.why === why))
      return true;
    await wait(20);
  }
  return false;
}

/** Nothing of an offer that is not truly signed may ring. */
async function offerFalsely(court: BesiegedCourt): Promise<void> {
  const forged = await forgePapers(forMs(hourMs));
  const stranger = createFingerprintGuard(() => forged, Date.now);
  const spoilt: Readonly<Record<string, (liar: HostileLink) => Offered>> = {
    'altered fingerprint in an offer': (liar) => ({ ...liar.offer(newCall(), 1), sdp: sdpOf('BB') }),
    'a second fingerprint added to an offer': (liar) => {
      const offer = liar.offer(newCall(), 1);
      return { ...offer, sdp: offer.sdp + sdpOf('CC').split('\r\n')[2]! };
    },
    'signature by another key': (liar) => ({
      say: 'call.offered',
      ...stranger.seal(liar.to.id, { callId: newCall(), epoch: 1 }, sdpOf('AA'))!,
    }),
    'signature for another call': (liar) => ({ ...liar.offer(newCall(), 1), callId: newCall() }),
    'signature for another epoch': (liar) => ({ ...liar.offer(newCall(), 1), epoch: 2 }),
    'signature for another hall': (liar) => ({
      say: 'call.offered',
      ...liar.guard.seal('f'.repeat(64) as HallPeerId, { callId: newCall(), epoch: 1 }, sdpOf('AA'))!,
    }),
    'counter raised after signing': (liar) => {
      const offer = liar.offer(newCall(), 1);
      return { ...offer, counter: offer.counter + 1 };
    },
    'no signature at all': (liar) => ({ ...liar.offer(newCall(), 1), signature: '' }),
  };
  for (const [name, spoil] of Object.entries(spoilt))
    await lie(court, name, {}, async (liar) => {
      const offer = spoil(liar);
      liar.say(offer);
      return isAnswered(liar, offer.callId, 'refused');
    });
}

/** Honest words said once more, or in another order. */
async function repeatThemselves(court: BesiegedCourt): Promise<void> {
  const ring = async (liar: HostileLink, epoch: number): Promise<Offered> => {
    const offer = liar.offer(newCall(), epoch);
    liar.say(offer);
    await court.console.until(({ calls: [call] }) => call?.callId === offer.callId, 3000, 'the honest offer rings');
    await wait(settleMs);
    return offer;
  };
  await lie(court, 'offer replayed in its call', { honestSignals: 1 }, async (liar) => {
    const offer = await ring(liar, 1);
    liar.say(offer);
    return isAnswered(liar, offer.callId, 'refused');
  });
  await lie(court, 'offer replayed after its call', { honestSignals: 1 }, async (liar) => {
    const offer = await ring(liar, 1);
    await court.console.must('call.end', {});
    liar.say(offer);
    return isAnswered(liar, offer.callId, 'refused');
  });
  await lie(court, 'offer replayed as a new call', { honestSignals: 1 }, async (liar) => {
    const offer = await ring(liar, 1);
    await court.console.must('call.end', {});
    const callId = newCall();
    liar.say({ ...offer, callId });
    return isAnswered(liar, callId, 'refused');
  });
  await lie(court, 'offers of two epochs in the wrong order', { honestSignals: 1 }, async (liar) => {
    const callId = newCall();
    const [first, second] = [liar.offer(callId, 1), liar.offer(callId, 2)];
    liar.say(second);
    await court.console.until(
      ({ calls: [call] }) => call?.callId === callId && call.epoch === 2,
      3000,
      'epoch 2 rings',
    );
    liar.say(first);
    return isAnswered(liar, callId, 'refused');
  });
  const late = { code: 'LNK-110', honestSignals: 1 };
  await lie(court, 'offer of an old epoch, signed anew', late, async (liar) => {
    const { callId } = await ring(liar, 5);
    liar.say(liar.offer(callId, 4));
    await wait(settleMs);
    return court.console.state()?.calls[0]?.epoch === 5;
  });
  await lie(court, 'candidate of an old epoch', late, async (liar) => {
    const { callId } = await ring(liar, 2);
    liar.say({ say: 'call.candidate', callId, epoch: 1, candidate });
    return true;
  });
  await lie(court, 'candidate of an epoch without a description', late, async (liar) => {
    const { callId } = await ring(liar, 2);
    liar.say({ say: 'call.candidate', callId, epoch: 3, candidate });
    return true;
  });
  await lie(court, 'answer that nobody asked for', late, async (liar) => {
    const { callId } = await ring(liar, 1);
    liar.say({ ...liar.offer(callId, 1), say: 'call.answered', isAccepted: true });
    return true;
  });
  await lie(court, 'candidate of a call that nobody knows', { code: 'LNK-110', isOfCall: false }, async (liar) => {
    liar.say({ say: 'call.candidate', callId: newCall(), epoch: 1, candidate });
    return true;
  });
}

/** The court calls, and the answer is false. */
async function answerFalsely(court: BesiegedCourt): Promise<void> {
  const spoilt: Readonly<Record<string, (liar: HostileLink, answer: Offered) => Offered>> = {
    'altered fingerprint in an answer': (_liar, answer) => ({ ...answer, sdp: sdpOf('BB') }),
    'answer signed for another call': (liar, answer) => ({ ...liar.offer(newCall(), 1), callId: answer.callId }),
  };
  for (const [name, spoil] of Object.entries(spoilt))
    await lie(court, name, {}, async (liar) => {
      await court.console.until(
        ({ peers }) => peers.some(({ id, link }) => id === liar.id && link === 'up'),
        3000,
        'up',
      );
      await court.console.must('call.dial', { peerId: liar.id });
      const {
        calls: [call],
      } = await court.console.until((state) => state.calls[0]?.state === 'calling', 3000, 'it calls');
      const { callId, epoch } = call!;
      const description = { type: 'offer', sdp: sdpOf('EE') } as const;
      await court.window.must('call.signal', { peerId: liar.id, callId, epoch, description });
      liar.say({ ...spoil(liar, liar.offer(callId, epoch)), say: 'call.answered', isAccepted: true });
      const ended = await court.console.until(
        (state) => state.calls[0]?.state === 'ended',
        3000,
        'the call is refused',
      );
      return ended.calls[0]?.end === 'refused';
    });
}

/** A service that was started anew has forgotten what it heard; an old offer must still be none. In a hall without a hearing. */
async function replayAfterRestart(court: BesiegedCourt, colony: LinkedHall): Promise<void> {
  const identity = await forgePapers(forMs(hourMs));
  const to = await pairAs(identity, colony);
  const link = await linkAs(identity, to, colony.port);
  const window = await colony.openCallWindow();
  const offer = link.offer(newCall(), 1);
  link.say(offer);
  await colony.console.until(({ calls: [call] }) => call?.callId === offer.callId, 3000, 'the honest offer rings');
  await wait(settleMs);
  const given = colony.signalled.length;
  await colony.service.stop('SIGKILL');
  colony.restart();
  await court.under('offer replayed after a restart of the service', { code: 'LNK-302', inLog: null }, async () => {
    const again = await untilLinked(() => linkAs(identity, to, colony.port, { guard: link.guard }));
    again.say(offer);
    const isAnsweredNo = await isAnswered(again, offer.callId, 'refused');
    await wait(settleMs);
    const isShown = await colony.console
      .until(({ alarms }) => alarms.some(({ fault }) => fault.key === 'peer.fingerprint-refused'), 3000, 'it is told')
      .then(
        () => true,
        () => false,
      );
    again.close();
    return { isRefused: isAnsweredNo && isShown && colony.signalled.length === given };
  });
  window.close();
}

/** A service that has just started listens only in a moment. */
async function untilLinked(link: () => Promise<HostileLink>): Promise<HostileLink> {
  for (let tries = 0; tries < 60; tries += 1) {
    const linked = await link().catch(() => null);
    if (linked !== null) return linked;
    await wait(200);
  }
  throw new Error('the service did not come back');
}

export async function showFalseDescriptions(court: BesiegedCourt, colony: LinkedHall): Promise<void> {
  await offerFalsely(court);
  await repeatThemselves(court);
  await answerFalsely(court);
  await replayAfterRestart(court, colony);
}
