// A participant's browser: one window of a telephone's size with nothing of ours in it, which trusts one hall's authority
// as a person's device does once its certificate is installed.
const { X509Certificate } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { isIP } = require('node:net');
const { app, BrowserWindow, session } = require('electron');

const authority = new X509Certificate(readFileSync(process.env.ANY_BROWSER_AUTHORITY));
const useOwnVerdict = -3;

function isOfAuthority(pem, hostname) {
  const shown = new X509Certificate(pem);
  const isItsName = isIP(hostname) === 0 ? shown.checkHost(hostname) : shown.checkIP(hostname);
  return isItsName !== undefined && shown.checkIssued(authority) && shown.verify(authority.publicKey);
}

app.whenReady().then(() => {
  session.defaultSession.setCertificateVerifyProc(({ hostname, certificate }, answer) =>
    answer(isOfAuthority(certificate.data, hostname) ? 0 : useOwnVerdict),
  );
  const size = { width: 360, height: 740, useContentSize: true };
  new BrowserWindow({ ...size, webPreferences: { sandbox: true, contextIsolation: true, backgroundThrottling: false } })
    .loadURL('about:blank')
    .catch(() => app.exit(1));
});
