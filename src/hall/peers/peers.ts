import { networkInterfaces } from 'node:os';
import type { ExhibitFrame, LinkFrame, ProbeFrame } from '#contract/peer-link.ts';
import { fault, faultCode, type FaultKey } from '#domain/faults.ts';
import type { HallPeerId } from '#domain/ids.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { isLasting, type CallEpoch } from '#domain/peers/call.ts';
import { showCode } from '#domain/peers/pairing.ts';
import { createRepeats } from '../plumbing/index.ts';
import { createCalls } from './calls.ts';
import { openBeside } from './dial-hall.ts';
import type { Peers, PeersOrder } from './door.ts';
import { createExhibitLine } from './exhibit-line.ts';
import { createFingerprintGuard } from './fingerprint-guard.ts';
import { openIdentity } from './identity.ts';
import { createLinks } from './links.ts';
import { listenForHalls, type Listener } from './listener.ts';
import { createPairing } from './pairing.ts';
import { createMediaPaths } from './media-paths.ts';
import { openPairedHalls } from './paired-halls.ts';
import { createProbes } from './probes.ts';

/** Addresses of this PC that another hall may dial. */
function ownHosts(host: string): readonly string[] {
  if (host !== '0.0.0.0' && host !== '::') return [host];
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')
    .map(({ address }) => address);
}

function isOfProbe(frame: LinkFrame): frame is ProbeFrame {
  return frame.say.startsWith('probe.');
}

function isOfExhibit(frame: LinkFrame): frame is ExhibitFrame {
  return frame.say.startsWith('exhibit.');
}

