import { randomBytes, webcrypto, X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { BlockList, isIP, isIPv4 } from 'node:net';
import path from 'node:path';
import { z } from 'zod';
import { fault } from '#domain/faults.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { writeFileAtomically, type Log } from '../plumbing/index.ts';
import { nameConstraints } from './name-constraints.ts';

/** Browsers take no Ed25519. */
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
/** Apple's systems refuse a server certificate that is good for longer than 825 days, whoever signed it. */
const serverLifeMs = 397 * 86_400_000;
const dayMs = 86_400_000;
/** Where courts' networks live: RFC 1918, 6598, 4193, and this PC itself. */
const ownNetworks = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '127.0.0.0/8',
  'fd00::/8',
  '::1/128',
];

const authorityFile = z.object({
  formatVersion: z.literal(1),
  key: z.string(),
  certificate: z.string(),
  /** What it may speak for. */
  dnsNames: z.array(z.string()).readonly(),
  networks: z.array(z.string()).readonly(),
});
type Kept = z.output<typeof authorityFile>;

/** The hall's authority: a person may install its certificate, and it speaks for this hall's own names alone. */
export type Authority = Readonly<{
  /** PEM. */
  certificate: string;
  /** A new server key with a certificate for those of these names and addresses that it may speak for, both PEM. */
  issue(names: readonly string[], nowMs: number): Promise<Readonly<{ key: string; cert: string }>>;
}>;

function isCovered({ dnsNames, networks }: Kept, names: readonly string[]): boolean {
  const known = new BlockList();
  for (const cidr of networks) {
    const [address = '', bits = ''] = cidr.split('/');
    known.addSubnet(address, Number(bits), isIPv4(address) ? 'ipv4' : 'ipv6');
  }
  return names.every((name) =>
    isIP(name) === 0 ? dnsNames.includes(name) : known.check(name, isIPv4(name) ? 'ipv4' : 'ipv6'),
  );
}

/**
 * Opens keys/room-authority.json (0600), or makes it for all these names. One that may not speak for a name of `needed` is
 * made anew, and whoever installed the old one must install the new one. Fails `participant.certificate-broken`: an authority that cannot be read
 * is never replaced in silence.
 */
export async function openAuthority(
  keysFolder: string,
  names: Readonly<{ needed: readonly string[]; all: readonly string[] }>,
  log: Log,
): Promise<Outcome<Authority>> {
  const file = path.join(keysFolder, 'room-authority.json');
  try {
    const kept = existsSync(file) ? authorityFile.parse(JSON.parse(readFileSync(file, 'utf8'))) : null;
    if (kept !== null && isCovered(kept, names.needed)) return done(authorityFrom(kept));
    if (kept !== null) log.warn({ names: names.needed.length }, 'room-authority-made-anew');
    const made = await makeAuthority(names.all);
    mkdirSync(keysFolder, { recursive: true, mode: 0o700 });
    await writeFileAtomically(file, JSON.stringify(made), 0o600);
    return done(authorityFrom(made));
  } catch (error) {
    // The error itself may quote the file, and with it the key.
    log.error({ cause: (error as Error).name }, 'room-authority-unreadable');
    return failed(fault('participant.certificate-broken', {}));
  }
}

async function generator() {
  // The generator resolves its parts by reflection: it is loaded only by a hall that has participants.
  await import('reflect-metadata');
  return import('@peculiar/x509');
}

async function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}

async function pemOfKey(keys: webcrypto.CryptoKeyPair): Promise<string> {
  const { PemConverter } = await generator();
  return `${PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY')}\n`;
}

async function makeAuthority(names: readonly string[]): Promise<Kept> {
  const x509 = await generator();
  const keys = await newKeys();
  const dnsNames = ['localhost', ...names.filter((name) => isIP(name) === 0)];
  const own = names.filter((name) => isIP(name) !== 0).map((name) => `${name}/${isIPv4(name) ? 32 : 128}`);
  const networks = [...ownNetworks, ...own];
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: randomBytes(16).toString('hex'),
    // Two halls' authorities stand side by side in one telephone.
    name: `CN=Tarazy hall ${randomBytes(4).toString('hex')}`,
    notBefore: new Date(Date.UTC(2020, 0, 1)),
    notAfter: new Date(Date.UTC(2049, 11, 31)),
    keys,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
      new x509.Extension('2.5.29.30', true, nameConstraints(dnsNames, networks)),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return {
    formatVersion: 1,
    key: await pemOfKey(keys),
    certificate: `${certificate.toString('pem')}\n`,
    dnsNames,
    networks,
  };
}

function authorityFrom(kept: Kept): Authority {
  const { certificate } = kept;
  return {
    certificate,
    async issue(names, nowMs) {
      const x509 = await generator();
      const signer = new x509.X509Certificate(certificate);
      const pkcs8 = x509.PemConverter.decodeFirst(kept.key);
      const signingKey = await webcrypto.subtle.importKey('pkcs8', pkcs8, algorithm, false, ['sign']);
      const keys = await newKeys();
      const issued = await x509.X509CertificateGenerator.create({
        serialNumber: randomBytes(16).toString('hex'),
        subject: 'CN=Tarazy',
        issuer: signer.subject,
        // A telephone's clock may be behind.
        notBefore: new Date(nowMs - dayMs),
        notAfter: new Date(nowMs + serverLifeMs),
        publicKey: keys.publicKey,
        signingKey,
        signingAlgorithm: algorithm,
        extensions: [
          new x509.BasicConstraintsExtension(false, undefined, true),
          new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
          new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
          new x509.SubjectAlternativeNameExtension(
            names
              .filter((name) => isCovered(kept, [name]))
              .map((value) => ({ type: isIP(value) === 0 ? ('dns' as const) : ('ip' as const), value })),
          ),
          await x509.AuthorityKeyIdentifierExtension.create(signer.publicKey),
        ],
      });
      return { key: await pemOfKey(keys), cert: `${issued.toString('pem')}\n${certificate}` };
    },
  };
}

/** SHA-256 of the certificate as browsers show it: "AB:CD:…". */
export function fingerprintOf(certificate: string): string {
  return new X509Certificate(certificate).fingerprint256;
}
