import { askNetworkClock, type NetworkClock } from '../../../native/network-clock/index.ts';

/** `none`: no server is named; `silent`: none of them tells the time. */
export type ClockReading = NetworkClock | 'none' | 'silent';

/** The servers that `TARAZY_NTP_SERVERS` names, with commas or blanks between. */
export function clockServers(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  return (env['TARAZY_NTP_SERVERS'] ?? '').split(/[\s,]+/).filter((server) => server !== '');
}

/** This PC's clock against the first of these that knows the time. Without any nothing is asked: a hall may be closed off from every network. */
export async function readClock(servers: readonly string[], limitMs?: number): Promise<ClockReading> {
  if (servers.length === 0) return 'none';
  for (const server of servers) {
    const answer = await askNetworkClock(server, limitMs);
    if (typeof answer === 'object') return answer;
  }
  return 'silent';
}
