"""The window; the only room that knows Qt."""

from app.ui.singletons import pin_singletons

pin_singletons()