/** Opens what this hall knows of itself and of others, without a word to anybody. Fails `peer.identity-lost`, `archive.unwritable`. */
export async function openPeers(order: PeersOrder): Promise<Outcome<Peers>> {
  const { on, log, nowMs } = order;
  const opened = openPairedHalls(order.peersFile, log);
  if (!opened.ok) return opened;
  const paired = opened.value;
  const identified = await openIdentity(order.keysFolder, { hasPairedHalls: paired.all().length > 0, log });
  if (!identified.ok) return identified;
  const identity = identified.value;
  const guard = createFingerprintGuard(identity, nowMs);

  type AtDoor = Readonly<{ key: FaultKey; address: string; why: string }>;
  const doorRefusals = createRepeats<AtDoor>(({ key, ...at }, times) => {
    log.warn({ code: faultCode(key), ...at, times }, 'peer-refused');
  });
  const refusedAtDoor = (key: FaultKey, address: string, why: string): void =>
    doorRefusals.note(`${key} ${why}`, address, { key, address, why });

  type OnLink = Readonly<{ peerId: HallPeerId; key: FaultKey; why: string; at: CallEpoch | null }>;
  const linkRefusals = createRepeats<OnLink>(({ peerId, key, why, at }, times) => {
    log.warn({ code: faultCode(key), peerId, why, ...at, times }, 'peer-said-refused');
    if (at !== null) on.callRefused({ ...at, peerId, key, why, times });
  });
  function refusedOnLink(peerId: HallPeerId, key: FaultKey, why: string, at: CallEpoch | null): void {
    linkRefusals.note(`${key} ${why} ${at === null}`, peerId, { peerId, key, why, at });
  }

  const paths = createMediaPaths({ listen: order.listen, log });
  const { calls, line } = createCalls({
    ownId: identity.id,
    hall: paired.get,
    guard,
    isUp: (peerId) => links.isUp(peerId),
    say: (peerId, frame) => links.say(peerId, frame),
    doubt: (peerId) => links.doubt(peerId),
    paths,
    mayCall: order.mayCall,
    mostCalls: order.mostCalls,
    nowMs,
    on: {
      ...on,
      changed() {
        probes.callChanged();
        on.changed();
      },
    },
    refused: refusedOnLink,
    log,
  });
  const isCallOn = (): boolean => calls.all().some(isLasting);
  const probes = createProbes({
    hall: paired.get,
    listen: order.listen,
    isUp: (peerId) => links.isUp(peerId),
    say: (peerId, frame) => links.say(peerId, frame),
    heard: (peerId) => links.heard(peerId),
    dialStream: async (peer, path) =>
      peer.address === null ? null : openBeside({ peer, address: peer.address, path, identity }),
    isCallOn,
    leastKbps: order.leastKbps,
    nowMs,
    onChanged: on.changed,
    onMeasured: on.measured,
    log,
  });
  const exhibits = createExhibitLine({
    hall: paired.get,
    isUp: (peerId) => links.isUp(peerId),
    say: (peerId, frame) => links.say(peerId, frame),
    dialStream: async (peer, path) =>
      peer.address === null ? null : openBeside({ peer, address: peer.address, path, identity }, true),
    isCallOn,
    measuredKbps: (peerId) => probes.shown(peerId).measured?.send.kbps ?? null,
    take: on.takeExhibit,
    onChanged: on.changed,
    onSent: on.exhibitSent,
    onPage: on.exhibitPage,
    log,
  });
  const links = createLinks({
    identity,
    paired,
    log,
    hello: (peerId) => ({ hello: 1, ...order.ownName(), ...guard.hello(peerId) }),
    onUp(peerId, hello) {
      const { court, hall } = hello;
      guard.met(peerId, hello);
      line.linkUp(peerId);
      probes.linkChanged(peerId);
      exhibits.linkChanged(peerId);
      on.linkUp(peerId);
      const known = paired.get(peerId);
      // A hall that was set up only after it was paired, or renamed since, tells its name here.
      if (known !== undefined && (known.court !== court || known.hall !== hall))
        void paired.rename(peerId, { court, hall }).then(on.changed);
    },
    onDown(peerId) {
      probes.linkChanged(peerId);
      exhibits.linkChanged(peerId);
      on.changed();
    },
    onFrame(peerId, frame) {
      if (isOfProbe(frame)) probes.received(peerId, frame);
      else if (isOfExhibit(frame)) exhibits.received(peerId, frame);
      else line.received(peerId, frame);
    },
    onRefused(peerId, why) {
      const call = calls.all().find((each) => each.peerId === peerId && isLasting(each));
      // A hello that is late is what a bad line leaves; all else a hall that keeps to the rules never says.
      const at = call === undefined || why === 'no hello' ? null : { callId: call.callId, epoch: call.epoch };
      refusedOnLink(peerId, 'peer.malformed', why, at);
    },
    onChanged: on.changed,
  });
  let listener: Listener | null = null;
  const refresh = (): void => {
    listener?.refresh();
    links.refresh();
  };
  const pairing = createPairing({
    identity,
    ownName: order.ownName,
    nowMs,
    onRefused: refusedAtDoor,
    async save(hall) {
      const saved = await paired.save(hall);
      if (saved.ok) refresh();
      return saved;
    },
  });

  return done({
    async start() {
      if (order.listen !== null) {
        const listening = await listenForHalls({
          ...order.listen,
          identity,
          paired: paired.all,
          isInviting: pairing.isInviting,
          onLink: links.accept,
          onStream: probes.stream,
          onExhibit: exhibits.stream,
          onJoiner: (socket) =>
            void pairing.hear(socket).catch((error: unknown) => {
              // A stranger's certificate that Node cannot read must not bring the hall down.
              log.error({ err: error }, 'pairing-threw');
              socket.destroy();
            }),
          onRefused: refusedAtDoor,
          log,
        });
        if (listening.ok) listener = listening.value;
        else on.faultRaised(listening.fault);
      }
      links.refresh();
    },
    shown: () => links.shown().map((shown) => ({ ...shown, ...probes.shown(shown.id) })),
    get: paired.get,
    calls,
    exhibits,
    invite() {
      if (listener === null || order.listen === null) return failed(fault('peer.not-listening', {}));
      const { code, expiresAtMs } = pairing.invite();
      return done({ code: showCode(code), expiresAtMs, hosts: ownHosts(order.listen.host), port: order.listen.port });
    },
    isInviting: pairing.isInviting,
    join: pairing.join,
    measure: probes.measure,
    async remove(peerId) {
      if (paired.get(peerId) === undefined) return failed(fault('peer.unknown', {}));
      line.removed(peerId);
      exhibits.removed(peerId);
      probes.linkChanged(peerId);
      const removed = await paired.remove(peerId);
      if (removed.ok) refresh();
      return removed;
    },
    async close() {
      line.close();
      await paths.close();
      await probes.close();
      await exhibits.close();
      links.close();
      doorRefusals.close();
      linkRefusals.close();
      await listener?.close();
    },
  });
}
