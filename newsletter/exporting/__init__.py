"""The list, taken away: streamed in constant memory from one moment's state, and written down before and after."""

from newsletter.exporting.cells import neutral, restored
from newsletter.exporting.snapshot import BATCH, snapshot
from newsletter.exporting.stream import stream

__all__ = ["BATCH", "neutral", "restored", "snapshot", "stream"]
