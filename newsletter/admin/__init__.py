"""What staff see of the newsletter."""

from newsletter.admin import exports, subscribers

__all__ = ["exports", "subscribers"]
