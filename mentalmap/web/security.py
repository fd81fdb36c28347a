"""Security headers of every answer, and a content policy without inline script or foreign hosts."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, g, request

_OF_ALL = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_OF_PAGES = {
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(self), payment=(), usb=()",
    "X-Frame-Options": "DENY",
}
# Pictures are not among them: opened by itself, an SVG file is a page that could hold scripts.
_PARTS = frozenset({"text/css", "text/javascript", "application/javascript", "font/woff2"})
# A script may be that of a worker, which takes its policy from here.
_POLICY_OF_PARTS = "default-src 'self'"


def allow_tiles_from(url: str) -> None:
    """Let this one page load map pictures from the tile server that the project chose."""
    parts = urlsplit(url)
    host = parts.netloc.replace("{s}", "*")
    if parts.scheme == "https" and host:
        g.tile_hosts = f" https://{host}"


def is_part_of_a_page(response: Response) -> bool:
    """
    Tell whether this is a built script, style or font.

    Only what is opened as a page has use for the policies of pages, which are most of a kilobyte in front of
    each of a dozen files that a phone with one bar waits for.
    """
    return request.endpoint == "static" and response.mimetype in _PARTS


def content_policy() -> str:
    """Say what a page may load: what this server serves, and nothing inline."""
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            f"img-src 'self' data: blob:{g.get('tile_hosts', '')}",
            "font-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            "worker-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def add_security_headers(response: Response) -> Response:
    """Add the headers to an answer."""
    for name, value in _OF_ALL.items():
        response.headers.setdefault(name, value)
    if is_part_of_a_page(response):
        response.headers["Content-Security-Policy"] = _POLICY_OF_PARTS
        return response
    for name, value in _OF_PAGES.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", content_policy())
    if response.mimetype == "text/html" and "Cache-Control" not in response.headers:
        # Pages say who is signed in and hold form tokens; no cache on the way may keep them.
        response.headers["Cache-Control"] = "no-store"
    return response


def init_security(app: Flask) -> None:
    """Cover every answer of the app, errors too."""
    app.after_request(add_security_headers)
