// Opens every camera and microphone of the hall and encodes each in a worker of its own.
window.packets = [];
(async () => {
  const stop = (stream) => stream.getTracks().forEach((track) => track.stop());
  stop(await navigator.mediaDevices.getUserMedia({ video: true }));
  stop(await navigator.mediaDevices.getUserMedia({ audio: true }));
  const devices = await navigator.mediaDevices.enumerateDevices();
  const wanted = devices.filter(
    ({ kind, deviceId, label }) =>
      (kind === 'videoinput' || kind === 'audioinput') &&
      deviceId !== 'default' &&
      deviceId !== 'communications' &&
      !/Channels|Mixer/.test(label),
  );
  for (const [index, device] of wanted.entries()) {
    const isVideo = device.kind === 'videoinput';
    const exact = { deviceId: { exact: device.deviceId } };
    const stream = await navigator.mediaDevices.getUserMedia(
      isVideo
        ? { video: { ...exact, width: 1280, height: 720 } }
        : { audio: { ...exact, echoCancellation: false, noiseSuppression: false, autoGainControl: false } },
    );
    const worker = new Worker('worker.js');
    worker.onmessage = ({ data }) => (window.packets[index] = data);
    const { readable } = new MediaStreamTrackProcessor({ track: stream.getTracks()[0] });
    worker.postMessage({ kind: isVideo ? 'video' : 'audio', readable }, [readable]);
  }
  document.body.dataset.ready = String(wanted.length);
})().catch(() => {
  // A camera that the run before has just given back may still be taken.
  setTimeout(() => location.reload(), 500);
});
