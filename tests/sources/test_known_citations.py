"""Entries of CSL-JSON, BibTeX and RIS as others write them, and what is understood of each."""

import json

import pytest

from sources.citations import READ_AT_MOST, read_one
from sources.citations.base import Citation
from sources.citations.names import Name
from sources.refusals import Refused

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
  author    = {de la Cruz, Jr., Jos{\'e} and {\v{S}}ehi{\'c}, Amra and
               {Harbour Watch and Friends} and Jane van Dyke and others},
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
