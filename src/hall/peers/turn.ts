import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import type { CallRelay } from '#contract/peers.ts';
import { fault } from '#domain/faults.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';

/** Where a relay is asked for (RFC 8656), and what the hall shares with it. */
export type TurnSettings = Readonly<{ urls: readonly string[]; secret: string }>;

const mostUrls = 4;
/** RFC 7065, and the transport that browsers know. */
const turnUrl = /^turns?:(?:[\dA-Za-z.-]+|\[[\da-f:.]+\])(?::(\d{1,5}))?(?:\?transport=(?:udp|tcp))?$/i;
/** What can be guessed lets strangers relay whatever they like through the court's server. */
const leastSecretLetters = 16;
/** A day in court; a page that is back after a break is given new ones. */
const goodForS = 8 * 3600;

function isTurnUrl(url: string): boolean {
  const parts = turnUrl.exec(url);
  if (parts === null) return false;
  const [, port] = parts;
  return port === undefined || (Number(port) > 0 && Number(port) <= 65_535);
}

function readSecretFile(file: string): Outcome<string> {
  try {
    // Windows keeps who may read a file elsewhere.
    if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0)
      return failed(fault('participant.turn-secret-open', { file }));
    return done(readFileSync(file, 'utf8').trim());
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return failed(fault('participant.turn-secret-missing', {}));
  }
}

/**
 * The relay as the technician has set it up: `TARAZY_TURN_URLS` (with commas) and, in the file that
 * `TARAZY_TURN_SECRET_FILE` names, its shared secret. Not in the environment itself, which every child of the service inherits,
 * windows among them. Null without addresses. Fails `participant.turn-address`,
 * `participant.turn-secret-missing`, `participant.turn-secret-open`.
 */
export function readTurn(env: Readonly<Record<string, string | undefined>>): Outcome<TurnSettings | null> {
  const urls = (env['TARAZY_TURN_URLS'] ?? '').split(/[\s,]+/).filter((url) => url !== '');
  if (urls.length === 0) return done(null);
  const wrong = urls.find((url) => !isTurnUrl(url)) ?? urls[mostUrls];
  if (wrong !== undefined) return failed(fault('participant.turn-address', { address: wrong }));
  const secret = readSecretFile(env['TARAZY_TURN_SECRET_FILE'] ?? '');
  if (!secret.ok) return secret;
  if (secret.value.length < leastSecretLetters) return failed(fault('participant.turn-secret-missing', {}));
  return done({ urls, secret: secret.value });
}

/** The password of coturn's `use-auth-secret` for a name: its HMAC-SHA1 by the shared secret (RFC 2104), base64. */
export function turnPassword(secret: string, username: string): string {
  return createHmac('sha1', secret).update(username).digest('base64');
}

/** What lets one page or window use the relay for a while. Its name says until when, and nothing of who it is. */
export function relaysFor(turn: TurnSettings | null, nowMs: number): readonly CallRelay[] {
  if (turn === null) return [];
  const username = `${String(Math.floor(nowMs / 1000) + goodForS)}:${randomBytes(6).toString('hex')}`;
  return [{ urls: turn.urls, username, credential: turnPassword(turn.secret, username) }];
}
