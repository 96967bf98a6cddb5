"""Bibliographic records in CSL-JSON, BibTeX and RIS: what is written is read again, and known entries are understood."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.citations import READ_AT_MOST, citation_formats, read_one
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
    ranges = st.builds(lambda a, b, sign: f"{min(a, b)}{sign}/{max(a, b)}{sign}", DAYS, DAYS, st.sampled_from(["", *signs]))
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


@given(st.binary(max_size=300) | st.text(st.sampled_from(list('@a{}",=#\\ \n1TY-ER[]:%')), max_size=200).map(str.encode))
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


CSL = [
    {
        "id": "item1",
        "type": "article-newspaper",
        "title": "Guards leave the valley",
        "author": [
            {"family": "Beethoven", "given": "Ludwig", "non-dropping-particle": "van", "suffix": "Jr."},
            {"literal": "Ministry of Health, Welfare and Sport"},
        ],
        "container-title": "The Post",
        "issued": {"date-parts": [["2024", 4, 18], [2024, "4", 20]], "circa": True},
        "accessed": {"date-parts": [[2024, 5, 1]]},
        "URL": "https://post.example/a",
        "DOI": "10.1000/182",
        "page": 7,
        "language": "en-GB",
        "abstract": "Nothing of it.",
    }
]


def test_an_item_of_csl_json_is_understood() -> None:
    found = read_one(json.dumps(CSL))
    assert found == Citation(
        key="item1",
        type="article-newspaper",
        title="Guards leave the valley",
        authors=[
            Name("van Beethoven", "Ludwig", "Jr."),
            Name(literal="Ministry of Health, Welfare and Sport"),
        ],
        container="The Post",
        published="2024-04-18~/2024-04-20~",
        retrieved="2024-05-01",
        url="https://post.example/a",
        language="en-GB",
        further={"DOI": "10.1000/182", "page": "7"},
        left_out=["abstract"],
    )


@pytest.mark.parametrize(
    ("issued", "published", "left_out"),
    [
        ({"raw": "2024-04"}, "2024-04", []),
        ({"literal": "spring of 2024"}, "", ["issued"]),
        ({"date-parts": [[2024]], "season": 1}, "2024", []),
        ({"date-parts": [[2023, 2, 29]]}, "", ["issued"]),
        ({"date-parts": [[]]}, "", ["issued"]),
        ({"date-parts": [[-44, 3, 15]]}, "", ["issued"]),
        ("2024", "2024", []),
        (7, "", ["issued"]),
    ],
)
def test_a_date_of_csl_json_is_read_where_it_is_one(issued: object, published: str, left_out: list[str]) -> None:
    found = read_one(json.dumps({"id": 1, "type": "book", "issued": issued}))
    assert (found.published, found.left_out) == (published, left_out)


BIBTEX = r"""
@comment{nothing}
@string{post = "The {P}ost"}
@Article{varrin2024,
  author    = {de la Cruz, Jr., Jos{\'e} and {\v{S}}ehi{\'c}, Amra and {Harbour Watch and Friends} and Jane van Dyke and others},
  title     = "{Guards} leave the valley: 100\% of {\emph{them}}",
  journal   = post # { (online)},
  year      = 2024,
  month     = apr,
  number    = 3,
  pages     = {1--10},
  note      = {First line,
               folded.

               Second \& last.},
  url       = {https://post.example/a\_b?c=%20},
  keywords  = {guards},
}
"""


def test_an_entry_of_bibtex_is_understood() -> None:
    assert read_one(BIBTEX) == Citation(
        key="varrin2024",
        type="article-journal",
        title="Guards leave the valley: 100% of them",
        authors=[
            Name("de la Cruz", "José", "Jr."),
            Name("Šehić", "Amra"),
            Name(literal="Harbour Watch and Friends"),
            Name("van Dyke", "Jane"),
        ],
        container="The Post (online)",
        published="2024-04",
        notes="First line, folded.\nSecond & last.",
        url="https://post.example/a_b?c=%20",
        further={"issue": "3", "page": "1-10"},
        left_out=["keywords"],
    )


def test_months_of_bibtex_may_be_words_numbers_or_missing() -> None:
    def published(fields: str) -> str:
        return read_one(f"@misc{{x, {fields}}}").published

    assert published("year = 2024, month = {April}, day = 3") == "2024-04-03"
    assert published("year = {2024}, month = 12") == "2024-12"
    assert published("year = 2024, month = someday") == "2024"
    assert published("date = {2024-04/2024-05}, year = 1999") == "2024-04/2024-05"
    assert published("year = {in print}") == ""


def test_abbreviations_that_multiply_are_refused() -> None:
    bomb = "@string{a0 = {xxxxxxxxxx}}" + "".join(f"@string{{a{n + 1} = a{n} # a{n} # a{n} # a{n}}}" for n in range(30))
    with pytest.raises(Refused, match="stand for more than can be read"):
        read_one(bomb + "@misc{x, title = a30}")


RIS = """TY  - JOUR
AU  - Varrin, Karl, Jr.
A1  - Harbour Watch
T1  - Guards leave
  the valley
JO  - The Post
Y1  - 2024/04/18/
Y2  - 2024/5/1
VL  - 7
SP  - 1
EP  - 10
SN  - 1234-5678
UR  - https://post.example/a;b
C1  - Full publication date: April
C2  - Licence: CC BY 4.0
KW  - guards
N1  - One.
N1  - Two.
ER  -
"""


def test_a_reference_of_ris_is_understood() -> None:
    assert read_one(RIS.replace("\n", "\r\n")) == Citation(
        type="article-journal",
        title="Guards leave the valley",
        authors=[Name("Varrin", "Karl", "Jr."), Name(literal="Harbour Watch")],
        container="The Post",
        published="2024-04-18",
        retrieved="2024-05-01",
        url="https://post.example/a;b",
        licence="CC BY 4.0",
        notes="One.\nTwo.",
        further={"volume": "7", "ISSN": "1234-5678", "page": "1-10"},
        left_out=["KW"],
    )


def test_an_entry_in_no_format_or_one_of_several_is_refused() -> None:
    for text, reason in (
        ("Dear Sir,", "This is neither CSL-JSON nor BibTeX nor RIS."),
        ("[]", "Give one entry; here are 0."),
        (RIS + RIS, "Give one entry; here are 2."),
        ("[7]", "CSL-JSON is a list of objects, one for each entry."),
        ('{"id": ', "This is not JSON"),
        ("@misc{x, title = {open", "This is not BibTeX that can be read"),
        ("@misc{x, title = " + "{" * 2000, "This is not BibTeX that can be read"),
        ("[" * (READ_AT_MOST + 1), "A citation has at most 100000 characters."),
    ):
        with pytest.raises(Refused) as refused:
            read_one(text)
        assert str(refused.value).startswith(reason)


def test_a_citation_is_what_the_record_says_and_the_marking_goes_out_only() -> None:
    record = {
        "id": "7", "type": "report", "title": "T", "authors": ["Varrin, Karl", "Harbour Watch", "{A, B}"], "publisher": "P",
        "container": "", "published": "2024~", "published_basis": "inferred", "language": "en", "url": "https://a.example/",
        "archive_url": "", "retrieved": "2024-05-01", "licence": "CC0", "notes": "N", "tlp": "AMBER",
        "metadata": {"DOI": "10.1/x", "volume": 7, "desk": "8"},
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
