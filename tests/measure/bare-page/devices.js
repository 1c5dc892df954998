// The hall's cameras and microphones, without the ones that are mixed or stand for another.
window.hallDevices = async () => {
  const stop = (stream) => stream.getTracks().forEach((track) => track.stop());
  stop(await navigator.mediaDevices.getUserMedia({ video: true }));
  stop(await navigator.mediaDevices.getUserMedia({ audio: true }));
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices.filter(
    ({ kind, deviceId, label }) =>
      (kind === 'videoinput' || kind === 'audioinput') &&
      deviceId !== 'default' &&
      deviceId !== 'communications' &&
      !/Channels|Mixer/.test(label),
  );
};
window.openDevice = ({ kind, deviceId }, size) => {
  const exact = { deviceId: { exact: deviceId } };
  return navigator.mediaDevices.getUserMedia(
    kind === 'videoinput'
      ? { video: { ...exact, ...size } }
      : { audio: { ...exact, echoCancellation: false, noiseSuppression: false, autoGainControl: false } },
  );
};
