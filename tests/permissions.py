"""Who may do what: every address of the admin and of its door, by hand.

A row: the address by its name, the method, the object, then what each of the eight gets:

    in  is sent to the sign-in        no  403, and nothing is written      --  404, there is no such thing
    ok  200, the screen               go  302, it is done or leads on      or the very status

PAGE stands for the three kinds of pages, RECORD for references, pictures, people and topics, SHARED for
the first three. Objects: `own` and `other` are drafts that one began oneself or somebody else did; `shown` is one's
own, but readers were shown it; `handed` is the text of somebody else that waits for its review, `mine` one's own that
does; `foreign` is one's own page with a revision of another; `scheduled`, `sending` and the like are campaigns in that
state; `missing` is a number that nobody has; `-` where an address needs none.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

ROLES = ["anonymous", "bystander", "writer", "editor", "reviewer", "newsletter", "auditor", "superuser"]
MANY = {
    "PAGE": ["article", "strainprofile", "standingpage"],
    "RECORD": ["reference", "picture", "person", "topic"],
    "SHARED": ["reference", "picture", "person"],
}

TABLE = """
                                                   anon by wr ed re nl au su
# The desk
index                                  GET  -        in ok ok ok ok ok ok ok
app_list                               GET  -        in -- ok ok ok -- ok ok
login                                  GET  -        in go go go go go go go
logout                                 GET  -        go go go go go go go go
password_change                        GET  -        in go go go go go go go
password_change_done                   GET  -        in go go go go go go go
jsi18n                                 GET  -        in ok ok ok ok ok ok ok
view_on_site                           GET  other    in -- -- -- -- -- -- --
autocomplete                           GET  picture  in no ok ok ok no ok ok
autocomplete                           GET  authors  in no ok ok ok no ok ok
autocomplete                           GET  topics   in no ok ok ok no ok ok
autocomplete                           GET  strains  in no ok ok ok no ok ok
autocomplete                           GET  references in no ok ok ok no ok ok
autocomplete                           GET  pinned   in no ok ok ok no ok ok
autocomplete                           GET  account  in no no no no no no ok
.../PAGE/*                             GET  other    in go go go go go go go
.../RECORD/*                           GET  other    in go go go go go go go
.../*                                  GET  -        in -- -- -- -- -- -- --

# Pages: lists and beginnings
articles_PAGE_changelist               GET  -        in no ok ok ok no ok ok
articles_PAGE_add                      GET  -        in no ok ok no no no ok
articles_PAGE_add                      POST -        in no go go no no no go
articles_PAGE_delete                   GET  own      in no no no no no no no
articles_PAGE_delete                   POST own      in no no no no no no no
articles_PAGE_delete                   GET  missing  in no no no no no no no
articles_page_changelist               GET  -        in no ok ok ok no ok ok
articles_trash                         GET  -        in no ok ok ok no ok ok
articles_restore                       GET  own      in -- 405 405 no -- no 405
articles_restore                       POST own      in -- go go no -- no go
articles_restore                       POST other    in -- no go no -- no go
articles_restore                       POST missing  in -- -- -- -- -- -- --
articles_PAGE_trash                    GET  own      in no ok ok no no no ok
articles_PAGE_trash                    GET  missing  in no -- -- -- no -- --
articles_PAGE_trash                    POST own      in no go go no no no go
articles_PAGE_trash                    POST other    in no no go no no no go
articles_PAGE_trash                    POST shown    in no no 409 no no no 409
articles_PAGE_trash                    POST missing  in no -- -- -- no -- --

# Pages: writing
articles_PAGE_change                   GET  own      in no ok ok ok no ok ok
articles_PAGE_change                   GET  other    in no ok ok ok no ok ok
articles_PAGE_change                   GET  shown    in no ok ok ok no ok ok
articles_PAGE_change                   GET  missing  in no go go go no go go
articles_PAGE_change                   POST own      in no go go no no no go
articles_PAGE_change                   POST other    in no no go no no no go
articles_PAGE_change                   POST shown    in no no go no no no go
articles_PAGE_change                   POST missing  in no go go no no no go
articles_PAGE_preview                  GET  own      in no ok ok ok no ok ok
articles_PAGE_preview                  GET  other    in no ok ok ok no ok ok
articles_PAGE_preview                  GET  missing  in no -- -- -- no -- --
articles_PAGE_preview                  POST own      in no ok ok no no no ok
articles_PAGE_preview                  POST other    in no no ok no no no ok
articles_PAGE_preview                  POST missing  in no -- -- -- no -- --
articles_PAGE_presence                 GET  own      in 405 405 405 405 405 405 405
articles_PAGE_presence                 POST own      in no ok ok ok no ok ok
articles_PAGE_presence                 POST other    in no ok ok ok no ok ok
articles_PAGE_presence                 POST missing  in no -- -- -- no -- --
articles_PAGE_recover                  GET  own      in no go go no no no go
articles_PAGE_recover                  POST own      in no 400 400 no no no 400
articles_PAGE_recover                  POST other    in no no 400 no no no 400
articles_PAGE_recover                  POST missing  in no -- -- -- no -- --
articles_PAGE_typed                    GET  own      in no go go no no no go
articles_PAGE_typed                    GET  other    in no no go no no no go
articles_PAGE_typed                    POST own      in no go go no no no go
articles_PAGE_typed                    POST other    in no no go no no no go
articles_PAGE_typed                    POST missing  in no -- -- -- no -- --

# Pages: the way to readers
articles_PAGE_publish                  GET  own      in no no ok no no no ok
articles_PAGE_publish                  GET  other    in no no ok no no no ok
articles_PAGE_publish                  GET  missing  in no -- -- -- no -- --
articles_PAGE_publish                  POST own      in no no 422 no no no 422
articles_PAGE_publish                  POST other    in no no 422 no no no 422
articles_PAGE_publish                  POST missing  in no -- -- -- no -- --
articles_PAGE_withdraw                 GET  shown    in no no ok no no no ok
articles_PAGE_withdraw                 GET  missing  in no -- -- -- no -- --
articles_PAGE_withdraw                 POST shown    in no no go no no no go
articles_PAGE_withdraw                 POST missing  in no -- -- -- no -- --
articles_PAGE_publish_later            GET  own      in no no ok no no no ok
articles_PAGE_publish_later            POST own      in no no 422 no no no 422
articles_PAGE_publish_later            POST other    in no no 422 no no no 422
articles_PAGE_publish_later            POST missing  in no -- -- -- no -- --
articles_PAGE_withdraw_later           GET  shown    in no no ok no no no ok
articles_PAGE_withdraw_later           POST shown    in no no 422 no no no 422
articles_PAGE_withdraw_later           POST missing  in no -- -- -- no -- --
articles_PAGE_hours                    GET  own      in no ok ok ok no ok ok
articles_PAGE_hours                    GET  other    in no ok ok ok no ok ok
articles_PAGE_hours                    GET  missing  in no -- -- -- no -- --
articles_PAGE_cancel                   GET  own      in no no 405 no no no 405
articles_PAGE_cancel                   POST own      in no no go no no no go
articles_PAGE_cancel                   POST other    in no no go no no no go
articles_PAGE_cancel                   POST missing  in no -- -- -- no -- --
articles_PAGE_try_again                GET  own      in no no 405 no no no 405
articles_PAGE_try_again                POST own      in no no go no no no go
articles_PAGE_try_again                POST missing  in no -- -- -- no -- --

# Pages: review
articles_PAGE_hand_in                  GET  own      in no ok ok no no no ok
articles_PAGE_hand_in                  GET  other    in no no ok no no no ok
articles_PAGE_hand_in                  GET  missing  in no -- -- -- no -- --
articles_PAGE_hand_in                  POST own      in no 422 422 no no no 422
articles_PAGE_hand_in                  POST other    in no no 422 no no no 422
articles_PAGE_hand_in                  POST shown    in no no 422 no no no 422
articles_PAGE_hand_in                  POST missing  in no -- -- -- no -- --
articles_PAGE_review                   GET  own      in no no no ok no no ok
articles_PAGE_review                   GET  other    in no no no ok no no ok
articles_PAGE_review                   GET  missing  in no -- -- -- no -- --
articles_PAGE_review                   POST other    in no no no 409 no no 409
articles_PAGE_review                   GET  handed   in no no no ok no no ok
articles_PAGE_review                   POST handed   in no no no go no no 409
articles_PAGE_review                   POST mine     in no no no 409 no no 409
articles_PAGE_review                   POST missing  in no -- -- -- no -- --
articles_PAGE_publish_signed           GET  other    in no no go no no no go
articles_PAGE_publish_signed           POST other    in no no go no no no go
articles_PAGE_publish_signed           GET  missing  in no -- -- -- no -- --
articles_PAGE_publish_signed           POST missing  in no -- -- -- no -- --

# Pages: looking back
articles_PAGE_history                  GET  shown    in no ok ok ok no ok ok
articles_PAGE_history                  GET  other    in no ok ok ok no ok ok
articles_PAGE_history                  GET  missing  in no -- -- -- no -- --
articles_PAGE_revision                 GET  shown    in no ok ok ok no ok ok
articles_PAGE_revision                 GET  foreign  in no -- -- -- no -- --
articles_PAGE_revision                 GET  missing  in no -- -- -- no -- --
articles_PAGE_compare                  GET  own      in no ok ok ok no ok ok
articles_PAGE_compare                  GET  other    in no ok ok ok no ok ok
articles_PAGE_compare                  GET  foreign  in no -- -- -- no -- --
articles_PAGE_compare                  GET  missing  in no -- -- -- no -- --
articles_PAGE_bring_to_readers         GET  shown    in no no ok no no no ok
articles_PAGE_bring_to_readers         GET  foreign  in no no -- no no no --
articles_PAGE_bring_to_readers         POST shown    in no no 422 no no no 422
articles_PAGE_bring_to_readers         POST foreign  in no no -- no no no --
articles_PAGE_bring_to_readers         POST missing  in no -- -- -- no -- --
articles_PAGE_bring_to_working         GET  own      in no ok ok no no no ok
articles_PAGE_bring_to_working         GET  foreign  in no -- -- no no no --
articles_PAGE_bring_to_working         POST own      in no go go no no no go
articles_PAGE_bring_to_working         POST other    in no no go no no no go
articles_PAGE_bring_to_working         POST shown    in no no go no no no go
articles_PAGE_bring_to_working         POST foreign  in no -- -- no no no --
articles_PAGE_bring_to_working         POST missing  in no -- -- -- no -- --

# The library
articles_RECORD_changelist             GET  -        in no ok ok ok no ok ok
articles_RECORD_change                 GET  other    in no ok ok ok no ok ok
articles_RECORD_change                 GET  missing  in no go go go no go go
articles_reference_change              POST other    in no no ok no no no ok
articles_picture_change                POST other    in no no go no no no go
articles_person_change                 POST other    in no no ok no no no ok
articles_topic_change                  POST other    in no no ok no no no ok
articles_RECORD_history                GET  other    in no ok ok ok no ok ok
articles_RECORD_history                GET  missing  in go go go go go go go
articles_reference_change              POST missing  in no no go no no no go
articles_SHARED_confirm                GET  other    in no no go no no no go
articles_SHARED_confirm                GET  missing  in no -- -- -- no -- --
articles_SHARED_confirm                POST other    in no no go no no no go
articles_SHARED_used                   GET  other    in no ok ok ok no ok ok
articles_SHARED_used                   GET  missing  in no -- -- -- no -- --
articles_SHARED_delete                 GET  other    in no no ok no no no ok
articles_SHARED_delete                 POST other    in no no go no no no go
articles_SHARED_delete                 POST missing  in no no go no no no go
articles_topic_delete                  GET  other    in no no no no no no no
articles_topic_delete                  POST other    in no no no no no no no
articles_strainprofile_used            GET  other    in no ok ok ok no ok ok
articles_strainprofile_used            GET  missing  in no -- -- -- no -- --
articles_renewal_progress              GET  other    in no ok ok ok no ok ok
articles_renewal_progress              GET  missing  in no -- -- -- no -- --
articles_renewal_progress              POST other    in no no go no no no go
articles_renewal_progress              POST missing  in no -- -- -- no -- --
articles_reference_add                 GET  -        in no ok ok no no no ok
articles_reference_add                 POST -        in no go go no no no go
articles_picture_add                   GET  -        in no ok ok no no no ok
articles_picture_add                   POST -        in no ok ok no no no ok
articles_person_add                    GET  -        in no no ok no no no ok
articles_person_add                    POST -        in no no go no no no go
articles_topic_add                     GET  -        in no no ok no no no ok
articles_topic_add                     POST -        in no no go no no no go
articles_reference_find                GET  -        in no ok ok ok no ok ok
articles_reference_import              GET  -        in no ok ok no no no ok
articles_reference_import              POST -        in no 422 422 no no no 422
articles_picture_upload                GET  -        in no ok ok no no no ok
articles_picture_upload                POST -        in no ok ok no no no ok
articles_reference_merge               GET  other    in no no ok no no no ok
articles_reference_merge               GET  missing  in no -- -- -- no -- --
articles_reference_merge               POST other    in no no 400 no no no 400
articles_picture_thumbnail             GET  other    in no go go go no go go
articles_picture_thumbnail             GET  missing  in no -- -- -- no -- --

# The settings of the site
articles_sitesettings_changelist       GET  -        in go go go go go go go
articles_sitesettings_add              GET  -        in no no no no no no no
articles_sitesettings_change           GET  one      in no ok ok ok no ok ok
articles_sitesettings_change           POST one      in no no ok no no no ok
articles_sitesettings_change           GET  missing  in no go go go no go go
articles_sitesettings_confirm          GET  one      in no no go no no no go
articles_sitesettings_confirm          POST one      in no no go no no no go
articles_sitesettings_history          GET  one      in no ok ok ok no ok ok
articles_sitesettings_delete           POST one      in no no no no no no no
.../sitesettings/*                     GET  one      in go go go go go go go

# What readers tell us
articles_feedback_changelist           GET  -        in no no ok ok no ok ok
articles_feedback_add                  GET  -        in no no no no no no no
articles_feedback_add                  POST -        in no no no no no no no
articles_feedback_change               GET  other    in no no ok ok no ok ok
articles_feedback_change               GET  missing  in no no go go no go go
articles_feedback_change               POST other    in no no go no no no go
articles_feedback_change               POST missing  in no no go no no no go
articles_feedback_history              GET  other    in no no ok ok no ok ok
articles_feedback_delete               GET  other    in no no no no no no no
articles_feedback_delete               POST other    in no no no no no no no
.../feedback/*                         GET  other    in go go go go go go go

# What readers look for
articles_missed_changelist             GET  -        in no ok ok ok no ok ok
articles_missed_add                    GET  -        in no no no no no no no
articles_missed_add                    POST -        in no no no no no no no
articles_missed_change                 GET  other    in no ok ok ok no ok ok
articles_missed_change                 POST other    in no no no no no no no
articles_missed_history                GET  other    in no ok ok ok no ok ok
articles_missed_delete                 POST other    in no no no no no no no
.../missed/*                           GET  other    in go go go go go go go
articles_synonym_changelist            GET  -        in no ok ok ok no ok ok
articles_synonym_add                   GET  -        in no no ok no no no ok
articles_synonym_add                   POST -        in no no go no no no go
articles_synonym_change                GET  other    in no ok ok ok no ok ok
articles_synonym_change                GET  missing  in no go go go no go go
articles_synonym_change                POST other    in no no go no no no go
articles_synonym_history               GET  other    in no ok ok ok no ok ok
articles_synonym_delete                GET  other    in no no ok no no no ok
articles_synonym_delete                POST other    in no no go no no no go
articles_synonym_delete                POST missing  in no no go no no no go
.../synonym/*                          GET  other    in go go go go go go go

# The newsletter
newsletter_subscriber_changelist       GET  -        in no no no no ok no ok
newsletter_subscriber_add              GET  -        in no no no no no no no
newsletter_subscriber_add              POST -        in no no no no no no no
newsletter_subscriber_change           GET  other    in no no no no ok no ok
newsletter_subscriber_change           GET  missing  in no no no no go no go
newsletter_subscriber_change           POST other    in no no no no no no no
newsletter_subscriber_proof            GET  other    in no no no no ok no ok
newsletter_subscriber_proof            GET  missing  in no no no no -- no --
newsletter_subscriber_proof            POST other    in no no no no 405 no 405
newsletter_subscriber_history          GET  other    in no no no no ok no ok
newsletter_subscriber_delete           POST other    in no no no no no no no
newsletter_subscriber_changelist       POST -        in no no no no ok no ok
newsletter_subscriber_export           GET  -        in no no no no ok no ok
newsletter_subscriber_growth           GET  -        in no no no no ok no ok
newsletter_subscriber_health           GET  -        in no no no no ok no ok
newsletter_subscriber_topics           GET  other    in no no no no ok no ok
newsletter_subscriber_topics           GET  missing  in no no no no -- no --
newsletter_subscriber_topics           POST other    in no no no no go no go
newsletter_subscriber_topics           POST missing  in no no no no -- no --
newsletter_subscriber_labels           GET  other    in no no no no ok no ok
newsletter_subscriber_labels           GET  missing  in no no no no -- no --
newsletter_subscriber_labels           POST other    in no no no no go no go
newsletter_subscriber_labels           POST missing  in no no no no -- no --
newsletter_subscriber_suppress         GET  other    in no no no no ok no ok
newsletter_subscriber_suppress         GET  missing  in no no no no -- no --
newsletter_subscriber_suppress         POST other    in no no no no 422 no 422
newsletter_subscriber_suppress         POST missing  in no no no no -- no --
newsletter_subscriber_lift             GET  other    in no no no no 409 no 409
newsletter_subscriber_lift             GET  missing  in no no no no -- no --
newsletter_subscriber_lift             POST other    in no no no no 409 no 409
newsletter_subscriber_lift             POST missing  in no no no no -- no --
newsletter_subscriber_take_off         GET  other    in no no no no ok no ok
newsletter_subscriber_take_off         GET  missing  in no no no no -- no --
newsletter_subscriber_take_off         POST other    in no no no no 422 no 422
newsletter_subscriber_take_off         POST missing  in no no no no -- no --
newsletter_subscriber_erase            GET  other    in no no no no ok no ok
newsletter_subscriber_erase            GET  missing  in no no no no -- no --
newsletter_subscriber_erase            POST other    in no no no no 422 no 422
newsletter_subscriber_erase            POST missing  in no no no no -- no --
newsletter_subscriber_export           POST -        in no no no no ok no ok
newsletter_export_changelist           GET  -        in no no no no ok ok ok
newsletter_export_add                  POST -        in no no no no no no no
newsletter_export_change               GET  other    in no no no no ok ok ok
newsletter_export_change               GET  missing  in no no no no go go go
newsletter_export_change               POST other    in no no no no no no no
newsletter_export_agree                GET  waiting  in no no no no 405 no 405
newsletter_export_agree                POST waiting  in no no no no go no go
newsletter_export_agree                POST own      in no no no no 409 no 409
newsletter_export_agree                POST other    in no no no no 409 no 409
newsletter_export_agree                POST missing  in no no no no -- no --
newsletter_export_decline              GET  waiting  in no no no no 405 no 405
newsletter_export_decline              POST waiting  in no no no no go no go
newsletter_export_decline              POST own      in no no no no 409 no 409
newsletter_export_decline              POST missing  in no no no no -- no --
newsletter_export_download             GET  own      in no no no no 405 no 405
newsletter_export_download             POST own      in no no no no 409 no 409
newsletter_export_download             POST waiting  in no no no no no no no
newsletter_export_download             POST missing  in no no no no -- no --
newsletter_export_history              GET  other    in no no no no ok ok ok
newsletter_export_delete               POST other    in no no no no no no no
newsletter_import_changelist           GET  -        in no no no no ok ok ok
newsletter_import_add                  GET  -        in no no no no ok no ok
newsletter_import_add                  POST -        in no no no no 422 no 422
newsletter_import_change               GET  other    in no no no no ok ok ok
newsletter_import_change               GET  missing  in no no no no -- -- --
newsletter_import_rows                 GET  other    in no no no no ok no ok
newsletter_import_rows                 GET  missing  in no no no no -- no --
newsletter_import_csv                  GET  other    in 405 405 405 405 405 405 405
newsletter_import_csv                  POST other    in no no no no ok no ok
newsletter_import_csv                  POST missing  in no no no no -- no --
newsletter_import_apply                GET  other    in no no no no ok no ok
newsletter_import_apply                POST other    in no no no no go no go
newsletter_import_apply                POST missing  in no no no no -- no --
newsletter_import_undo                 GET  other    in no no no no 409 no 409
newsletter_import_undo                 POST other    in no no no no 409 no 409
newsletter_import_undo                 POST missing  in no no no no -- no --
newsletter_import_drop                 GET  other    in no no no no ok no ok
newsletter_import_drop                 POST other    in no no no no go no go
newsletter_import_drop                 POST missing  in no no no no -- no --
newsletter_import_history              GET  other    in no no no no ok ok ok
newsletter_import_delete               POST other    in no no no no no no no
newsletter_campaign_changelist         GET  -        in no no no no ok ok ok
newsletter_campaign_add                GET  -        in no no no no ok no ok
newsletter_campaign_add                POST -        in no no no no go no go
newsletter_campaign_change             GET  own      in no no no no ok ok ok
newsletter_campaign_change             GET  other    in no no no no ok ok ok
newsletter_campaign_change             GET  scheduled in no no no no ok ok ok
newsletter_campaign_change             GET  missing  in no no no no go go go
newsletter_campaign_recipients         GET  other    in no no no no ok no ok
newsletter_campaign_recipients         GET  missing  in no no no no -- no --
newsletter_campaign_change             POST own      in no no no no go no go
newsletter_campaign_change             POST other    in no no no no go no go
newsletter_campaign_change             POST scheduled in no no no no 409 no 409
newsletter_campaign_change             POST missing  in no no no no go no go
newsletter_campaign_history            GET  other    in no no no no ok ok ok
newsletter_campaign_delete             GET  own      in no no no no no no no
newsletter_campaign_delete             POST own      in no no no no no no no
newsletter_campaign_delete             GET  missing  in no no no no no no no
newsletter_campaign_preview            GET  own      in no no no no ok ok ok
newsletter_campaign_preview            GET  other    in no no no no ok ok ok
newsletter_campaign_preview            GET  missing  in no no no no -- -- --
newsletter_campaign_framed             GET  other    in no no no no ok ok ok
newsletter_campaign_framed             GET  missing  in no no no no -- -- --
newsletter_campaign_progress           GET  own      in no no no no ok ok ok
newsletter_campaign_progress           GET  sending  in no no no no ok ok ok
newsletter_campaign_progress           GET  missing  in no no no no -- -- --
newsletter_campaign_check              GET  own      in no no no no ok no ok
newsletter_campaign_check              GET  missing  in no no no no -- no --
newsletter_campaign_check              POST other    in no no no no 422 no 422
newsletter_campaign_check              POST scheduled in no no no no 409 no 409
newsletter_campaign_check              POST missing  in no no no no -- no --
newsletter_campaign_try                GET  own      in no no no no ok no ok
newsletter_campaign_try                POST other    in no no no no 422 no 422
newsletter_campaign_try                POST missing  in no no no no -- no --
newsletter_campaign_schedule           GET  checked  in no no no no ok no ok
newsletter_campaign_schedule           POST checked  in no no no no 422 no 422
newsletter_campaign_schedule           POST own      in no no no no 409 no 409
newsletter_campaign_schedule           POST missing  in no no no no -- no --
newsletter_campaign_pause              GET  sending  in no no no no ok no ok
newsletter_campaign_pause              POST sending  in no no no no go no go
newsletter_campaign_pause              POST own      in no no no no 409 no 409
newsletter_campaign_pause              POST missing  in no no no no -- no --
newsletter_campaign_resume             GET  paused   in no no no no ok no ok
newsletter_campaign_resume             POST paused   in no no no no go no go
newsletter_campaign_resume             POST missing  in no no no no -- no --
newsletter_campaign_cancel             GET  own      in no no no no ok no ok
newsletter_campaign_cancel             POST own      in no no no no go no go
newsletter_campaign_cancel             POST other    in no no no no go no go
newsletter_campaign_cancel             POST missing  in no no no no -- no --
newsletter_campaign_redraft            GET  scheduled in no no no no ok no ok
newsletter_campaign_redraft            POST scheduled in no no no no go no go
newsletter_campaign_redraft            POST missing  in no no no no -- no --
newsletter_campaign_copy               GET  other    in no no no no ok no ok
newsletter_campaign_copy               POST other    in no no no no go no go
newsletter_campaign_copy               POST missing  in no no no no -- no --
newsletter_campaign_settle             GET  review   in no no no no 405 no 405
newsletter_campaign_settle             POST review   in no no no no go no go
newsletter_campaign_settle             POST own      in no no no no 409 no 409
newsletter_campaign_settle             POST missing  in no no no no -- no --
newsletter_campaign_corrections        GET  -        in no no no no ok ok ok
newsletter_campaign_notice             GET  other    in no no no no -- no --
newsletter_campaign_notice             GET  missing  in no no no no -- no --
newsletter_campaign_notice             POST other    in no no no no -- no --
newsletter_campaign_notice             POST missing  in no no no no -- no --
newsletter_campaign_articles           GET  -        in no no no no ok no ok
newsletter_campaign_pictures           GET  -        in no no no no ok no ok
newsletter_campaign_thumbnail          GET  other    in no no no no go no go
newsletter_campaign_thumbnail          GET  missing  in no no no no -- no --
.../campaign/*                         GET  other    in go go go go go go go
newsletter_segment_changelist          GET  -        in no no no no ok no ok
newsletter_segment_add                 GET  -        in no no no no ok no ok
newsletter_segment_add                 POST -        in no no no no go no go
newsletter_segment_change              GET  other    in no no no no ok no ok
newsletter_segment_change              GET  missing  in no no no no go no go
newsletter_segment_change              POST other    in no no no no go no go
newsletter_segment_change              POST missing  in no no no no go no go
newsletter_segment_history             GET  other    in no no no no ok no ok
newsletter_segment_delete              GET  other    in no no no no ok no ok
newsletter_segment_delete              GET  missing  in no no no no go no go
newsletter_segment_delete              POST other    in no no no no go no go
newsletter_label_changelist            GET  -        in no no no no ok no ok
newsletter_label_add                   GET  -        in no no no no ok no ok
newsletter_label_add                   POST -        in no no no no go no go
newsletter_label_change                GET  other    in no no no no ok no ok
newsletter_label_change                GET  missing  in no no no no go no go
newsletter_label_change                POST other    in no no no no go no go
newsletter_label_change                POST missing  in no no no no go no go
newsletter_label_history               GET  other    in no no no no ok no ok
newsletter_label_delete                GET  other    in no no no no ok no ok
newsletter_label_delete                GET  missing  in no no no no go no go
newsletter_label_delete                POST other    in no no no no go no go
newsletter_digest_changelist           GET  -        in no no no no go no go
newsletter_digest_add                  GET  -        in no no no no no no no
newsletter_digest_add                  POST -        in no no no no no no no
newsletter_digest_change               GET  other    in no no no no ok no ok
newsletter_digest_change               GET  missing  in no no no no go no go
newsletter_digest_change               POST other    in no no no no go no go
newsletter_digest_draft                GET  -        in no no no no 405 no 405
newsletter_digest_draft                POST -        in no no no no go no go
newsletter_digest_history              GET  other    in no no no no ok no ok
newsletter_digest_delete               POST other    in no no no no no no no
.../digest/*                           GET  other    in go go go go go go go
.../segment/*                          GET  other    in go go go go go go go
.../label/*                            GET  other    in go go go go go go go
.../subscriber/*                       GET  other    in go go go go go go go
.../export/*                           GET  other    in go go go go go go go
.../import/*                           GET  other    in go go go go go go go

# Accounts of others: administrators alone
auth_user_changelist                   GET  -        in no no no no no no ok
auth_user_add                          GET  -        in no no no no no no ok
auth_user_add                          POST -        in no no no no no no ok
auth_user_change                       GET  other    in no no no no no no ok
auth_user_change                       POST other    in no no no no no no ok
auth_user_change                       GET  missing  in no no no no no no go
auth_user_history                      GET  other    in no no no no no no ok
auth_user_delete                       GET  other    in no no no no no no ok
auth_user_delete                       POST other    in no no no no no no go
auth_user_password_change              GET  other    in no no no no no no ok
auth_user_password_change              POST other    in no no no no no no ok
auth_user_password_change              GET  missing  in no no no no no no --
auth_group_changelist                  GET  -        in no no no no no no ok
auth_group_add                         GET  -        in no no no no no no ok
auth_group_change                      GET  other    in no no no no no no ok
auth_group_change                      POST other    in no no no no no no ok
auth_group_history                     GET  other    in no no no no no no ok
auth_group_delete                      POST other    in no no no no no no go
mfa_authenticator_changelist           GET  -        in no no no no no no ok
mfa_authenticator_add                  GET  -        in no no no no no no no
mfa_authenticator_change               GET  other    in no no no no no no ok
mfa_authenticator_change               POST other    in no no no no no no no
mfa_authenticator_history              GET  other    in no no no no no no ok
mfa_authenticator_delete               POST other    in no no no no no no go
.../user/*                             GET  other    in go go go go go go go
.../group/*                            GET  other    in go go go go go go go
.../authenticator/*                    GET  other    in go go go go go go go

# The door, and one's own account
account_login                          GET  -        ok go go go go go go go
account_login                          POST -        ok go go go go go go go
account_logout                         GET  -        in ok ok ok ok ok ok ok
account_logout                         POST -        in in in in in in in in
account_inactive                       GET  -        ok ok ok ok ok ok ok ok
account_reauthenticate                 GET  -        in ok ok ok ok ok ok ok
account_reauthenticate                 POST -        in ok ok ok ok ok ok ok
account_change_password                GET  -        in ok ok ok ok ok ok ok
account_change_password                POST -        in ok ok ok ok ok ok ok
account_set_password                   GET  -        in go go go go go go go
account_reset_password                 GET  -        ok ok ok ok ok ok ok ok
account_reset_password                 POST -        ok ok ok ok ok ok ok ok
account_reset_password_done            GET  -        ok ok ok ok ok ok ok ok
account_reset_password_from_key        GET  missing  ok ok ok ok ok ok ok ok
account_reset_password_from_key_done   GET  -        ok ok ok ok ok ok ok ok
mfa_index                              GET  -        in ok ok ok ok ok ok ok
mfa_authenticate                       GET  -        in go go go go go go go
mfa_reauthenticate                     GET  -        in go go go go go go go
mfa_activate_totp                      GET  -        in go go go go go go go
mfa_activate_totp                      POST -        in go go go go go go go
mfa_deactivate_totp                    GET  -        in -- -- -- -- -- -- --
mfa_view_recovery_codes                GET  -        in -- -- -- -- -- -- --
mfa_generate_recovery_codes            GET  -        in go go go go go go go
mfa_generate_recovery_codes            POST -        in go go go go go go go
mfa_download_recovery_codes            GET  -        in -- -- -- -- -- -- --
mfa_list_webauthn                      GET  -        in ok ok ok ok ok ok ok
mfa_add_webauthn                       GET  -        in go go go go go go go
mfa_add_webauthn                       POST -        in go go go go go go go
mfa_reauthenticate_webauthn            GET  -        in go go go go go go go
mfa_remove_webauthn                    GET  other    in go go go go go go go
mfa_remove_webauthn                    POST other    in go go go go go go go
mfa_edit_webauthn                      GET  other    in go go go go go go go
mfa_edit_webauthn                      POST other    in go go go go go go go
mfa_login_webauthn                     GET  -        in go go go go go go go
mfa_login_webauthn                     POST -        in go go go go go go go
"""


class Row(NamedTuple):
    address: str
    method: str
    about: str
    outcomes: dict[str, str]


def rows() -> Iterator[Row]:
    for line in TABLE.splitlines()[2:]:
        if line and not line.startswith("#"):
            address, method, about, *outcomes = line.split()
            for name in spelt_out(address):
                yield Row(name, method, about, dict(zip(ROLES, outcomes, strict=True)))


def spelt_out(address: str) -> list[str]:
    word = next((word for word in MANY if word in address), "")
    return [address.replace(word, kind) for kind in MANY[word]] if word else [address]
