/* The hall service: builds the rooms, joins the wires, closes in order. Nothing is decided here. */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { fault } from '#domain/faults.ts';
import type { Outcome } from '#domain/outcome.ts';
import { mostCallsOn, mostPartiesOn } from '#domain/peers/call.ts';
import { findFfmpeg } from '../../native/ffmpeg/index.ts';
import { openSoundServer } from '../../native/sound-server/index.ts';
import {
  admitTo,
  answerVerbs,
  checkProbes,
  checkedFloorDbfs,
  createTurns,
  createWatches,
  emptyDesk,
  followSpeaker,
  createStateBoard,
  createPartyDesk,
  interruptedHearing,
  journaledAlarms,
  isPlanDue,
  keepRecording,
  layOnDesk,
  mayCall,
  mayHavePicture,
  panelEvents,
  participantsEvents,
  peersEvents,
  pageSights,
  recorderEvents,
  sayRestarted,
  systemAuthor,
  takeUp,
  windowPresence,
  type Rooms,
} from './actions/index.ts';
import { createDoorPapers, openDoor, type Api } from './api/index.ts';
import { openDiagnostics } from './diagnostics/index.ts';
import { cameraProbe, openCameras } from './cameras/index.ts';
import { openCheckReports } from './check-reports/index.ts';
import { openDirectory } from './directory/index.ts';
import { createDocuments } from './documents/index.ts';
import { createExhibits } from './exhibits/index.ts';
import { openInbox } from './incidents/index.ts';
import { openJournals } from './journal/index.ts';
import { createLivePictures } from './live-pictures/index.ts';
import { openMachine } from './machine/index.ts';
import { openMonitors } from './monitors/index.ts';
import { openPanels } from './panels/index.ts';
import { openRoom } from './participants/index.ts';
import { closedPeers, openPeers, readTurn } from './peers/index.ts';
import { openPeople } from './people/index.ts';
import { createPlayback } from './playback/index.ts';
import {
  createLog,
  dataFolders,
  diskRoom,
  endOnBugs,
  goAhead,
  faultSentence,
  languageFrom,
  keepHeapSmall,
  refuseWrongNode,
  systemClock as clock,
  takeLock,
  words,
  writeFileAtomically,
} from './plumbing/index.ts';
import { createRecorder, createSoundPath } from './recorder/index.ts';
import { keepSecondCopy } from './second-copy/index.ts';
import { openHallKeys } from './security/index.ts';
import { checkTuning, createSelftest, createSignalDesk } from './selftest/index.ts';
import { createCheckFolders, exportNames, openHallSetup, readRuleBook } from './setup/index.ts';
import { keepShell, shellCommand, watchParts, type ShellKeeper } from './shell-keeper/index.ts';
import { createSignals } from './signal/index.ts';

refuseWrongNode();
keepHeapSmall({ bytesPassThrough: true });
const { env } = process;
const projectFolder = path.join(import.meta.dirname, '..', '..');
const { version } = JSON.parse(readFileSync(path.join(projectFolder, 'package.json'), 'utf8')) as { version: string };

function orRefuse<Value>(outcome: Outcome<Value>): Value {
  if (outcome.ok) return outcome.value;
  process.stderr.write(`${faultSentence(outcome.fault, words(languageFrom(undefined, env)))}\n`);
  process.exit(1);
}

const folders = dataFolders(env);
for (const folder of [folders.archive, folders.exports, folders.run])
  mkdirSync(folder, { recursive: true, mode: 0o700 });
const lock = orRefuse(takeLock(folders.run));
const log = createLog(folders.logs);
endOnBugs(log, env);
log.info({ version, node: process.version, root: folders.root }, 'hall-starting');
goAhead();

const keys = openHallKeys(folders.keys);
const modelsFolder = path.join(projectFolder, 'resources', 'models');
const rules = readRuleBook(path.join(projectFolder, 'resources', 'rule-book.json'));
const setup = openHallSetup(folders.hallFile, log);
const people = openPeople({ file: folders.peopleFile, nowMs: clock.wallMs, log });
const foundFfmpeg = await findFfmpeg(env, path.join(folders.run, 'ffmpeg.json'));
const ffmpeg = foundFfmpeg.ok ? foundFfmpeg.value : { ffmpegPath: 'ffmpeg', ffprobePath: 'ffprobe', devices: [] };
// Loaded late, because its native part would fall over under a Node that was refused above.
const { openArchive } = await import('./archive/index.ts');
const archive = orRefuse(openArchive({ folders, keys, log, ffmpeg }));
const soundServer = openSoundServer();
const desk = emptyDesk();
const journals = await openJournals({
  archiveFolder: folders.archive,
  keys,
  clock,
  log,
  onNoted: (id, entries) => archive.project(id, entries),
});
for (const hearingId of journals.damagedIds()) archive.markDamaged(hearingId);
const interrupted = interruptedHearing(journals);
for (const { hearingId, notes } of archive.sweep(layOnDesk(desk, interrupted, journals, rules, clock))) {
  for (const note of notes) await journals.note(hearingId, systemAuthor, note);
}

