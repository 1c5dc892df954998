// The baseline: one page with the same encoders as the recorder and no sink; or an empty window.
const { app, BrowserWindow, session } = require('electron');

for (const text of JSON.parse(process.env.BARE_SWITCHES ?? '[]')) {
  const [name, value] = text.split(/=(.*)/s);
  app.commandLine.appendSwitch(name, value);
}
app.commandLine.appendSwitch('autoplay-policy', 'no-user-gesture-required');
app.whenReady().then(async () => {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(true));
  session.defaultSession.setPermissionCheckHandler(() => true);
  const isEmpty = process.env.BARE_PAGE === 'empty';
  const window = new BrowserWindow({
    width: 1920,
    height: 1080,
    show: isEmpty,
    frame: false,
    webPreferences: { sandbox: true, contextIsolation: true, backgroundThrottling: false },
  });
  await window.loadFile(isEmpty ? 'empty.html' : 'encoders.html');
});
