"""What browsers are told to refuse on every page."""

from csp.constants import NONE, SELF

# Content-Security-Policy: our own files alone; nothing inline, nothing evaluated.
CONTENT_POLICY = {
    "default-src": [NONE],
    "base-uri": [NONE],
    "connect-src": [SELF],
    "font-src": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [NONE],
    "img-src": [SELF, "data:"],
    "script-src": [SELF],
    "style-src": [SELF],
}

# Permissions-Policy: what no page asks for, and none that is slipped in may have.
_REFUSED = (
    "accelerometer autoplay browsing-topics camera display-capture encrypted-media geolocation "
    "gyroscope hid idle-detection local-fonts magnetometer microphone midi payment "
    "picture-in-picture publickey-credentials-get screen-wake-lock serial usb "
    "xr-spatial-tracking"
).split()
PERMISSIONS_POLICY = ", ".join(f"{name}=()" for name in _REFUSED)
