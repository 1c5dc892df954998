import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { joinAbout } from '#contract/join.ts';
import type { DoorCertificate } from './door-certificate.ts';

const mimeTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** What is served, by its exact address. */
export type PageFile = Readonly<{ mime: string; bytes: Buffer; gzipped: Buffer }>;
export type PageFiles = ReadonlyMap<string, PageFile>;

/**
 * The built page with all its files, read once: what is asked for is looked up among them and never becomes a path. Null
 * where the page was not built.
 */
export function readPageFiles(folder: string, authority: DoorCertificate['authority']): PageFiles | null {
  const files = new Map<string, PageFile>();
  // Nothing secret is among them, so that compression gives nothing away.
  const add = (address: string, mime: string, bytes: Buffer): void =>
    void files.set(address, { mime, bytes, gzipped: gzipSync(bytes) });
  try {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      const mime = mimeTypes[path.extname(entry.name)];
      if (!entry.isFile() || mime === undefined) continue;
      const file = path.join(entry.parentPath, entry.name);
      const address = `/${path.relative(folder, file).replaceAll(path.sep, '/')}`;
      add(address === '/index.html' ? '/' : address, mime, readFileSync(file));
    }
  } catch {
    return null;
  }
  if (!files.has('/')) return null;
  const about = joinAbout.parse({ fingerprint: authority?.fingerprint ?? null });
  add('/v1/about', 'application/json; charset=utf-8', Buffer.from(JSON.stringify(about)));
  if (authority !== null) add('/tarazy-hall.crt', 'application/x-x509-ca-cert', Buffer.from(authority.certificate));
  return files;
}

/**
 * Headers of every answer. `host` is one that the certificate is for. `isCourts`: the certificate is the court's own, and
 * browsers may demand one for a year; of a hall's own authority a person who has not installed it could never come in again.
 */
export function safeHeaders(host: string, isCourts: boolean): Readonly<Record<string, string>> {
  return {
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data: blob:",
      "media-src 'self' blob:",
      // Not every browser takes 'self' for a socket.
      `connect-src 'self' wss://${host}`,
      "worker-src 'self'",
      "frame-ancestors 'none'",
      "form-action 'none'",
      "base-uri 'none'",
    ].join('; '),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'x-frame-options': 'DENY',
    ...(isCourts && { 'strict-transport-security': 'max-age=31536000' }),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(self), microphone=(self), geolocation=(), display-capture=()',
    'x-robots-tag': 'noindex',
  };
}
