import { signalRate } from '#measure/check-signal.ts';

const connectMs = 5000;

/**
 * Plays mono samples once as a voice of the line is played: through a peer connection of its own, decoded, by an element, to the system's
 * own output. Only so an echo canceller has it for a reference (measured: of a stream that came by no connection it took nothing away).
 * Answers when the last was given to the system, and whether it could be played at all.
 */
export async function playAsVoice(samples: Float32Array, onBegan: () => void): Promise<boolean> {
  const context = new AudioContext({ sampleRate: signalRate, sinkId: { type: 'none' } } as AudioContextOptions);
  const out = new MediaStreamAudioDestinationNode(context);
  const buffer = new AudioBuffer({ length: samples.length, sampleRate: signalRate });
  buffer.copyToChannel(samples as Float32Array<ArrayBuffer>, 0);
  const source = new AudioBufferSourceNode(context, { buffer });
  source.connect(out);
  const [there, here] = [new RTCPeerConnection(), new RTCPeerConnection()];
  const speaker = new Audio();
  try {
    await context.resume();
    const came = new Promise<MediaStreamTrack>((resolve) => {
      here.ontrack = ({ track }) => resolve(track);
    });
    if (!(await connect(there, here, out.stream.getAudioTracks()))) return false;
    speaker.srcObject = new MediaStream([await came]);
    await speaker.play();
    const ended = new Promise((resolve) => (source.onended = resolve));
    source.start();
    onBegan();
    await ended;
    return true;
  } finally {
    speaker.srcObject = null;
    there.close();
    here.close();
    await context.close().catch(() => undefined);
  }
}

async function connect(
  there: RTCPeerConnection,
  here: RTCPeerConnection,
  tracks: readonly MediaStreamTrack[],
): Promise<boolean> {
  const [first] = tracks;
  if (first === undefined) return false;
  there.addTrack(first);
  there.onicecandidate = ({ candidate }) => void here.addIceCandidate(candidate ?? undefined);
  here.onicecandidate = ({ candidate }) => void there.addIceCandidate(candidate ?? undefined);
  const isUp = new Promise<boolean>((resolve) => {
    setTimeout(() => resolve(false), connectMs);
    here.onconnectionstatechange = () => {
      if (here.connectionState === 'connected') resolve(true);
    };
  });
  const offer = await there.createOffer();
  await there.setLocalDescription(offer);
  await here.setRemoteDescription(offer);
  const answer = await here.createAnswer();
  await here.setLocalDescription(answer);
  await there.setRemoteDescription(answer);
  return isUp;
}
