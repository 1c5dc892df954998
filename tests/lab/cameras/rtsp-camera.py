"""A network camera of the laboratory: one RTSP stream on the loopback, moving pictures, no sound. Prints its port."""
import json
import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer  # noqa: E402

wish = json.loads(sys.argv[1])
Gst.init(None)
server = GstRtspServer.RTSPServer()
server.set_address("127.0.0.1")
server.set_service(str(wish.get("port", 0)))
picture = "videotestsrc is-live=true pattern=%s ! video/x-raw,width=%d,height=%d,framerate=%d/1" % (
    wish.get("pattern", "ball"),
    wish.get("width", 640),
    wish.get("height", 360),
    wish.get("frameRate", 25),
)
encoders = {
    "h264": "x264enc tune=zerolatency speed-preset=ultrafast key-int-max=%d bitrate=800 ! video/x-h264,profile=baseline ! rtph264pay name=pay0 pt=96 config-interval=1"
    % wish.get("keyEvery", 25),
    "b-frames": "x264enc speed-preset=veryfast key-int-max=%d bitrate=800 bframes=2 b-adapt=false ! video/x-h264,profile=main ! rtph264pay name=pay0 pt=96 config-interval=1"
    % wish.get("keyEvery", 25),
}
factory = GstRtspServer.RTSPMediaFactory()
factory.set_launch("( %s ! %s )" % (picture, encoders[wish.get("codec", "h264")]))
factory.set_shared(True)
if wish.get("user"):
    auth = GstRtspServer.RTSPAuth()
    auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
    token = GstRtspServer.RTSPToken()
    token.set_string("media.factory.role", "viewer")
    auth.add_digest(wish["user"], wish["password"], token)
    server.set_auth(auth)
    viewer = "viewer, media.factory.access=true, media.factory.construct=true"
    factory.add_role_from_structure(Gst.Structure.new_from_string(viewer))
server.get_mount_points().add_factory("/cam", factory)
if server.attach(None) == 0:
    sys.exit("the port is taken")
print(server.get_bound_port(), flush=True)
GLib.MainLoop().run()
