import { networkInterfaces } from 'node:os';
import { fault, faultCode, type FaultKey } from '#domain/faults.ts';
import type { HallPeerId } from '#domain/ids.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { isLasting, type CallEpoch } from '#domain/peers/call.ts';
import { controlNumber } from '#domain/peers/introduction.ts';
import { newestPin, type NewlyPaired, type PairedHall } from '#domain/peers/paired-hall.ts';
import { showCode } from '#domain/peers/pairing.ts';
import { createRepeats } from '../plumbing/index.ts';
import { createCalls } from './calls.ts';
import { keyIdOf } from './certificate.ts';
import { openBeside } from './dial-hall.ts';
import type { OwnKey, Peers, PeersOrder } from './door.ts';
import { createExhibitLine } from './exhibit-line.ts';
import { createFingerprintGuard, type Speaker } from './fingerprint-guard.ts';
import { isOfExhibit, isOfIncident, isOfKey, isOfProbe, isOfReport } from './frame-kinds.ts';
import { createIntroductions } from './introductions.ts';
import { createLinks } from './links.ts';
import { listenForHalls, type Listener } from './listener.ts';
import { openOwnKeys } from './own-keys.ts';
import { createPairing } from './pairing.ts';
import { createMediaPaths } from './media-paths.ts';
import { openPairedHalls } from './paired-halls.ts';
import { createProbes } from './probes.ts';
import { createRenewals } from './renewals.ts';
import { createReportLine } from './report-line.ts';
import { relaysFor } from './turn.ts';

/** Addresses of this PC that another hall may dial. */
function ownHosts(host: string): readonly string[] {
  if (host !== '0.0.0.0' && host !== '::') return [host];
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')
    .map(({ address }) => address);
}

