"""Mails that come back, written for these tests in the form that the standards give; no real mail stands here."""

from __future__ import annotations

from newsletter.tokens import delivery_token

# RFC 3464 §2: a report has a part for people, one for machines, and the letter or its headers (RFC 3462 §1).
REPORT = """\
From: Mail Delivery System <MAILER-DAEMON@mx.example.net>
To: {to}
Date: Sun, 22 Nov 2026 10:00:00 +0000
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=_b"

--=_b
Content-Type: text/plain

This is the mail system. Your letter to reader0@example.org came back.

--=_b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net
Arrival-Date: Sun, 22 Nov 2026 09:00:00 +0000

Final-Recipient: rfc822; reader0@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} <reader0@example.org>: no such user
{more}
--=_b
Content-Type: {kind}

From: news@example.org
To: reader0@example.org
Subject: A letter
Message-ID: <{token}@example.org>

{body}
--=_b--
"""

# RFC 5965 §2 and appendix B.1: a feedback report, with the letter that somebody complained of.
COMPLAINT = """\
From: <fbl@mail.example.net>
To: {to}
Date: Sun, 22 Nov 2026 10:00:00 +0000
Subject: FW: A letter
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="=_b"

--=_b
Content-Type: text/plain; charset="US-ASCII"

This is an email abuse report.

--=_b
Content-Type: message/feedback-report

Feedback-Type: {grief}
User-Agent: SomeGenerator/1.0
Version: 1
Original-Mail-From: <news@example.org>
Original-Rcpt-To: <reader0@example.org>

--=_b
Content-Type: {kind}

From: <news@example.org>
Subject: A letter
Message-ID: <{token}@example.org>

{body}
--=_b--
"""

# RFC 3834 §5: somebody is away, and their program says so.
AWAY = """\
From: reader0@example.org
To: {to}
Subject: I am away
Auto-Submitted: auto-replied (vacation)

Until Monday.
"""

FOREIGN = "7.0123456789abcdef"


def report(token: str, *, action: str = "failed", status: str = "5.1.1", more: str = "", **how: str) -> bytes:
    return filled(REPORT, token, action=action, status=status, more=more, **how)


def complaint(token: str, *, grief: str = "abuse", **how: str) -> bytes:
    return filled(COMPLAINT, token, grief=grief, **how)


def filled(form: str, token: str, **how: str) -> bytes:
    words = {"to": "bounces@example.org", "kind": "message/rfc822", "body": "Good morning."} | how
    return form.format(token=token, **words).encode()


def came_back_to(delivery: int) -> str:
    """The address in the envelope of that letter."""
    return f"bounces+{delivery_token(delivery)}@example.org"
