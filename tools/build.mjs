/**
 * Builds the windows (renderer/<page>/index.html -> out/renderer), the page of participants (renderer/join -> out/join)
 * and the Electron shell (src/shell -> out/shell).
 * Runs under Node 24. Does nothing when no source has changed since the last build; `--force` builds anyway.
 */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { build } from 'vite';
import { projectRoot, say } from './run.mjs';

const inRoot = (...parts) => path.join(projectRoot, ...parts);
const stampFile = inRoot('out', '.build-stamp');

/** The oldest Chromium and Node we run on: those of the fallback Electron 33. */
const windowTarget = 'chrome130';
const shellTarget = 'node20';
/** Telephones that people have; older ones lack what a call needs. */
const pageTargets = ['chrome100', 'firefox100', 'safari15.4'];

/** Development aids are off by default; the demo and the tests build what users get. */
const shared = {
  configFile: false,
  logLevel: 'warn',
  publicDir: false,
};

const windows = ['recorder', 'console', 'bench', 'call', 'screen', 'player'];

function sourceHash() {
  const hash = createHash('sha256');
  const add = (file) => hash.update(path.relative(projectRoot, file)).update('\0').update(readFileSync(file));
  for (const folder of ['src', 'renderer', 'resources']) {
    if (!existsSync(inRoot(folder))) continue;
    const entries = readdirSync(inRoot(folder), { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
    files.sort().forEach(add);
  }
  ['package.json', 'package-lock.json', 'tools/build.mjs'].forEach((file) => add(inRoot(file)));
  return hash.digest('hex');
}

async function buildWindows() {
  const pages = windows.map((name) => inRoot('renderer', name, 'index.html')).filter(existsSync);
  if (pages.length === 0) return;
  await build({
    ...shared,
    root: inRoot('renderer'),
    base: './',
    oxc: { jsx: { runtime: 'automatic', importSource: 'react' } },
    worker: { format: 'es' },
    build: {
      outDir: inRoot('out', 'renderer'),
      emptyOutDir: true,
      target: windowTarget,
      // One court PC, local files: the size of a chunk is nobody's concern.
      chunkSizeWarningLimit: 4096,
      modulePreload: false,
      rolldownOptions: {
        input: pages,
        // The widgets say "use client" for frameworks that render on a server; thousands of lines, none about us.
        onwarn: (warning, next) => (warning.code === 'MODULE_LEVEL_DIRECTIVE' ? undefined : next(warning)),
      },
    },
  });
}

/** What the page of a participant says; it is fetched by telephones, so it carries no other words. */
const joinWords = [
  'join.',
  'attendance.',
  'channel.',
  'participants.roles.',
  'faults.participant.',
  'faults.exhibit.',
  'exhibits.',
  'hearing.dismiss',
  'language.',
  'strip.',
  'ui.hold',
];
const fewerWords = {
  name: 'words-of-the-join-page',
  enforce: 'pre',
  transform(code, id) {
    if (!/[\\/]resources[\\/]locales[\\/]\w+[.]json$/.test(id)) return null;
    const kept = Object.entries(JSON.parse(code)).filter(([key]) => joinWords.some((word) => key.startsWith(word)));
    return { code: JSON.stringify(Object.fromEntries(kept)), map: null };
  },
};

/** The participant's page (renderer/join -> out/join), served by the hall to any browser of the last years. */
async function buildJoinPage() {
  if (!existsSync(inRoot('renderer', 'join', 'index.html'))) return;
  await build({
    ...shared,
    root: inRoot('renderer', 'join'),
    base: './',
    plugins: [fewerWords],
    oxc: { jsx: { runtime: 'automatic', importSource: 'react' } },
    worker: { format: 'es' },
    build: {
      outDir: inRoot('out', 'join'),
      emptyOutDir: true,
      target: pageTargets,
      modulePreload: false,
      // What takes documents apart is fetched only where one is shown.
      chunkSizeWarningLimit: 4096,
      // A stylesheet or picture inside the page would need a weaker policy.
      assetsInlineLimit: 0,
    },
  });
}

/** pdf.js loads its decoder of JPEG 2000 when a document has such pictures; pages may fetch from their own origin only. */
function layDecoders() {
  const from = inRoot('node_modules', 'pdfjs-dist', 'wasm');
  for (const out of ['renderer', 'join'])
    for (const name of ['openjpeg_nowasm_fallback.js', 'LICENSE_OPENJPEG', 'LICENSE_PDFJS_OPENJPEG'])
      cpSync(path.join(from, name), inRoot('out', out, 'pdf', name));
}

async function buildShellPart(source, output) {
  if (!existsSync(inRoot('src', 'shell', source))) return;
  await build({
    ...shared,
    root: projectRoot,
    // Everything from npm is bundled: a sandboxed preload can require nothing, and the shell then needs no node_modules.
    ssr: { noExternal: true, external: ['electron'] },
    build: {
      ssr: inRoot('src', 'shell', source),
      outDir: inRoot('out', 'shell'),
      emptyOutDir: false,
      target: shellTarget,
      minify: false,
      rolldownOptions: {
        external: ['electron', /^node:/, ...builtinModules],
        output: { format: 'cjs', entryFileNames: output, codeSplitting: false },
      },
    },
  });
}

const hash = sourceHash();
const built = existsSync(stampFile) && readFileSync(stampFile, 'utf8') === hash;
if (!built || process.argv.includes('--force')) {
  say('  building windows and shell');
  rmSync(stampFile, { force: true });
  await buildWindows();
  await buildJoinPage();
  layDecoders();
  await buildShellPart('main.ts', 'main.cjs');
  await buildShellPart('preload.ts', 'preload.cjs');
  mkdirSync(inRoot('out'), { recursive: true });
  writeFileSync(stampFile, hash);
}
