// Encodes one track as the recorder does and throws the result away.
onmessage = async ({ data: { kind, readable } }) => {
  let packets = 0;
  const output = () => {
    packets += 1;
    if (packets % 25 === 0) postMessage(packets);
  };
  const encoder =
    kind === 'video'
      ? new VideoEncoder({ output, error: console.error })
      : new AudioEncoder({ output, error: console.error });
  if (kind === 'video') {
    encoder.configure({
      codec: 'avc1.64001f',
      width: 1280,
      height: 720,
      bitrate: 2_500_000,
      framerate: 25,
      latencyMode: 'realtime',
      avc: { format: 'avc' },
    });
  }
  let frames = 0;
  for await (const value of readable) {
    if (kind === 'video') {
      encoder.encode(value, { keyFrame: frames % 25 === 0 });
      frames += 1;
    } else {
      if (encoder.state === 'unconfigured') {
        encoder.configure({ codec: 'opus', sampleRate: value.sampleRate, numberOfChannels: 1, bitrate: 64_000 });
      }
      const samples = new Float32Array(value.numberOfFrames);
      value.copyTo(samples, { planeIndex: 0, format: 'f32-planar' });
      encoder.encode(
        new AudioData({
          format: 'f32-planar',
          sampleRate: value.sampleRate,
          numberOfFrames: value.numberOfFrames,
          numberOfChannels: 1,
          timestamp: value.timestamp,
          data: samples,
        }),
      );
    }
    value.close();
  }
};