let [shell, api]: [ShellKeeper | null, Api | null] = [null, null];
const disk = diskRoom(folders.root);
const board = createStateBoard(() => rooms, {
  isConnected: (role) => api?.isConnected(role) ?? false,
  freeBytes: disk.bytes,
  secondCopy: () => secondCopy.shown(),
  version,
  publish(state) {
    api?.publish('state.changed', state);
    participants.refresh();
    parties.look();
  },
});
const parties = createPartyDesk(() => rooms);
const followSound = followSpeaker(() => rooms);
const alarms = journaledAlarms({ desk, journals, clock, log, tellState: board.tell });

const papers = createDoorPapers({ mac: keys.mac, nowMs: clock.wallMs });
const soundPath = createSoundPath({
  programFile: path.join(projectFolder, 'src', 'sound-path', 'main.ts'),
  runFolder: folders.run,
  ffmpegPath: ffmpeg.ffmpegPath,
  issueTicket: () => papers.issueTicket('sound-path'),
  ...{ env, log },
});
const recorder = createRecorder({
  ...{ clock, log, soundServer, soundPath, mac: keys.mac },
  secondDisk: env['TARAZY_SECOND_DISK'] || null,
  decode: createSignals({
    // Only `measure -- watch` sets it.
    ...{ watch: env['TARAZY_WATCH'], ffmpegPath: ffmpeg.ffmpegPath, monotonicUs: clock.monotonicUs },
    floorDbfs: (seatId) => checkedFloorDbfs({ desk, journals }, seatId),
    heard(sound) {
      playback.hear(sound);
      followSound(sound);
    },
  }).open,
  isUnwatched: env['TARAZY_WATCH'] === 'off',
  shellPid: () => shell?.pid() ?? null,
  on: recorderEvents(() => rooms),
});
const secondCopy = keepSecondCopy({
  ...{ clock, log, archiveFolder: folders.archive, keysFolder: folders.keys },
  takenFile: folders.secondCopyFile,
  ...{ onFault: alarms.raise, onRecovered: alarms.clear },
});
const machine = openMachine({ folder: folders.root, env });
const probes = checkProbes(() => rooms, { machine, state: board.state, copy: secondCopy.shown });
const followSecondCopy = (): void =>
  secondCopy.copyTo(env['TARAZY_SECOND_COPY'] || setup.card().secondCopy?.trim() || null);
const playback = createPlayback({
  ...{ log, ffmpeg },
  clipsFolder: path.join(folders.root, 'clips'),
  segments: (...asked) => archive.segments(...asked),
  onMakerDied: () => sayRestarted({ alarms }, 'copies'),
});
const peerPort = Number(env['TARAZY_PEER_PORT']) || 0;
const turn = readTurn(env);
const openedPeers = await openPeers({
  ...{ keysFolder: folders.keys, peersFile: folders.peersFile, introductionsFolder: folders.introductions },
  listen: peerPort === 0 ? null : { host: env['TARAZY_PEER_HOST'] || '0.0.0.0', port: peerPort },
  ownName: () => ({ court: setup.card().court, hall: setup.card().hall }),
  mayCall: () => mayCall({ desk, journals, rules }).ok,
  ...{ mostCalls: mostCallsOn(availableParallelism()), mostParties: mostPartiesOn(availableParallelism()) },
  ...{ leastKbps: rules.leastBandwidth.kbps, turn: turn.ok ? turn.value : null, nowMs: clock.wallMs },
  on: peersEvents(() => rooms),
  log,
});
const peers = openedPeers.ok ? openedPeers.value : closedPeers(openedPeers.fault);
const participants = openRoom({
  ...{ env, folders, projectFolder, mac: keys.mac, nowMs: clock.wallMs, log },
  ...{ ...pageSights(() => rooms), on: participantsEvents(() => rooms) },
});
const ptz = cameraProbe(() => rooms.cameras);
const panels = openPanels({ file: folders.panelsFile, log, ...panelEvents(() => rooms) });
const rooms: Rooms = {
  ...{ clock, log, rules, setup, people, journals, archive, recorder, playback, peers, participants, soundServer },
  ...{ desk, alarms, panels, training: env['TARAZY_TRAINING'] === '1' },
  directory: openDirectory({ file: folders.directoryFile, exportsFolder: folders.exports, clock, log }),
  ...openDiagnostics({ folders, env, projectFolder, log, nowMs: clock.wallMs, soundServer, foundFfmpeg }),
  documents: createDocuments({
    ...{ resourcesFolder: path.join(projectFolder, 'resources'), papersFolder: path.join(folders.exports, 'papers') },
    askToPrint(jobId) {
      api?.publish('print.asked', { jobId });
      return api?.isConnected('shell') ?? false;
    },
  }),
  inbox: openInbox({ file: folders.incidentsFile, clock, log }),
  cameras: openCameras({ file: path.join(folders.keys, 'cameras.json'), log, changed: () => board.tell() }),
  livePictures: createLivePictures({ mayHave: (role) => mayHavePicture(rooms, role) }),
  exhibits: createExhibits({ log, nowMs: clock.wallMs }),
  monitors: openMonitors({ file: folders.monitorsFile, log }),
  ...{ freeBytes: disk.bytes, cardChanged: followSecondCopy, checkFolders: createCheckFolders(folders.checks) },
  checkReports: openCheckReports({ folder: folders.checkReports, keys, nowMs: clock.wallMs, log }),
  selftest: createSelftest({ log, ffmpeg, tuning: checkTuning, modelsFolder, probes: [...probes, panels.probe, ptz] }),
  signals: createSignalDesk({ ...clock, order: (body) => api?.publish('signal.ordered', body, 'call') }),
  ...{ inTurn: createTurns(), tellState: board.tell, issueTicket: papers.issueTicket },
  tell: (event, body, to) => api?.publish(event, body, to),
  ...{ mediaAddress: () => `http://127.0.0.1:${api?.port ?? 0}`, ...exportNames(folders.exports, clock.wallMs) },
};

