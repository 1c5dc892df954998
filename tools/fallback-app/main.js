/* Loads the application folder or script named on the command line, as Electron's own default app does. */
const { app } = require('electron');
const fs = require('node:fs');
const Module = require('node:module');
const path = require('node:path');

let given;
for (let index = 1; index < process.argv.length && given === undefined; index += 1) {
  const argument = process.argv[index];
  // Playwright preloads its own module this way.
  if (argument === '-r' || argument === '--require') Module._preloadModules([process.argv[(index += 1)]]);
  else if (!argument.startsWith('-')) given = argument;
}

if (given === undefined) {
  process.stdout.write(`v${process.versions.electron}\n`);
  app.exit(0);
} else {
  const target = path.resolve(given);
  const manifestFile = path.join(target, 'package.json');
  if (fs.existsSync(manifestFile)) {
    const manifest = JSON.parse(fs.readFileSync(manifestFile, 'utf8'));
    if (manifest.name) app.setName(manifest.productName ?? manifest.name);
    if (manifest.version) app.setVersion(manifest.version);
    app.setAppPath(target);
  }
  process.argv.splice(1, process.argv.indexOf(given) - 1);
  require(target);
}
