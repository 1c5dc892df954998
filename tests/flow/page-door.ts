import { request } from 'node:https';
import { WebSocket } from 'ws';
import type { BroughtSoFar, JoinTold } from '#contract/join.ts';
import { measureLine, type LineTold } from '#line/measure-line.ts';
import type { ScriptedPage } from './join-page.ts';
import { until } from './start-service.ts';

/** The HTTPS port of a hall's pages, as whoever has installed its authority reaches it. */
export type Door = Readonly<{ port: number; ca: string }>;
export type Asked = Readonly<{ token?: string; method?: string; body?: Buffer; range?: string; cutAfter?: number }>;
type Got = Readonly<{ status: number; bytes: Buffer; type: string | undefined }>;

/** One request beside the line of a page; status 0 where no answer came. */
export async function ask(
  { port, ca }: Door,
  address: string,
  { token, method = 'GET', body, range, cutAfter }: Asked = {},
): Promise<Got> {
  const headers = {
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...(range !== undefined && { 'content-range': `bytes ${range}` }),
    ...(body !== undefined && { 'content-length': String(body.length) }),
  };
  return new Promise((resolve) => {
    const nothing: Got = { status: 0, bytes: Buffer.alloc(0), type: undefined };
    const asked = request(
      { ...{ host: '127.0.0.1', servername: 'localhost', port, ca, path: address, agent: false }, method, headers },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', () => resolve(nothing));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            bytes: Buffer.concat(parts),
            type: response.headers['content-type'],
          }),
        );
      },
    );
    asked.on('error', () => resolve(nothing));
    if (body === undefined || cutAfter === undefined) asked.end(body);
    else asked.write(body.subarray(0, cutAfter), () => setTimeout(() => asked.destroy(), 200));
  });
}
/** The newest token that this page was given. */
export const tokenOf = (page: ScriptedPage): string => {
  const told = page.told.findLast((each) => each.say === 'wait' || each.say === 'inside');
  return told !== undefined && 'token' in told ? told.token : '';
};
type Inside = Extract<JoinTold, { say: 'inside' }>;
/** The page is told a place in the hearing that is as wanted. */
export const isTold = (page: ScriptedPage, holds: (told: Inside) => boolean, what: string): Promise<void> =>
  until(
    () => {
      const told = page.told.findLast((each) => each.say === 'wait' || each.say === 'inside');
      return told?.say === 'inside' && holds(told);
    },
    5000,
    what,
    () => JSON.stringify(page.last()),
  );

/** Brings a file to the address that a window of the hall was given. */
export async function put(url: string, body: Buffer): Promise<Readonly<{ ok: boolean; fault?: { key: string } }>> {
  const answer = await fetch(url, { method: 'PUT', body: new Uint8Array(body) });
  return (await answer.json()) as { ok: boolean };
}
/** Offers a document and gives its place. */
export async function offer(
  page: ScriptedPage,
  name: string,
  lengthBytes: number,
): Promise<Readonly<{ id: string; fault: string }>> {
  const offerId = crypto.randomUUID();
  page.say({ say: 'document', offerId, name, lengthBytes });
  const find = () =>
    page.told.findLast(
      (each) => (each.say === 'document-taken' || each.say === 'document-refused') && each.offerId === offerId,
    );
  await until(
    () => find() !== undefined,
    5000,
    'the offer is answered',
    () => JSON.stringify(page.last()),
  );
  const told = find();
  return {
    id: told?.say === 'document-taken' ? told.exhibitId : '',
    fault: told?.say === 'document-refused' ? told.fault.key : '',
  };
}
/** Brings a stretch of a document as one piece. */
export async function bring(
  door: Door,
  page: ScriptedPage,
  id: string,
  whole: Buffer,
  from = 0,
  to = whole.length,
): Promise<BroughtSoFar> {
  const range = `${String(from)}-${String(to - 1)}/${String(whole.length)}`;
  const { bytes } = await ask(door, `/v1/documents/${id}`, {
    ...{ method: 'PUT', token: tokenOf(page), body: whole.subarray(from, to), range },
  });
  return JSON.parse(bytes.toString('utf8')) as BroughtSoFar;
}
/** Measures the line of a page by the page's own code. */
export function measure({ port, ca }: Door, page: ScriptedPage): Promise<LineTold> {
  class TrustingSocket extends WebSocket {
    constructor(address: string) {
      super(address, { ca, origin: `https://127.0.0.1:${String(port)}` });
    }
  }
  const address = `wss://127.0.0.1:${String(port)}/v1/measure`;
  return measureLine({ address, token: tokenOf(page), SocketImpl: TrustingSocket });
}
