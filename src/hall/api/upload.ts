import type { IncomingMessage, ServerResponse } from 'node:http';
import { fault } from '#domain/faults.ts';
import { failed, type Outcome } from '#domain/outcome.ts';
import { ownOrigin } from './papers-at-the-door.ts';

/** A file that a token lets a window bring, once. */
export type Upload = Readonly<{
  lengthBytes: number;
  write(bytes: Uint8Array): Promise<boolean>;
  finish(): Promise<Outcome<unknown>>;
  leave(): Promise<void>;
}>;
export type OpenUpload = (token: string) => Promise<Upload | null>;

/** A window that brings nothing for so long has gone. */
const stillLimitMs = 15_000;

/**
 * Takes PUT /v1/exhibits/<token>: exactly as many bytes as were announced, straight to the disk. The token is the
 * permission, so nothing else is asked; the answer is an outcome as of a verb.
 */
export async function takeUpload(
  request: IncomingMessage,
  response: ServerResponse,
  openUpload: OpenUpload,
): Promise<void> {
  response.setHeader('Access-Control-Allow-Origin', ownOrigin);
  response.setHeader('Cache-Control', 'no-store');
  if (request.method === 'OPTIONS') {
    response.setHeader('Access-Control-Allow-Methods', 'PUT');
    response.setHeader('Access-Control-Allow-Headers', 'Content-Type');
    response.setHeader('Access-Control-Allow-Private-Network', 'true');
    response.writeHead(204).end();
    return;
  }
  if (request.method !== 'PUT') {
    response.writeHead(405).end();
    return;
  }
  const match = /^\/v1\/exhibits\/([\w-]{20,100})$/.exec(request.url ?? '');
  const upload = match === null ? null : await openUpload(match[1] ?? '');
  if (upload === null) {
    response.writeHead(404, { connection: 'close' }).end();
    return;
  }
  const outcome = await receive(request, upload);
  if (outcome === null) return;
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  // What was not read of a refused body must not be taken for the next request.
  response.writeHead(200, { connection: 'close' });
  response.end(JSON.stringify(outcome.ok ? { ok: true, answer: outcome.value } : { ok: false, fault: outcome.fault }));
}

/** Null when the window went away in the middle. */
async function receive(request: IncomingMessage, upload: Upload): Promise<Outcome<unknown> | null> {
  request.setTimeout(stillLimitMs, () => request.destroy());
  let gotBytes = 0;
  try {
    if (Number(request.headers['content-length']) !== upload.lengthBytes) {
      await upload.leave();
      return failed(fault('api.malformed', { verb: 'exhibit.add' }));
    }
    for await (const bytes of request as AsyncIterable<Buffer>) {
      gotBytes += bytes.length;
      if (gotBytes <= upload.lengthBytes && (await upload.write(bytes))) continue;
      await upload.leave();
      return failed(fault('exhibit.unwritable', {}));
    }
  } catch {
    await upload.leave();
    return null;
  }
  return upload.finish();
}
