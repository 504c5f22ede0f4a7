"""The WebSocket side of the site."""

from channels.routing import URLRouter

websocket_application = URLRouter([])
