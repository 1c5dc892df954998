import { createHash, randomBytes } from 'node:crypto';

/** Digest access authentication (RFC 7616) with `qop=auth` or without; MD5 and SHA-256, because many cameras know MD5 only. */
export function digestAuthorisation(
  challenge: string,
  ask: Readonly<{ method: string; path: string; user: string; password: string }>,
  cnonce = randomBytes(8).toString('hex'),
): string | null {
  if (!/^digest /i.test(challenge)) return null;
  const said = new Map(
    [...challenge.matchAll(/([a-z]+)=(?:"([^"]*)"|([^\s,]+))/gi)].map(([, name = '', quoted, bare]) => [
      name.toLowerCase(),
      quoted ?? bare ?? '',
    ]),
  );
  const [realm = '', nonce = '', opaque] = [said.get('realm'), said.get('nonce'), said.get('opaque')];
  const algorithm = said.get('algorithm') ?? 'MD5';
  const name = { MD5: 'md5', 'SHA-256': 'sha256' }[algorithm.toUpperCase()];
  if (name === undefined) return null;
  const hash = (text: string): string => createHash(name).update(text).digest('hex');
  const qop = (said.get('qop') ?? '').split(/[\s,]+/).includes('auth') ? 'auth' : null;
  const secret = hash(`${ask.user}:${realm}:${ask.password}`);
  const asked = hash(`${ask.method}:${ask.path}`);
  const count = '00000001';
  const response =
    qop === null ? hash(`${secret}:${nonce}:${asked}`) : hash(`${secret}:${nonce}:${count}:${cnonce}:${qop}:${asked}`);
  return [
    `Digest username="${ask.user.replace(/["\\]/g, '\\$&')}"`,
    `realm="${realm}"`,
    `nonce="${nonce}"`,
    `uri="${ask.path}"`,
    `algorithm=${algorithm}`,
    `response="${response}"`,
    ...(qop === null ? [] : [`qop=${qop}`, `nc=${count}`, `cnonce="${cnonce}"`]),
    ...(opaque === undefined ? [] : [`opaque="${opaque}"`]),
  ].join(', ');
}
