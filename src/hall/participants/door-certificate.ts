import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';
import { fault } from '#domain/faults.ts';
import { done, failed, invariant, type Outcome } from '#domain/outcome.ts';
import { fingerprintOf, openAuthority } from './authority.ts';
import type { ParticipantsOrder } from './door.ts';

/** Own addresses may change under a running service, and the certificate's end may come near. */
const lookMs = 60_000;
const renewBeforeMs = 30 * 86_400_000;

/** What the HTTPS port shows to browsers. */
export type DoorCertificate = Readonly<{
  papers(): Readonly<{ key: string; cert: string }>;
  /** Whether this host name or address of a request is one the certificate is for. */
  isFor(host: string): boolean;
  /** The names that participants are given, best first. */
  names(): readonly string[];
  /** PEM of the hall's authority and its SHA-256; null where the court has a certificate of its own. */
  authority: Readonly<{ certificate: string; fingerprint: string }> | null;
  /** Looks from now on whether the certificate must be another one. Returns the way to stop. */
  follow(changed: () => void): () => void;
}>;

type Order = Pick<ParticipantsOrder, 'keysFolder' | 'listen' | 'names' | 'certificate' | 'nowMs' | 'log'>;

function ownAddresses(host: string): readonly string[] {
  if (host !== '0.0.0.0' && host !== '::') return [host];
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')
    .map(({ address }) => address);
}

/** Every name under which a browser may ask for this PC, those for participants first. */
function allNames({ names, listen }: Order): readonly string[] {
  const dnsName = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i;
  const given = [...names, ...ownAddresses(listen.host), hostname(), 'localhost', '127.0.0.1'];
  const lower = given.map((name) => name.toLowerCase()).filter((name) => isIP(name) !== 0 || dnsName.test(name));
  return [...new Set(lower)];
}

function isNamedIn(certificate: X509Certificate, host: string): boolean {
  return (isIP(host) === 0 ? certificate.checkHost(host) : certificate.checkIP(host)) !== undefined;
}

/** Fails `participant.certificate-broken`. */
export async function openDoorCertificate(order: Order): Promise<Outcome<DoorCertificate>> {
  return order.certificate === null ? openHallsOwn(order) : openCourts(order, order.certificate);
}

function openCourts(
  { names, log }: Order,
  { certFile, keyFile }: NonNullable<Order['certificate']>,
): Outcome<DoorCertificate> {
  /** Throws for files that cannot be read or do not belong together: half replaced ones must not be shown. */
  function read() {
    const key = readFileSync(keyFile, 'utf8');
    const cert = readFileSync(certFile, 'utf8');
    const certificate = new X509Certificate(cert);
    invariant(certificate.checkPrivateKey(createPrivateKey(key)), 'key and certificate belong together');
    return { papers: { key, cert }, certificate };
  }
  let shown: ReturnType<typeof read>;
  try {
    shown = read();
  } catch (error) {
    log.error({ cause: (error as Error).name }, 'room-certificate-unreadable');
    return failed(fault('participant.certificate-broken', {}));
  }
  const inIt = (shown.certificate.subjectAltName ?? '')
    .split(', ')
    .map((each) => each.replace(/^(DNS|IP Address):/, ''));
  return done({
    papers: () => shown.papers,
    isFor: (host) => isNamedIn(shown.certificate, host),
    names: () => (names.length > 0 ? names : inIt.filter((name) => !name.includes('*'))),
    authority: null,
    follow(changed) {
      // A court renews its certificate by replacing the files.
      const timer = setInterval(() => {
        try {
          const next = read();
          if (next.papers.cert === shown.papers.cert) return;
          shown = next;
          changed();
        } catch (error) {
          log.warn({ cause: (error as Error).name }, 'room-certificate-unreadable');
        }
      }, lookMs).unref();
      return () => clearInterval(timer);
    },
  });
}

async function openHallsOwn(order: Order): Promise<Outcome<DoorCertificate>> {
  const { keysFolder, listen, nowMs, log } = order;
  let names = allNames(order);
  const needed = (): readonly string[] => [...order.names, ...ownAddresses(listen.host)];
  const opened = await openAuthority(keysFolder, { needed: needed(), all: names }, log);
  if (!opened.ok) return opened;
  const authority = opened.value;
  let papers = await authority.issue(names, nowMs());
  let certificate = new X509Certificate(papers.cert);
  return done({
    papers: () => papers,
    isFor: (host) => isNamedIn(certificate, host),
    names: needed,
    authority: { certificate: authority.certificate, fingerprint: fingerprintOf(authority.certificate) },
    follow(changed) {
      const renew = async (): Promise<void> => {
        const next = allNames(order);
        const isOld = certificate.validToDate.getTime() - nowMs() < renewBeforeMs;
        if (!isOld && next.join() === names.join()) return;
        papers = await authority.issue(next, nowMs());
        certificate = new X509Certificate(papers.cert);
        names = next;
        changed();
      };
      const timer = setInterval(() => void renew(), lookMs).unref();
      return () => clearInterval(timer);
    },
  });
}
