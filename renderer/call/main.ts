import type { CapturePlan } from '#contract/capture.ts';
import type { SignalOrder, SignalWord } from '#contract/loudspeakers.ts';
import type { HallState } from '#contract/papers.ts';
import { CaptureDesk } from '../capture/capture-desk.ts';
import { watchLease } from '#line/hall-lease.ts';
import { networkPictures } from '../capture/network-picture.ts';
import { SpareWorkers } from '../capture/spare-workers.ts';
import { connectHall } from '#line/hall-client.ts';
import type {} from '../ui/line-door.ts';
import { sweepMemory } from '../capture/sweep-memory.ts';
import { giveSignsOfLife } from '../ui/pulse.ts';
import { CallDesk } from './call-desk.ts';
import { gainAt } from '#domain/monitors/layout.ts';
import { openLocalMedia } from './local-media.ts';
import { OwnSight } from './own-sight.ts';
import { PlayedHalls } from './played-halls.ts';
import { listenAsCall, type ListeningAsCall } from './listen-as-call.ts';
import { playSignal, playToListeners } from './signal-player.ts';
import { RemoteTracks } from './remote-tracks.ts';
import { VoiceMeters } from './voice-meters.ts';

/*
 * The call window: hidden. It speaks with other halls, plays what they say, writes it as tracks of the record, and
 * opens the monitors' windows in its own process, because they show the same pictures.
 */

giveSignsOfLife();
sweepMemory({ isPainted: false });
const hall = connectHall({ door: window.tarazy });
const openNetwork = networkPictures(hall);
const remote = new RemoteTracks();
const played = new PlayedHalls();
const voices = new VoiceMeters();
/** For the sound and the picture of one hall. */
const workers = new SpareWorkers(2, 'refilled');
let address = '';
let plan: CapturePlan | null = null;
let toldClosed = -1;

const desk = new CaptureDesk({
  path: 'remote',
  address: () => address,
  openDevice: (planned) => remote.open(planned),
  takeWorker: () => workers.take(),
  // Whether another hall is received is told by `call.report`; a remote track that is not there is no broken device.
  stuck: () => undefined,
  send: () => tellClosed(),
});
const call = new CallDesk({
  openLocal: (state) => openLocalMedia(state.hall.seats, navigator.mediaDevices, openNetwork),
  closed: () => tellClosed(),
  signal: (signal) => void hall.ask('call.signal', signal),
  async relays({ callId, epoch }) {
    const answer = await hall.ask('call.relays', { callId, epoch });
    // Of an epoch that is over meanwhile; the next one asks anew.
    return answer.ok ? answer.value.relays : [];
  },
  report: ({ callId, epoch }, state) => void hall.ask('call.report', { callId, epoch, state }),
  counted: ({ callId, epoch, peerId }, counts) =>
    void hall.ask('call.counted', { callId, epoch, counts, voice: voices.of(peerId) }),
  mix: (plan) => played.mix(plan),
  play(peerId, tracks) {
    played.play(peerId, tracks);
    voices.hear(peerId, tracks);
  },
  received(peerId, tracks) {
    remote.arrived(peerId, tracks);
    desk.lookAgain();
  },
  gone(peerId, heardUntilMs) {
    played.play(peerId, []);
    voices.hear(peerId, []);
    remote.gone(peerId, heardUntilMs);
    desk.lookAgain();
  },
});

const own = new OwnSight(navigator.mediaDevices, openNetwork, () => {
  played.tell();
  tellClosed();
});

/** Listens to what the check plays; null while it does not. */
let echo: Promise<ListeningAsCall> | null = null;
function cutEcho(): void {
  void echo?.then((listening) => {
    listening.stop();
    echo = null;
    tellClosed();
  });
}

/** L5: this window holds no device and writes nothing since this plan. */
function tellClosed(): void {
  const isOpen = call.isOpen || own.isOpen || echo !== null;
  if (plan?.mode !== 'closed' || isOpen || plan.planNo === toldClosed) return;
  toldClosed = plan.planNo;
  void hall.ask('preview.closed', { planNo: plan.planNo });
}

function followPlan(): void {
  if (plan !== null && (address !== '' || plan.mode === 'closed')) desk.follow(plan);
  tellClosed();
}

window.tarazyLine = {
  remotePictures: () => played.pictures(),
  ownPicture: () => own.picture,
  subscribe: (listener) => played.subscribe(listener),
};
// The witness's monitor shows the page of the public's screen once more.
const pageOf = (name: string): string => (name === 'witness' ? '/screen/index.html?witness' : `/${name}/index.html`);
window.tarazy.onOpen((name) => void window.open(pageOf(name), name));

/** P6: that no link is held any more is said once in each closed session, after `follow` has let go of it. */
let isToldDark = false;
function tellDark(isClosed: boolean): void {
  if (isClosed && !isToldDark) void hall.ask('session.dark', {});
  isToldDark = isClosed;
}

let newestState: HallState | null = null;
watchLease(hall.onConnection, () => {
  own.cut();
  cutEcho();
  if (newestState !== null) call.follow({ ...newestState, calls: [] });
});
hall.on('state.changed', (state: HallState) => {
  newestState = state;
  call.follow(state);
  own.follow(state);
  played.playAt(gainAt(state.monitors.volumePercent));
  tellClosed();
  tellDark(state.hearing?.isSessionClosed === true);
});
hall.on('session.closed', () => {
  call.cut();
  own.cut();
  cutEcho();
  tellDark(true);
});
hall.on('signal.ordered', (order) => {
  const tellWord = (word: SignalWord): void => void hall.ask('signal.told', word);
  const { loudspeaker } = order;
  if (loudspeaker !== null) void playSignal({ ...order, loudspeaker }, navigator.mediaDevices, tellWord);
  else void hearEcho(order, tellWord);
});

/** The microphones are open as long as the signal sounds, and no longer than the plan allows. */
async function hearEcho(order: SignalOrder, tellWord: (word: SignalWord) => void): Promise<void> {
  if (plan?.mode === 'closed' || echo !== null) return;
  const opening = listenAsCall(order.listeners, navigator.mediaDevices);
  echo = opening;
  const listening = await opening;
  try {
    await playToListeners(order, listening, tellWord);
  } finally {
    // Also where it cannot be played.
    listening.stop();
    if (echo === opening) echo = null;
    tellClosed();
  }
}

hall.on('call.signalled', (signalled) => call.take(signalled));
hall.on('capture.planned', (newest) => {
  plan = newest;
  if (plan.mode === 'closed') {
    own.cut();
    cutEcho();
  }
  followPlan();
});
hall.onConnection((isConnected) => {
  if (!isConnected) return;
  toldClosed = -1;
  if (hall.address() !== address) {
    address = hall.address();
    desk.moveTo(address);
  }
  followPlan();
});
