/** A name that a browser made up for one of its addresses (draft-ietf-mmusic-mdns-ice-candidates) because its page may not know them. */
const madeUpName = /^[\da-f-]{36}\.local$/i;
/** One of this PC itself, or of no PC at all. */
const nowhere = [/^127\./, /^0\./, /^::$/, /^::1$/, /^::ffff:/i];

/**
 * Whether an ICE candidate (RFC 8839 §5.1) names an address of a network, so that a hall can neither be led to its own PC by
 * another one nor tell it of its loopback. The empty one, which ends the list, does.
 */
export function leadsToNetwork(candidate: string): boolean {
  if (candidate === '') return true;
  const address = candidate.split(' ')[4] ?? '';
  const isNumeric = /^\d{1,3}(?:\.\d{1,3}){3}$/.test(address) || /^[\da-f:.]*:[\da-f:.]*$/i.test(address);
  return madeUpName.test(address) || (isNumeric && !nowhere.some((pattern) => pattern.test(address)));
}

/** A description without candidates: each of them is said by itself, and looked at. */
export function withoutCandidates(sdp: string): string {
  return sdp
    .split(/(?<=\n)/)
    .filter((line) => !/^a=(?:candidate|end-of-candidates|remote-candidates)/i.test(line))
    .join('');
}
