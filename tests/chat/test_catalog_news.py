"""What is new and what is gone, from one catalogue to the next."""

from hypothesis import given
from hypothesis import strategies as st

from aishtui.chat.catalog import Catalog, CatalogEntry
from aishtui.chat.catalog_news import News, difference, news_words, with_news

MONDAY, LATER, TUESDAY, FRIDAY = (
    f"2026-11-{day}:00:00+00:00" for day in ("23T09", "23T15", "24T08", "27T09")
)  # within a day of Monday: all but Friday


def listed(ids: str, at: str = MONDAY, whole: bool = True, endpoint: str = "http://h") -> Catalog:
    return Catalog(endpoint, at, tuple(CatalogEntry(id) for id in ids), whole=whole)


def ids(catalog: Catalog) -> str:
    return "".join(entry.id for entry in catalog.entries)


def test_the_first_catalogue_has_no_news() -> None:
    assert with_news(listed("ab"), None) == listed("ab")
    assert difference(None, listed("ab")) == News()


def test_what_is_new_and_what_is_gone_is_marked() -> None:
    after = with_news(listed("bcd", LATER), listed("ab"))
    assert (after.new, after.gone, after.since) == ({"c", "d"}, ("a",), MONDAY)


def test_asking_again_keeps_the_marks_for_a_day() -> None:
    first = with_news(listed("bc", LATER), listed("ab"))
    again = with_news(listed("bc", TUESDAY), first)
    assert (again.new, again.gone, again.since) == ({"c"}, ("a",), MONDAY)
    much_later = with_news(listed("bcd", FRIDAY), again)
    assert (much_later.new, much_later.gone, much_later.since) == ({"d"}, (), TUESDAY)


def test_a_model_that_comes_back_has_no_mark() -> None:
    without = with_news(listed("a", LATER), listed("ab"))
    assert without.gone == ("b",)
    back = with_news(listed("ab", LATER), without)
    assert (back.new, back.gone) == (frozenset(), ())


def test_a_model_that_came_and_went_is_not_marked_as_gone() -> None:
    came = with_news(listed("ab", LATER), listed("a"))
    went = with_news(listed("a", LATER), came)
    assert (went.new, went.gone) == (frozenset(), ())
    assert difference(came, went) == News(gone=("b",))


def test_from_a_list_that_is_not_whole_nothing_is_gone_and_the_rest_is_kept() -> None:
    part = with_news(listed("xa", LATER, whole=False), listed("abc"))
    assert (ids(part), part.new, part.gone, part.whole) == ("xabc", {"x"}, (), False)
    whole = with_news(listed("xab", LATER), part)
    assert (whole.new, whole.gone) == ({"x"}, ("c",))


def test_after_a_list_that_was_not_whole_nothing_is_new() -> None:
    assert with_news(listed("abc", LATER), listed("a", whole=False)).new == frozenset()


def test_another_endpoints_catalogue_is_no_measure() -> None:
    other = listed("ab", endpoint="http://other")
    assert with_news(listed("bc", LATER), other) == listed("bc", LATER)
    assert difference(other, listed("bc")) == News()


def test_a_stamp_that_is_none_does_not_matter() -> None:
    before = Catalog("http://h", "yesterday", since="long ago")
    assert with_news(listed("a", LATER), before).since == "yesterday"


@given(st.lists(st.tuples(st.sets(st.sampled_from("abcde")), st.booleans()), min_size=2, max_size=6))
def test_marks_agree_with_the_list(lists: list[tuple[set[str], bool]]) -> None:
    catalog: Catalog | None = None
    for served, whole in lists:
        catalog = with_news(listed("".join(sorted(served)), LATER, whole), catalog)
        now = set(ids(catalog))
        assert served <= now
        assert catalog.new <= now
        assert not set(catalog.gone) & now
        assert len(now) == len(catalog.entries)


def test_news_in_words() -> None:
    assert news_words(News()) == ""
    assert news_words(News(("a\x1b",), ("b", "c", "d", "e", "f"))) == "New: a␛. Gone: b, c, d and 2 more."
