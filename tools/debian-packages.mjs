/**
 * The Debian packages Tarazy needs. A court PC with a display needs the kiosk list;
 * the virtual courtroom (tests and the demo without a display) needs both lists.
 */
import { existsSync } from 'node:fs';
import { runToEnd, say, SetupRefusal } from './run.mjs';

const kiosk = [
  ['libnss3', 'libatk1.0-0', 'libatk-bridge2.0-0', 'libcups2', 'libgtk-3-0', 'libgbm1', 'libasound2', 'libxss1'],
  ['ffmpeg', 'pulseaudio-utils', 'unzip', 'fonts-noto-core'],
].flat();

const lab = [
  ['xvfb', 'xauth', 'tigervnc-standalone-server', 'openbox', 'xdotool', 'poppler-utils', 'iproute2'],
  ['pulseaudio', 'libasound2-plugins', 'espeak-ng', 'sox'],
  ['pipewire', 'wireplumber', 'dbus', 'python3-dbus', 'python3-gi'],
  ['libpipewire-0.3-dev', 'gcc', 'libc6-dev', 'pkg-config'],
  ['gir1.2-gst-rtsp-server-1.0', 'gstreamer1.0-plugins-base', 'gstreamer1.0-plugins-good'],
  ['gstreamer1.0-plugins-bad', 'gstreamer1.0-plugins-ugly'],
].flat();

function missingOf(wanted) {
  const listed = runToEnd('dpkg-query', ['-W', '-f', '${db:Status-Status}|${Package}|${Provides}\n'], {
    capture: true,
  });
  const present = new Set();
  for (const line of listed.stdout.split('\n')) {
    const [status, name, provides] = line.split('|');
    if (status !== 'installed') continue;
    present.add(name);
    // Newer releases renamed some (libasound2t64) and provide the old name.
    for (const other of (provides ?? '').split(',')) present.add(other.trim().split(' ')[0]);
  }
  return wanted.filter((name) => !present.has(name));
}

/** A third party's reader of our papers and its pictures; wanted by `npm run test:documents` only. */
const office = ['libreoffice-writer-nogui', 'poppler-utils'];

/** Installs what the kiosk (and the laboratory) lacks, or refuses with the exact command when we may not. Other systems are left alone. */
export function ensureDebianPackages({ withLab }) {
  ensurePackages(withLab ? [...kiosk, ...lab] : kiosk);
}

/** LibreOffice Writer without a display, and poppler. */
export function ensureOffice() {
  ensurePackages(office);
}

/** A relay for pages that cannot reach a hall; wanted by `npm run test:network -- --part shut-udp` only. */
export function ensureRelay() {
  ensurePackages(['coturn']);
}

/** A whole PC without one, whose kernel makes HID devices; wanted by `npm run test:hid` only. */
export function ensureVirtualMachine() {
  ensurePackages(['qemu-system-x86', 'busybox-static', 'kmod', 'cpio']);
}

function ensurePackages(wanted) {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/apt-get')) return;
  const missing = missingOf(wanted);
  if (missing.length === 0) return;
  const command = `apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  if (process.getuid() !== 0) {
    throw new SetupRefusal(`These system packages are missing. Ask an administrator to run:\n  sudo ${command}`);
  }
  say(`  installing ${missing.length} Debian packages: ${missing.join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const install = () => runToEnd('apt-get', ['-qq', ...command.split(' ').slice(1)], { env, capture: true });
  // An interrupted installation leaves packages unpacked but not configured; this finishes them.
  runToEnd('dpkg', ['--configure', '-a'], { env, capture: true });
  if (install().ok) return;
  say('  the package lists are missing or old: apt-get update');
  runToEnd('apt-get', ['-qq', 'update'], { env, capture: true });
  const second = install();
  if (!second.ok)
    throw new SetupRefusal(`Debian packages could not be installed:\n${second.stderr.trim()}\nCommand: ${command}`);
}
