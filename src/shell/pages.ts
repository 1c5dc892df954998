import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ShellDoor } from '#contract/shell.ts';

/** The witness's monitor is a window of its own with the page of the public's. */
export type WindowName = ShellDoor['window'] | 'witness';

/** Whose page the window has, and whose role at the hall. */
export function pageOf(name: WindowName): ShellDoor['window'] {
  return name === 'witness' ? 'screen' : name;
}

/** The windows' pages live under one stable origin, so that devices keep their ids and the console its memory. */
export const pageScheme = 'tarazy';
export const pageOrigin = 'tarazy://app';

const mimeTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.wasm': 'application/wasm',
  '.wav': 'audio/wav',
};

/** What a page may load and whom it may call: its own files and the hall on this machine. */
export function contentSecurityPolicy(styleNonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${styleNonce}'`,
    "img-src 'self' data: blob:",
    'media-src blob: http://127.0.0.1:*',
    'connect-src ws://127.0.0.1:* http://127.0.0.1:*',
    "worker-src 'self'",
    "font-src 'self'",
    "frame-ancestors 'none'",
    "form-action 'none'",
    "base-uri 'none'",
  ].join('; ');
}

/** The file behind a page address, or null when it lies outside the folder or belongs to another host. */
export function fileOfAddress(folder: string, address: string): string | null {
  try {
    const url = new URL(address);
    if (url.protocol !== `${pageScheme}:` || url.host !== 'app') return null;
    const parts = decodeURIComponent(url.pathname)
      .split('/')
      .filter((part) => part !== '');
    // A part may hide a separator or a drive after decoding; only plain names are served.
    if (parts.length === 0 || parts.some((part) => !/^[\w.@-]+$/.test(part) || part.startsWith('.'))) return null;
    return path.join(folder, ...parts);
  } catch {
    return null;
  }
}

/** The page tells Mantine its nonce by a meta tag; each answer has a nonce of its own. */
function withNonce(html: string, nonce: string): string {
  return html.replace('<head>', `<head><meta name="csp-nonce" content="${nonce}">`);
}

/** Answers a request for a page's file; read-only, nothing outside the folder. */
export async function servePage(folder: string, request: Readonly<{ method: string; url: string }>): Promise<Response> {
  const refuse = (status: number): Response => new Response(null, { status });
  if (request.method !== 'GET') return refuse(405);
  const file = fileOfAddress(folder, request.url);
  const mime = file === null ? undefined : mimeTypes[path.extname(file)];
  if (file === null || mime === undefined) return refuse(404);
  try {
    const bytes = await readFile(file);
    const nonce = randomBytes(16).toString('base64url');
    const isPage = file.endsWith('.html');
    return new Response(isPage ? withNonce(bytes.toString('utf8'), nonce) : new Uint8Array(bytes), {
      headers: {
        'Content-Type': mime,
        'X-Content-Type-Options': 'nosniff',
        'Content-Security-Policy': contentSecurityPolicy(nonce),
        'Cache-Control': 'no-store',
      },
    });
  } catch {
    return refuse(404);
  }
}
