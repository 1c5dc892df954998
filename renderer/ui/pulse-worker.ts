/* A thread of its own, so that the pulse goes on whatever the page's script does. */

const everyMs = 300;

self.onmessage = ({ ports: [port] }) => {
  if (port !== undefined) setInterval(() => port.postMessage(null), everyMs);
};
