// The baseline: one page with the same encoders as the recorder and no sink, and beside it one that shows what the console
// shows where that is asked for; one end of a call; or an empty window.
const { app, BrowserWindow, session } = require('electron');

for (const text of JSON.parse(process.env.BARE_SWITCHES ?? '[]')) {
  const [name, value] = text.split(/=(.*)/s);
  app.commandLine.appendSwitch(name, value);
}
app.commandLine.appendSwitch('autoplay-policy', 'no-user-gesture-required');
app.whenReady().then(async () => {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(true));
  session.defaultSession.setPermissionCheckHandler(() => true);
  const { BARE_PAGE: asked, BARE_QUERY: query = '' } = process.env;
  const open = (page, show) =>
    new BrowserWindow({
      width: 1920,
      height: 1080,
      show,
      frame: false,
      webPreferences: { sandbox: true, contextIsolation: true, backgroundThrottling: false },
    }).loadFile(page, { search: query });
  if (asked === 'empty') await open('empty.html', true);
  else if (asked === 'caller') await open('caller.html', false);
  // The encoders first: the first opener of a camera fixes its size.
  else await open('encoders.html', false);
  if (asked === 'previews') await open('previews.html', true);
});
