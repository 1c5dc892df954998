/**
 * Brings QEMU and Debian's own kernel for `npm run test:hid`. The kernel is unpacked beside us and never installed. Must run
 * on Node 20 without any dependency.
 */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ensureVirtualMachine } from './debian-packages.mjs';
import { runToEnd, runtimeFolder, say, SetupRefusal } from './run.mjs';
import { main } from './setup.mjs';

export const kernelFolder = path.join(runtimeFolder, 'kernel');

function must(command, args, cwd) {
  const ended = runToEnd(command, args, { capture: true, cwd });
  if (!ended.ok) throw new SetupRefusal(`${command} ${args.join(' ')} failed:\n${ended.stderr.trim()}`);
  return ended.stdout;
}

function ensureKernel() {
  if (existsSync(kernelFolder)) return;
  const making = `${kernelFolder}.new`;
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { recursive: true });
  const [, image] = /Depends: (linux-image-\S+)/.exec(must('apt-cache', ['depends', 'linux-image-amd64'])) ?? [];
  if (image === undefined) throw new SetupRefusal('apt knows no linux-image-amd64 on this system.');
  say(`  fetching ${image} for the virtual machine`);
  must('apt-get', ['-qq', 'download', image], making);
  const packed = readdirSync(making).find((name) => name.endsWith('.deb'));
  must('dpkg-deb', ['-x', packed, '.'], making);
  rmSync(path.join(making, packed));
  const [version] = readdirSync(path.join(making, 'lib', 'modules'));
  must('depmod', ['-b', making, version]);
  renameSync(making, kernelFolder);
}

await main(() => {
  if (process.platform !== 'linux' || process.arch !== 'x64' || !existsSync('/usr/bin/apt-get'))
    throw new SetupRefusal('The virtual machine needs Debian on an x86-64 PC.');
  ensureVirtualMachine();
  ensureKernel();
  return 0;
});
