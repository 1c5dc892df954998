import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const project = path.join(import.meta.dirname, '..', '..');
const kernel = path.join(project, '.runtime', 'kernel');
/** What makes a HID device out of nothing, what a real one needs, and what brings the PC's own files into the machine. */
const modules = [
  ...['virtio_pci', 'virtio_rng', '9pnet_virtio', '9p', 'overlay'],
  ...['uhid', 'hid-generic', 'usbhid', 'dummy_hcd', 'libcomposite', 'usb_f_hid'],
];
const shellTools = ['sh', 'mount', 'insmod', 'mkdir', 'switch_root'];

/** The PC's own root, read-only, under a layer that is thrown away; then our script as the only program. */
const init = (script: string): string => `#!/bin/sh
mount -t proc p /proc; mount -t sysfs s /sys; mount -t devtmpfs d /dev
while read m; do insmod /lib/modules/$m || echo "no module $m"; done < /order
mount -t 9p -o trans=virtio,version=9p2000.L,ro,msize=512000,cache=loose host /lower
mount -t tmpfs t /rw; mkdir /rw/u /rw/w
mount -t overlay -o lowerdir=/lower,upperdir=/rw/u,workdir=/rw/w o /newroot
mount --move /dev /newroot/dev; mount --move /proc /newroot/proc; mount --move /sys /newroot/sys
mount -t tmpfs t2 /newroot/run; mkdir -p /newroot/dev/shm; mount -t tmpfs t4 /newroot/dev/shm
exec switch_root /newroot /bin/sh -c '${script}'
`;

/** A first file system of a few megabytes: a shell, the modules in their order, and the way to the PC's own files. */
function makeInitrd(work: string, script: string): string {
  const root = path.join(work, 'root');
  const [version = ''] = readdirSync(path.join(kernel, 'lib', 'modules'));
  for (const folder of ['bin', 'lib/modules', 'proc', 'sys', 'dev', 'newroot', 'lower', 'rw'])
    mkdirSync(path.join(root, folder), { recursive: true });
  copyFileSync('/bin/busybox', path.join(root, 'bin', 'busybox'));
  for (const tool of shellTools) symlinkSync('busybox', path.join(root, 'bin', tool));
  const inOrder = new Set<string>();
  for (const module of modules) {
    const told = execFileSync('/sbin/modprobe', ['-d', kernel, '-S', version, '--show-depends', module], {
      encoding: 'utf8',
    });
    for (const [, file] of told.matchAll(/^insmod (\S+)/gm)) if (file !== undefined) inOrder.add(file);
  }
  for (const file of inOrder) copyFileSync(file, path.join(root, 'lib', 'modules', path.basename(file)));
  writeFileSync(path.join(root, 'order'), [...inOrder].map((file) => `${path.basename(file)}\n`).join(''));
  writeFileSync(path.join(root, 'init'), init(script), { mode: 0o755 });
  const initrd = path.join(work, 'initrd.gz');
  execFileSync('/bin/sh', ['-c', `cd '${root}' && find . | cpio -o -H newc 2>/dev/null | gzip -1 > '${initrd}'`]);
  return initrd;
}

/**
 * Boots Debian's kernel without any help of the processor (TCG; nested machines have none), runs one of our programs in it
 * as root, and hands over each line of its console. Resolves when the machine is off; rejects after `limitMs`.
 */
export function runInMachine(
  { work, program, limitMs }: Readonly<{ work: string; program: string; limitMs: number }>,
  onLine: (line: string) => void,
): Promise<void> {
  const script = [
    'export PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/run NO_COLOR=1',
    'mount -t configfs c /sys/kernel/config 2>/dev/null',
    `cd ${project}`,
    `${process.execPath} ${program}`,
    'echo b > /proc/sysrq-trigger',
  ].join('; ');
  const initrd = makeInitrd(work, script);
  const [image = ''] = readdirSync(path.join(kernel, 'boot')).filter((name) => name.startsWith('vmlinuz'));
  return new Promise((resolve, reject) => {
    const machine = spawn(
      'qemu-system-x86_64',
      [
        ...['-accel', 'tcg,thread=multi,tb-size=512', '-cpu', 'max', '-smp', '2', '-m', '2048'],
        ...['-nographic', '-no-reboot', '-net', 'none', '-device', 'virtio-rng-pci'],
        ...['-kernel', path.join(kernel, 'boot', image), '-initrd', initrd],
        ...['-append', 'console=ttyS0 panic=-1 quiet mitigations=off'],
        ...['-fsdev', 'local,id=h,path=/,security_model=none,readonly=on,multidevs=remap'],
        ...['-device', 'virtio-9p-pci,fsdev=h,mount_tag=host'],
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const limit = setTimeout(() => {
      machine.kill('SIGKILL');
      reject(new Error(`the machine was still on after ${limitMs / 1000} s`));
    }, limitMs);
    let rest = '';
    machine.stdout.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split(/[\r\n]+/);
      rest = lines.pop() ?? '';
      for (const line of lines) if (line !== '') onLine(line);
    });
    machine.on('error', reject);
    machine.on('close', () => {
      clearTimeout(limit);
      resolve();
    });
  });
}
