"""What staff see: the writing screen, the way to readers, the library."""

from django.contrib import admin

from articles.admin import feedback, kinds, pages, people, pictures, references, searches, site, topics

__all__ = ["feedback", "kinds", "pages", "people", "pictures", "references", "searches", "site", "topics"]

admin.site.site_title = "kratominfo"
admin.site.site_header = "kratominfo"
admin.site.index_title = "What would you like to work on?"
admin.site.empty_value_display = "–"