/** Opens what this hall knows of itself and of others, without a word to anybody. Fails `peer.identity-lost`, `archive.unwritable`. */
export async function openPeers(order: PeersOrder): Promise<Outcome<Peers>> {
  const { on, log, nowMs } = order;
  const opened = openPairedHalls(order.peersFile, log);
  if (!opened.ok) return opened;
  const paired = opened.value;
  const openedKeys = await openOwnKeys(order.keysFolder, { hasPairedHalls: paired.all().length > 0, nowMs, log });
  if (!openedKeys.ok) return openedKeys;
  const keys = openedKeys.value;
  const filled = await paired.fillIn(keys.newest().id);
  if (!filled.ok) return filled;
  await keys.prune(paired.all().map(({ ownKeyId }) => ownKeyId));
  const speaker = (peerId: HallPeerId): Speaker | null => {
    const hall = paired.get(peerId);
    const key = hall && keys.of(hall.ownKeyId);
    return hall && key ? { id: hall.ownId, sign: key.sign } : null;
  };
  const guard = createFingerprintGuard(speaker, nowMs);

  type AtDoor = Readonly<{ key: FaultKey; address: string; why: string }>;
  const doorRefusals = createRepeats<AtDoor>(({ key, ...at }, times) => {
    log.warn({ code: faultCode(key), ...at, times }, 'peer-refused');
  });
  const refusedAtDoor = (key: FaultKey, address: string, why: string): void =>
    doorRefusals.note(`${key} ${why}`, address, { key, address, why });

  type OnLink = Readonly<{ peerId: HallPeerId; key: FaultKey; why: string; at: CallEpoch | null; isTold: boolean }>;
  const linkRefusals = createRepeats<OnLink>(({ peerId, key, why, at, isTold }, times) => {
    log.warn({ code: faultCode(key), peerId, why, ...at, times }, 'peer-said-refused');
    if (isTold) on.callRefused({ callId: at?.callId ?? null, epoch: at?.epoch ?? null, peerId, key, why, times });
  });
  function refusedOnLink(
    peerId: HallPeerId,
    key: FaultKey,
    why: string,
    at: CallEpoch | null,
    isTold = at !== null,
  ): void {
    linkRefusals.note(`${key} ${why} ${isTold}`, peerId, { peerId, key, why, at, isTold });
  }

  const paths = createMediaPaths({
    listen: order.listen,
    isUp: (peerId) => links.isUp(peerId),
    dialStream: async (peerId, path) => dialStream(paired.get(peerId), path),
    log,
  });
  const { calls, line } = createCalls({
    ownId: (peerId) => paired.get(peerId)?.ownId ?? keys.newest().id,
    hall: paired.get,
    guard,
    isUp: (peerId) => links.isUp(peerId),
    say: (peerId, frame) => links.say(peerId, frame),
    doubt: (peerId) => links.doubt(peerId),
    paths,
    mayCall: order.mayCall,
    ...{ mostCalls: order.mostCalls, mostParties: order.mostParties },
    relays: () => relaysFor(order.turn, nowMs()),
    refusedPage: (id, key, why, at) =>
      log.warn({ code: faultCode(key), participantId: id, why, ...at }, 'page-said-refused'),
    nowMs,
    on: {
      ...on,
      changed() {
        probes.callChanged();
        renewals.look();
        on.changed();
      },
    },
    refused: refusedOnLink,
    log,
  });
  const isCallOn = (): boolean => calls.all().some(isLasting);
  async function dialStream(
    peer: PairedHall | undefined,
    path: string,
    isPaused = false,
  ): ReturnType<typeof openBeside> {
    const identity = peer && keys.of(peer.ownKeyId);
    if (peer?.address == null || identity === undefined) return null;
    return openBeside({ peer, address: peer.address, path, identity }, isPaused);
  }
  const probes = createProbes({
    hall: paired.get,
    listen: order.listen,
    isUp: (peerId) => links.isUp(peerId),
    say: (peerId, frame) => links.say(peerId, frame),
    heard: (peerId) => links.heard(peerId),
    dialStream: (peer, path) => dialStream(peer, path),
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
    dialStream: (peer, path) => dialStream(peer, path, true),
    isCallOn,
    measuredKbps: (peerId) => probes.shown(peerId).measured?.send.kbps ?? null,
    take: on.takeExhibit,
    onChanged: on.changed,
    onSent: on.exhibitSent,
    onPage: on.exhibitPage,
    log,
  });
  const reports = createReportLine({
    ...{ hall: paired.get, speaker, give: on.giveReport, log },
    isUp: (peerId) => links.isUp(peerId),
    say: (peerId, frame) => links.say(peerId, frame),
  });
  const links = createLinks({
    ownKey: keys.of,
    newestKey: keys.newest,
    paired,
    log,
    hello(peerId) {
      const known = paired.get(peerId);
      const yourKey = known && { yourKey: keyIdOf(newestPin(known)) };
      return { hello: 1, ...order.ownName(), ...guard.hello(peerId), ...yourKey };
    },
    onUp(peerId, hello, keyId) {
      const { court, hall } = hello;
      guard.met(peerId, hello);
      line.linkUp(peerId);
      probes.linkChanged(peerId);
      exhibits.linkChanged(peerId);
      on.linkUp(peerId);
      renewals.linkUp(peerId, keyId, hello.yourKey);
      const known = paired.get(peerId);
      // A hall that was set up only after it was paired, or renamed since, tells its name here.
      if (known !== undefined && (known.court !== court || known.hall !== hall))
        void paired.rename(peerId, { court, hall }).then(on.changed);
    },
    onDown(peerId) {
      renewals.linkDown(peerId);
      probes.linkChanged(peerId);
      exhibits.linkChanged(peerId);
      on.changed();
    },
    onFrame(peerId, frame) {
      if (isOfProbe(frame)) probes.received(peerId, frame);
      else if (isOfExhibit(frame)) exhibits.received(peerId, frame);
      else if (isOfIncident(frame)) on.incidentSaid(peerId, frame);
      else if (isOfReport(frame)) reports.received(peerId, frame);
      else if (isOfKey(frame)) renewals.received(peerId, frame);
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
  async function save(hall: NewlyPaired): Promise<Outcome<void>> {
    const saved = await paired.save(hall);
    if (saved.ok) refresh();
    return saved;
  }
  const renewals = createRenewals({
    ...{ keys, paired, guard, nowMs, refresh, isCallOn, log },
    isUp: (peerId) => links.isUp(peerId),
    say: (peerId, frame) => links.say(peerId, frame),
    refused: (peerId, key, why) => refusedOnLink(peerId, key, why, null, true),
  });
  const pairing = createPairing({
    own: keys.newest,
    ownName: order.ownName,
    nowMs,
    onRefused: refusedAtDoor,
    save,
  });
  const introductions = createIntroductions({
    ...{ keys, paired, nowMs, save },
    folder: order.introductionsFolder,
    ownName: order.ownName,
    found: () =>
      listener === null || order.listen === null
        ? null
        : { hosts: ownHosts(order.listen.host), port: order.listen.port },
  });
  const ownKey = (): OwnKey => {
    const { id, endsAtMs } = keys.newest();
    return { controlNumber: controlNumber(id), endsAtMs };
  };

  return done({
    async start() {
      if (order.listen !== null) {
        const listening = await listenForHalls({
          ...order.listen,
          ownKeys: keys,
          paired,
          isInviting: pairing.isInviting,
          onLink: links.accept,
          onStream: probes.stream,
          onExhibit: exhibits.stream,
          onMedia: paths.stream,
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
    sayIncident: (peerId, frame) => links.isUp(peerId) && links.say(peerId, frame),
    invite() {
      if (listener === null || order.listen === null) return failed(fault('peer.not-listening', {}));
      const { code, expiresAtMs } = pairing.invite();
      return done({ code: showCode(code), expiresAtMs, hosts: ownHosts(order.listen.host), port: order.listen.port });
    },
    isInviting: pairing.isInviting,
    join: pairing.join,
    introduce: introductions.write,
    readIntroduction: introductions.read,
    trustIntroduction: introductions.trust,
    ownKey,
    async renewKey() {
      const renewed = await renewals.renew();
      on.changed();
      return renewed.ok ? done(ownKey()) : renewed;
    },
    measure: probes.measure,
    askReport: reports.ask,
    async remove(peerId) {
      if (paired.get(peerId) === undefined) return failed(fault('peer.unknown', {}));
      line.removed(peerId);
      exhibits.removed(peerId);
      probes.linkChanged(peerId);
      const removed = await paired.remove(peerId);
      if (!removed.ok) return removed;
      refresh();
      await keys.prune(paired.all().map(({ ownKeyId }) => ownKeyId));
      return removed;
    },
    async close() {
      line.close();
      await paths.close();
      await probes.close();
      await exhibits.close();
      links.close();
      await renewals.settle();
      doorRefusals.close();
      linkRefusals.close();
      await listener?.close();
    },
  });
}
