"""What is new: alerts that fire when a case changes, and a folder that is looked at again and again."""

from firsthand.watch.alerts import Alert, fire
from firsthand.watch.following import Round, follow
from firsthand.watch.saved import alerts, see, watch_claim, watches

__all__ = ["Alert", "Round", "alerts", "fire", "follow", "see", "watch_claim", "watches"]