await disk.look();
const runFile = path.join(folders.run, 'hall.json');
api = orRefuse(
  await openDoor(
    {
      papers,
      admit: admitTo(rooms),
      answerers: answerVerbs(rooms, board.state),
      log,
      checkOutgoing: env['TARAZY_CHECK_OUTGOING'] === '1',
      openMedia: (token, name) => playback.openMedia(token, name),
      openUpload: (token) => rooms.exhibits.claim(token),
      ...{ acceptUplink: recorder.acceptUplink, acceptPictures: rooms.livePictures.accept },
      firstEvents: (role) => ({
        'state.changed': board.state(),
        ...((role === 'recorder' || role === 'call' || role === 'sound-path') &&
          !isPlanDue(rooms) && { 'capture.planned': recorder.plan() }),
      }),
      onPresence: windowPresence(() => rooms),
    },
    { portFile: path.join(folders.run, 'port'), wishedPort: Number(env['TARAZY_PORT']) || null },
  ),
);
const { port } = api;
await writeFileAtomically(runFile, JSON.stringify({ port, pid: process.pid, shellKey: papers.shellKey }), 0o600);
log.info({ port }, 'hall-open');
// A service that is killed would never write down what it compiled.
flushCompileCache();

for (const opened of [foundFfmpeg, openedPeers, turn]) if (!opened.ok) alarms.raise(opened.fault);
for (const { opened } of [panels, rooms.monitors, rooms.inbox, rooms.cameras])
  if (!opened.ok) alarms.raise(opened.fault);
await peers.start();
await participants.start();
if (rooms.directory.isBroken()) alarms.raise(fault('directory.file-broken', {}));
if (people.state() === 'broken') alarms.raise(fault('people.file-broken', {}));
const look = createWatches(rooms);
let seconds = 0;
const everySecond = setInterval(() => {
  seconds += 1;
  look();
  if (seconds % 5 === 0) void disk.look();
  if (seconds % 3 === 0) void keepRecording(rooms);
  board.tell();
}, 1000);
const command = shellCommand(env, folders.root, projectFolder, process.getuid?.());
if (command !== null) {
  shell = keepShell({
    ...{ command, log, runFolder: folders.run, adoptPid: Number(env['TARAZY_ADOPT_SHELL']) || null },
    ...{ onFault: alarms.raise, onRecovered: alarms.clear },
    onDied: () => sayRestarted(rooms, 'shell'),
  });
}
// After the shell is known, because only then it can be proven whose microphones its windows hear.
await takeUp(rooms, interrupted);
followSecondCopy();

const stopWatching = watchParts({
  ...{ log, soundPath, heardMs: api.heardMs, signs: recorder.signs, shell: () => shell },
  tellShell: (part) => api.publish('part.silent', { part }, 'shell'),
});

let isClosing = false;
async function close(): Promise<void> {
  if (isClosing) return;
  isClosing = true;
  log.info({}, 'hall-closing');
  clearInterval(everySecond);
  stopWatching();
  desk.isSilenced = true;
  peers.calls.endAll('closed', systemAuthor);
  if (recorder.plan().mode !== 'closed') await recorder.close({ cutAtUs: null, lamp: 'off' });
  await recorder.dispose();
  await peers.close();
  for (const closing of [participants, panels]) await closing.close();
  rooms.cameras.close();
  await playback.close();
  await journals.settle();
  await journals.close();
  await secondCopy.close();
  archive.close();
  await api?.close();
  await shell?.stop();
  rmSync(runFile, { force: true });
  await log.close();
  lock.release();
  process.exit(0);
}
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void close());
