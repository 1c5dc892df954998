/**
 * The description with redundant sound (RFC 2198, "red") before plain Opus, so that each packet carries the one before it
 * as well: of lost packets only two in a row are missed. Changes nothing where the browser offers no such codec.
 */
export function redundantSound(sdp: string): string {
  const payload = /^a=rtpmap:(\d+) red\/48000/im.exec(sdp)?.[1];
  if (payload === undefined) return sdp;
  return sdp.replace(/^(m=audio \S+ \S+)((?: \d+)+)/m, (_line, head: string, payloads: string) => {
    const others = payloads
      .trim()
      .split(' ')
      .filter((each) => each !== payload);
    return [head, payload, ...others].join(' ');
  });
}
