// One end of a call and nothing else: a bare RTCPeerConnection with what a hall sends and plays. The other end is another
// Electron; descriptions and candidates go through a relay on this machine. Instants are ms since 1970.
const asked = new URLSearchParams(location.search);
const now = () => performance.timeOrigin + performance.now();
window.firstPictureAtMs = null;
let connection = null;
let media = null;

// RFC 2198 before plain Opus, as a hall offers it.
const redundantSound = (sdp) => {
  const red = /^a=rtpmap:(\d+) red\/48000/im.exec(sdp)?.[1];
  return red === undefined
    ? sdp
    : sdp.replace(/^(m=audio \S+ \S+)((?: \d+)+)/m, (_line, head, payloads) =>
        [
          head,
          red,
          ...payloads
            .trim()
            .split(' ')
            .filter((each) => each !== red),
        ].join(' '),
      );
};

async function openMedia() {
  const devices = await window.hallDevices();
  const find = (label) => ({ exact: devices.find((each) => each.label === label).deviceId });
  const sound = { echoCancellation: true, noiseSuppression: true, autoGainControl: false };
  const picture = { width: 640, height: 360, frameRate: 25 };
  const open = (constraints) => navigator.mediaDevices.getUserMedia(constraints);
  const streams = [
    await open({ audio: { deviceId: find(asked.get('microphone')), ...sound } }),
    await open({ video: { deviceId: find(asked.get('camera')), ...picture } }),
  ];
  return new MediaStream(streams.flatMap((each) => each.getTracks()));
}

async function notePicture(track) {
  const reader = new MediaStreamTrackProcessor({ track: track.clone() }).readable.getReader();
  const { value } = await reader.read();
  window.firstPictureAtMs = now();
  value?.close();
  await reader.cancel();
}

async function newConnection(relay) {
  window.firstPictureAtMs = null;
  connection?.close();
  const made = new RTCPeerConnection({ iceServers: [], bundlePolicy: 'max-bundle' });
  connection = made;
  for (const track of media.getTracks()) made.addTrack(track, media);
  made.onicecandidate = ({ candidate }) => candidate && relay.send(JSON.stringify({ candidate }));
  made.ontrack = ({ track }) => {
    if (track.kind === 'video') void notePicture(track);
    else {
      const speaker = document.querySelector('audio');
      speaker.srcObject = new MediaStream([track]);
      void speaker.play();
    }
  };
  return made;
}

async function describe(made, relay, what) {
  const { type, sdp } = await made[what]();
  const description = { type, sdp: redundantSound(sdp) };
  await made.setLocalDescription(description);
  relay.send(JSON.stringify({ description }));
  for (const sender of made.getSenders().filter(({ track }) => track?.kind === 'video')) {
    const wished = sender.getParameters();
    for (const encoding of wished.encodings) encoding.maxBitrate = 600_000;
    void sender.setParameters(wished);
  }
}

(async () => {
  const relay = new WebSocket(asked.get('relay'));
  // One after another: a candidate must not overtake the description that is being set.
  let taking = Promise.resolve();
  const take = async ({ description, candidate }) => {
    // One may come when the call is over: of it nothing is left, and the next one gathers its own.
    if (candidate !== undefined) await connection?.addIceCandidate(candidate).catch(() => {});
    else if (description.type === 'answer') await connection.setRemoteDescription(description);
    else {
      const made = await newConnection(relay);
      await made.setRemoteDescription(description);
      await describe(made, relay, 'createAnswer');
    }
  };
  relay.onmessage = ({ data }) => (taking = taking.then(() => take(JSON.parse(data))));
  // A hall opens its devices for a call and closes them after it.
  window.openDevices = async () => {
    media ??= await openMedia();
    return true;
  };
  window.dial = async () => {
    const made = await newConnection(relay);
    const atMs = now();
    await describe(made, relay, 'createOffer');
    return atMs;
  };
  // Whether sound that came is handed out: Chromium decodes none for a speaker that does not play.
  window.isHeard = () =>
    connection
      .getReceivers()
      .some((receiver) => receiver.track.kind === 'audio' && receiver.getSynchronizationSources().length > 0);
  // Over five seconds, as halls count.
  window.received = async () => {
    const look = async () => {
      const all = [...(await connection.getStats()).values()].filter(({ type }) => type === 'inbound-rtp');
      const sum = (name) => all.reduce((total, stat) => total + (stat[name] ?? 0), 0);
      return { frames: sum('framesDecoded'), bytes: sum('bytesReceived') + sum('headerBytesReceived'), atMs: now() };
    };
    const before = await look();
    await new Promise((resolve) => setTimeout(resolve, 5000));
    const after = await look();
    const seconds = (after.atMs - before.atMs) / 1000;
    return {
      framesPerSecond: (after.frames - before.frames) / seconds,
      kbps: ((after.bytes - before.bytes) * 8) / 1000 / seconds,
    };
  };
  window.hangUp = () => {
    connection?.close();
    connection = null;
    for (const track of media?.getTracks() ?? []) track.stop();
    media = null;
    window.firstPictureAtMs = null;
    return true;
  };
  relay.onopen = () => (document.body.dataset.ready = '1');
})();
