import { createHash, randomBytes } from 'node:crypto';
import { fault } from '#domain/faults.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import type { ControlAddress } from './camera-control.ts';
import { digestAuthorisation } from './http-digest.ts';
import { allIn, escapeXml, findIn, readXml, textIn, type XmlElement } from './xml-tree.ts';

const limitMs = 3000;
const mostAnswerBytes = 512 * 1024;
const envelopeSpace = 'http://www.w3.org/2003/05/soap-envelope';
const security = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss';
/** What ONVIF's core specification and the makers answer to a wrong name or password. */
const loginFaults = /NotAuthorized|FailedAuthentication|InvalidSecurity|Unauthorized/i;

/**
 * SOAP 1.2 to one camera, as ONVIF's core specification has it: each ask with a UsernameToken (WS-Security, digest), whose time
 * is the camera's own, and with HTTP's digest where the camera wants that one. Every ask ends within three seconds.
 */
export class SoapLine {
  readonly #address: ControlAddress;
  /** The camera's clock less ours, ms. */
  #aheadMs = 0;

  constructor(address: ControlAddress) {
    this.#address = address;
  }

  /** Tokens are good for a few seconds, and a camera in a closed network knows no true time. */
  setCameraTime(cameraMs: number): void {
    this.#aheadMs = cameraMs - Date.now();
  }

  /** The element inside `Body`. `path` begins with `/`; nothing is ever sent to another host than the one that was set up. */
  async ask(path: string, body: string, how: 'signed' | 'unsigned' = 'signed'): Promise<Outcome<XmlElement>> {
    const stop = AbortSignal.timeout(limitMs);
    const { user, password } = this.#address;
    const isSigned = how === 'signed' && user !== '';
    const envelope = `<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="${envelopeSpace}">${isSigned ? this.#token() : ''}<s:Body>${body}</s:Body></s:Envelope>`;
    try {
      let answer = await this.#post(path, envelope, null, stop);
      const challenge = answer.headers.get('www-authenticate');
      if (answer.status === 401 && challenge !== null && user !== '') {
        await answer.body?.cancel();
        const authorisation = digestAuthorisation(challenge, { method: 'POST', path, user, password });
        if (authorisation !== null) answer = await this.#post(path, envelope, authorisation, stop);
      }
      if (answer.status === 401) return failed(fault('camera.login-refused', {}));
      return readAnswer(await readText(answer));
    } catch (error) {
      // `fetch` throws a TypeError where nobody listens and the signal's own error where nobody answers.
      if (error instanceof TypeError || stop.aborted) return failed(fault('camera.silent', {}));
      throw error;
    }
  }

  #post(path: string, envelope: string, authorization: string | null, signal: AbortSignal): Promise<Response> {
    const { host, port } = this.#address;
    const at = host.includes(':') ? `[${host}]` : host;
    return fetch(`http://${at}:${String(port)}${path}`, {
      method: 'POST',
      redirect: 'error',
      signal,
      headers: {
        'content-type': 'application/soap+xml; charset=utf-8',
        ...(authorization !== null && { authorization }),
      },
      body: envelope,
    });
  }

  /** WS-Security's UsernameToken profile 1.0: digest = Base64(SHA-1(nonce + created + password)). */
  #token(): string {
    const { user, password } = this.#address;
    const nonce = randomBytes(16);
    const created = new Date(Date.now() + this.#aheadMs).toISOString();
    const digest = createHash('sha1').update(nonce).update(created).update(password).digest('base64');
    return [
      `<s:Header><w:Security xmlns:w="${security}-wssecurity-secext-1.0.xsd" s:mustUnderstand="1"><w:UsernameToken>`,
      `<w:Username>${escapeXml(user)}</w:Username>`,
      `<w:Password Type="${security}-username-token-profile-1.0#PasswordDigest">${digest}</w:Password>`,
      `<w:Nonce EncodingType="${security}-soap-message-security-1.0#Base64Binary">${nonce.toString('base64')}</w:Nonce>`,
      `<u:Created xmlns:u="${security}-wssecurity-utility-1.0.xsd">${created}</u:Created>`,
      `</w:UsernameToken></w:Security></s:Header>`,
    ].join('');
  }
}

async function readText(answer: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of (answer.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += piece.length;
    if (bytes > mostAnswerBytes) return '';
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

function readAnswer(text: string): Outcome<XmlElement> {
  const body = findIn(readXml(text), 'Body');
  const said = body?.children[0];
  if (said === undefined) return failed(fault('camera.not-understood', {}));
  if (said.name !== 'Fault') return done(said);
  const codes = allIn(said, 'Code').map((code) =>
    allIn(code, 'Value')
      .map(({ text: value }) => value)
      .join(' '),
  );
  const subcode = textIn(findIn(said, 'Subcode'), 'Value') ?? '';
  const reason = textIn(said, 'Text') ?? '';
  if (loginFaults.test([...codes, subcode, reason].join(' '))) return failed(fault('camera.login-refused', {}));
  // A maker's own words, cut to what a code may hold; they are shown and not believed.
  const code =
    subcode
      .split(':')
      .at(-1)
      ?.replace(/[^\w-]/g, '')
      .slice(0, 40) ?? '';
  return failed(fault('camera.refused', { code: code || 'SOAP' }));
}
