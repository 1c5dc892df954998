// Shows one camera, holds the others open as small, and meters every microphone twenty times a second, as the console does.
window.meters = 0;
(async () => {
  const context = new AudioContext();
  const video = document.querySelector('video');
  for (const device of await window.hallDevices()) {
    const stream = await window.openDevice(device, { width: 320, height: 180, frameRate: 15 });
    if (device.kind === 'videoinput') {
      video.srcObject ??= stream;
      (window.held ??= []).push(stream);
      continue;
    }
    const analyser = context.createAnalyser();
    analyser.fftSize = 4096;
    context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    const meter = document.getElementById('meters').appendChild(document.createElement('div'));
    setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      let peak = 0;
      for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
      meter.style.setProperty('--level', `${String(Math.max(0, 100 + (2000 / 60) * Math.log10(peak)))}%`);
    }, 50);
    window.meters += 1;
  }
})().catch(() => {
  setTimeout(() => location.reload(), 500);
});
