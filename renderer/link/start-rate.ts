/** Sound takes up to 100 of it; together they fit into any line that the law lets a hearing use. */
const startKbps = 500;
const pictureCodec = /^a=rtpmap:(\d+) (?:VP8|VP9|H264|AV1)\/90000$/gim;

/**
 * The description with the rate at which whoever reads it begins to send (libwebrtc's own parameter of a codec). It begins at 300 kbit/s
 * otherwise, sound included, and with less than 300 for the picture throws the first four of 640 × 360 away: the other
 * hall was seen 160 ms after it was heard. Browsers that do not know it read over it.
 */
export function startRate(sdp: string): string {
  const rate = `x-google-start-bitrate=${String(startKbps)}`;
  const payloads = [...sdp.matchAll(pictureCodec)].map((match) => match[1] ?? '');
  return payloads.reduce((wished, payload) => {
    const parameters = new RegExp(`^(a=fmtp:${payload} [^\\r\\n]*)`, 'm');
    if (parameters.test(wished)) return wished.replace(parameters, `$1;${rate}`);
    return wished.replace(
      new RegExp(`^(a=rtpmap:${payload} [^\\r\\n]*)(\\r?\\n)`, 'm'),
      `$1$2a=fmtp:${payload} ${rate}$2`,
    );
  }, sdp);
}
