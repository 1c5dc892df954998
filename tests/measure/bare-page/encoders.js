// Opens every camera and microphone of the hall and encodes each in a worker of its own.
window.packets = [];
(async () => {
  const wanted = await window.hallDevices();
  for (const [index, device] of wanted.entries()) {
    const stream = await window.openDevice(device, { width: 1280, height: 720 });
    const worker = new Worker('worker.js');
    worker.onmessage = ({ data }) => (window.packets[index] = data);
    const { readable } = new MediaStreamTrackProcessor({ track: stream.getTracks()[0] });
    worker.postMessage({ kind: device.kind === 'videoinput' ? 'video' : 'audio', readable }, [readable]);
  }
  document.body.dataset.ready = String(wanted.length);
})().catch(() => {
  // A camera that the run before has just given back may still be taken.
  setTimeout(() => location.reload(), 500);
});
