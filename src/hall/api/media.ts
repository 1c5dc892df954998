import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import { ownOrigin } from './papers-at-the-door.ts';

/** A playable file that a token opens. */
export type MediaFile = Readonly<{ path: string; mime: string }>;
export type OpenMedia = (token: string, name: string) => MediaFile | null | Promise<MediaFile | null>;

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
  const facts = file && (await stat(file.path).catch(() => null));
  if (!file || !facts?.isFile()) {
    refuse(response, 404);
    return;
  }

  const range = readRange(request.headers.range, facts.size);
  response.setHeader('Accept-Ranges', 'bytes');
  response.setHeader('Content-Type', file.mime);
  if (range === null) {
    response.setHeader('Content-Range', `bytes */${facts.size}`);
    refuse(response, 416);
    return;
  }
  const { first, last } = range ?? { first: 0, last: facts.size - 1 };
  if (range) response.setHeader('Content-Range', `bytes ${first}-${last}/${facts.size}`);
  response.setHeader('Content-Length', last - first + 1);
  response.writeHead(range ? 206 : 200);
  if (request.method === 'HEAD' || facts.size === 0) return void response.end();
  // A player that seeks drops the answer half-way; that is its right and no error.
  pipeline(createReadStream(file.path, { start: first, end: last }), response, () => {});
}
