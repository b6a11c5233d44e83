"""When something was, in the few cells that a list has for it."""

from datetime import datetime

WIDEST = 10


def age(stamp: str, now: datetime) -> str:
    """`12:04` today, `yesterday`, `Monday` within a week, `22 Nov` within the year, else `2024-11-22`; in the time zone
    of `now`. Empty for a stamp that is none."""
    try:
        moment = datetime.fromisoformat(stamp).astimezone(now.tzinfo)
    except (ValueError, OverflowError):
        return ""
    days = (now.date() - moment.date()).days
    if days == 0:
        return f"{moment:%H:%M}"
    if days == 1:
        return "yesterday"
    if 1 < days < 7:
        return f"{moment:%A}"
    if moment.year == now.year:
        return f"{moment.day} {moment:%b}"
    return f"{moment:%Y-%m-%d}"
