"""A stand-in for the desktop's camera portal: Chromium asks it for PipeWire cameras, and it always agrees.

Grants org.freedesktop.portal.Camera to every caller and hands out a connection to the laboratory's own PipeWire.
Runs on a private session bus only. Ends with its parent, which sets the parent-death signal.
"""

import os
import socket

import dbus
import dbus.lowlevel
import dbus.mainloop.glib
import dbus.service
from gi.repository import GLib

CAMERA = "org.freedesktop.portal.Camera"
REQUEST = "org.freedesktop.portal.Request"
GRANTED = dbus.UInt32(0)
ANSWER_DELAY_MS = 60

dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
bus = dbus.SessionBus()
# Kept in a variable: the name is given back when this object is collected.
portal_name = dbus.service.BusName("org.freedesktop.portal.Desktop", bus, do_not_queue=True)


class Request(dbus.service.Object):
    @dbus.service.method(REQUEST)
    def Close(self):
        pass


requests = {}


class Portal(dbus.service.Object):
    @dbus.service.method(CAMERA, in_signature="a{sv}", out_signature="o", sender_keyword="sender")
    def AccessCamera(self, options, sender=None):
        token = options.get("handle_token", "t")
        path = f"/org/freedesktop/portal/desktop/request/{sender[1:].replace('.', '_')}/{token}"
        if path not in requests:
            requests[path] = Request(bus, path)

        def answer():
            # Unicast on purpose: libwebrtc subscribes without a match rule and would never see a broadcast.
            message = dbus.lowlevel.SignalMessage(path, REQUEST, "Response")
            message.set_destination(sender)
            message.append(GRANTED, dbus.Dictionary({}, signature="sv"), signature="ua{sv}")
            bus.send_message(message)
            return False

        GLib.timeout_add(ANSWER_DELAY_MS, answer)
        return dbus.ObjectPath(path)

    @dbus.service.method(CAMERA, in_signature="a{sv}", out_signature="h")
    def OpenPipeWireRemote(self, _options):
        remote = socket.socket(socket.AF_UNIX)
        remote.connect(os.environ["XDG_RUNTIME_DIR"] + "/pipewire-0")
        # UnixFd holds a copy of its own. Ours must go, or PipeWire would believe in a listener that has died.
        handed_over = dbus.types.UnixFd(remote)
        remote.close()
        return handed_over

    @dbus.service.method("org.freedesktop.DBus.Properties", in_signature="ss", out_signature="v")
    def Get(self, _interface, name):
        if name == "IsCameraPresent":
            return dbus.Boolean(True, variant_level=1)
        return dbus.UInt32(1, variant_level=1)

    @dbus.service.method("org.freedesktop.DBus.Properties", in_signature="s", out_signature="a{sv}")
    def GetAll(self, _interface):
        return dbus.Dictionary({"IsCameraPresent": dbus.Boolean(True), "version": dbus.UInt32(1)}, signature="sv")


portal = Portal(bus, "/org/freedesktop/portal/desktop")
print("ready", flush=True)
GLib.MainLoop().run()
