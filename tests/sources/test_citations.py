"""Records in CSL-JSON, BibTeX and RIS: what is written is read again, and known entries are understood."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.citations import citation_formats
from sources.citations.base import Citation
from sources.citations.names import Name, as_it_stands, parse_name, person, written_name
from sources.citations.records import citation_of, record_of
from sources.citations.tex import from_tex, to_tex
from sources.dates import in_calendar, parse_date
from sources.records import BASES, TYPES
from sources.refusals import Refused

WORDS = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Mn", "Zs"))
    | st.sampled_from(list("\\{}%$~^_&#\"'`<>|-–—,;@=. ")),
    max_size=40,
).map(lambda words: " ".join(words.split()))
NAMES = st.one_of(st.builds(person, WORDS, WORDS, WORDS), st.builds(as_it_stands, WORDS)).filter(bool)
DAYS = st.dates().map(str) | st.integers(1, 9999).map("{:04d}".format) | st.just("2024-04")
ADDRESSES = st.sampled_from(["", "https://post.example/a_b?c=%20&d=1#e~f", "http://a.example/x(1);y,z"])


def _dates(signs: str) -> st.SearchStrategy[str]:
    signed = st.builds("{}{}".format, DAYS, st.sampled_from(["", *signs]))
    ranges = st.builds(
        lambda a, b, sign: f"{min(a, b)}{sign}/{max(a, b)}{sign}", DAYS, DAYS, st.sampled_from(["", *signs])
    )
    return (st.just("") | signed | ranges).filter(lambda words: not words or parse_date(words) is not None)


def _citations(signs: str, further: list[str]) -> st.SearchStrategy[Citation]:
    lines = st.lists(WORDS.filter(bool), max_size=3)
    return st.builds(
        Citation,
        key=st.uuids().map(str),
        type=st.sampled_from(["", *TYPES]),
        title=WORDS,
        authors=st.lists(NAMES, max_size=3),
        publisher=WORDS,
        container=WORDS,
        published=_dates(signs),
        published_basis=st.sampled_from(["", *BASES]),
        language=st.sampled_from(["", "en", "pt-BR"]),
        url=ADDRESSES,
        archive_url=ADDRESSES,
        retrieved=st.just("") | DAYS,
        licence=WORDS,
        notes=lines.map("\n".join),
        further=st.dictionaries(st.sampled_from(further), WORDS.filter(bool)),
    )


EVERYWHERE = ["DOI", "volume", "issue", "edition", "publisher-place"]


@given(_citations("~", [*EVERYWHERE, "ISBN", "ISSN", "number", "page"]))
def test_csl_json_is_read_as_it_was_written(citation: Citation) -> None:
    _survives("csl_json", citation)


@given(_citations("~?%", [*EVERYWHERE, "ISBN", "ISSN", "number"]))
def test_bibtex_is_read_as_it_was_written(citation: Citation) -> None:
    _survives("bibtex", citation)


@given(_citations("~?%", [*EVERYWHERE, "number"]))
def test_ris_is_read_as_it_was_written(citation: Citation) -> None:
    _survives("ris", citation)


def _survives(name: str, citation: Citation) -> None:
    written = citation_formats()[name].write(citation)
    assert citation_formats()[name].read(written) == [citation]


@given(st.lists(_citations("~", EVERYWHERE), min_size=2, max_size=4), st.sampled_from(["csl_json", "bibtex", "ris"]))
def test_a_file_of_many_holds_each(citations: list[Citation], name: str) -> None:
    entry = citation_formats()[name]
    assert entry.read(entry.write_all(citations)) == citations


@given(WORDS)
def test_words_survive_tex(words: str) -> None:
    assert from_tex(to_tex(words)) == words


@given(NAMES)
def test_a_name_survives_its_line(name: Name) -> None:
    assert parse_name(written_name(name)) == name


@given(
    st.binary(max_size=300) | st.text(st.sampled_from(list('@a{}",=#\\ \n1TY-ER[]:%')), max_size=200).map(str.encode)
)
def test_whatever_is_given_is_read_or_refused(data: bytes) -> None:
    for entry in citation_formats().values():
        try:
            found = entry.read(data.decode("utf-8", "replace"))
        except Refused:
            continue
        assert all(isinstance(each, Citation) for each in found)


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("2024", ((2024,), None, "")),
        ("2024-02-29~", ((2024, 2, 29), None, "~")),
        ("2024-04/2024-06-01", ((2024, 4), (2024, 6, 1), "")),
        ("2019%/2020%", ((2019,), (2020,), "%")),
        ("2024-06/2024-06-15", ((2024, 6), (2024, 6, 15), "")),
    ],
)
def test_a_date_has_parts(words: str, parts: tuple[object, ...]) -> None:
    date = parse_date(words)
    assert date is not None
    assert (date.start, date.end, date.sign) == parts
    assert str(date) == words


@pytest.mark.parametrize("words", ["2023-02-29", "2024-13", "24", "2024-4", "2024/2023", "2024~/2025", "1/2/3", "0000"])
def test_what_is_no_date_is_not_read_as_one(words: str) -> None:
    assert parse_date(words) is None
    assert not in_calendar((2023, 2, 29))


def test_a_citation_is_what_the_record_says_and_the_marking_goes_out_only() -> None:
    record = {
        "id": "7", "type": "report", "title": "T", "authors": ["Varrin, Karl", "Harbour Watch", "{A, B}"],
        "publisher": "P", "container": "", "published": "2024~", "published_basis": "inferred", "language": "en",
        "url": "https://a.example/", "archive_url": "", "retrieved": "2024-05-01", "licence": "CC0", "notes": "N",
        "tlp": "AMBER", "metadata": {"DOI": "10.1/x", "volume": 7, "desk": "8"},
    }  # fmt: skip
    citation = citation_of(record)
    assert citation.authors == [Name("Varrin", "Karl"), Name(literal="Harbour Watch"), Name(literal="A, B")]
    found, further, left_out = record_of(citation)
    empty = {"container", "archive_url"}
    assert found == {name: value for name, value in record.items() if name in found}
    assert set(record) - set(found) == {"id", "tlp", "metadata", *empty}
    assert (further, left_out) == ({"DOI": "10.1/x", "volume": "7"}, [])
    for entry in citation_formats().values():
        assert "AMBER" in entry.write(citation)
        assert entry.read(entry.write(citation)) == [replace(citation, tlp="")]


def test_what_a_field_cannot_take_is_left_out_and_named() -> None:
    found, further, left_out = record_of(
        Citation(title="T", language="English", url="see there", further={"DOI": "x" * 400}, left_out=["KW"])
    )
    assert (found, further, left_out) == ({"title": "T"}, {}, ["KW", "language", "url", "DOI"])
