"""What staff see of the newsletter."""

from newsletter.admin import campaigns, digest, exports, imports, labels, segments, subscribers

__all__ = ["campaigns", "digest", "exports", "imports", "labels", "segments", "subscribers"]
