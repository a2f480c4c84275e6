"""The window; the only room that knows Qt."""

from app.ui.overriding import guard_overrides
from app.ui.plainimports import take_plain_imports
from app.ui.singletons import pin_singletons

take_plain_imports()
pin_singletons()
guard_overrides()
