import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline, Readable } from 'node:stream';
import { ownOrigin } from './papers-at-the-door.ts';

/** A playable file that a token opens; `parts`: the whole of it, in order, while it does not lie on the disk yet. */
export type MediaFile = Readonly<{ path: string; mime: string; parts: readonly Uint8Array[] | null }>;
export type OpenMedia = (token: string, name: string) => MediaFile | null | Promise<MediaFile | null>;

const pieceBytes = 128 * 1024;

type Stretch = Readonly<{ first: number; last: number }>;

/** RFC 9110 §14.2, one range only; `undefined`: no usable range, send all; `null`: outside the file. */
export function readRange(header: string | undefined, lengthBytes: number): Stretch | null | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (match === null || (match[1] === '' && match[2] === '')) return undefined;
  const [, from, to] = match as unknown as [string, string, string];
  const first = from === '' ? Math.max(0, lengthBytes - Number(to)) : Number(from);
  const last = from === '' || to === '' ? lengthBytes - 1 : Math.min(Number(to), lengthBytes - 1);
  return first > last || first >= lengthBytes ? null : { first, last };
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status).end();
}

/** Serves GET /v1/media/<token>/<name> with ranges; the token is the permission, so nothing else is asked. */
export async function serveMedia(
  request: IncomingMessage,
  response: ServerResponse,
  openMedia: OpenMedia,
): Promise<void> {
  response.setHeader('Access-Control-Allow-Origin', ownOrigin);
  response.setHeader('Access-Control-Expose-Headers', 'Content-Range, Content-Length, Accept-Ranges');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  // The file grows while the hearing goes on, and the record must not lie about in a browser's cache.
  response.setHeader('Cache-Control', 'no-store');
  if (request.method === 'OPTIONS') {
    response.setHeader('Access-Control-Allow-Methods', 'GET, HEAD');
    response.setHeader('Access-Control-Allow-Headers', 'Range');
    response.setHeader('Access-Control-Allow-Private-Network', 'true');
    refuse(response, 204);
    return;
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    refuse(response, 405);
    return;
  }
  const match = /^\/v1\/media\/([\w.~-]{1,500})\/([\w.-]{1,200})$/.exec(request.url ?? '');
  const file = match === null ? null : await openMedia(match[1] ?? '', match[2] ?? '');
  const lengthBytes = file && (await lengthOf(file));
  if (file === null || lengthBytes === null) {
    refuse(response, 404);
    return;
  }

  const range = readRange(request.headers.range, lengthBytes);
  response.setHeader('Accept-Ranges', 'bytes');
  response.setHeader('Content-Type', file.mime);
  if (range === null) {
    response.setHeader('Content-Range', `bytes */${lengthBytes}`);
    refuse(response, 416);
    return;
  }
  const { first, last } = range ?? { first: 0, last: lengthBytes - 1 };
  if (range) response.setHeader('Content-Range', `bytes ${first}-${last}/${lengthBytes}`);
  response.setHeader('Content-Length', last - first + 1);
  response.writeHead(range ? 206 : 200);
  if (request.method === 'HEAD' || lengthBytes === 0) return void response.end();
  // A player that seeks drops the answer half-way; that is its right and no error.
  pipeline(bytesOf(file, { first, last }), response, () => {});
}

async function lengthOf({ path, parts }: MediaFile): Promise<number | null> {
  if (parts !== null) return parts.reduce((sum, { length }) => sum + length, 0);
  const facts = await stat(path).catch(() => null);
  return facts?.isFile() === true ? facts.size : null;
}

function bytesOf({ path, parts }: MediaFile, { first, last }: Stretch): Readable {
  return parts === null ? createReadStream(path, { start: first, end: last }) : Readable.from(cut(parts, first, last));
}

/** What lies in [first, last] of the parts when they stand one behind the other, in pieces that are worth a write each. */
function* cut(parts: readonly Uint8Array[], first: number, last: number): Generator<Uint8Array> {
  let at = 0;
  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  for (const part of parts) {
    const piece = part.subarray(Math.max(0, first - at), Math.max(0, last + 1 - at));
    at += part.length;
    waiting.push(piece);
    waitingBytes += piece.length;
    if (waitingBytes < pieceBytes && at <= last) continue;
    yield Buffer.concat(waiting, waitingBytes);
    if (at > last) return;
    [waiting, waitingBytes] = [[], 0];
  }
}
