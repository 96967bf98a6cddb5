"""Words as TeX writes them, for BibTeX: accents and signs into characters, and what TeX would act on into signs.

Accents are read by latexcodec. Characters that are more than accents (braces, backslash, percent, dollar, tilde, caret)
are put aside before it reads, as it takes some of them for commands or the beginning of a comment.
"""

import codecs
import re

import pybtex.database.output.bibtex  # noqa: F401  (registers latexcodec)

_NAMED = {
    "textbackslash": "\\", "textbraceleft": "{", "lbrace": "{", "textbraceright": "}", "rbrace": "}",
    "textasciitilde": "~", "textasciicircum": "^", "textdollar": "$", "textquotedbl": '"', "textquotesingle": "'",
    "textasciigrave": "`", "textless": "<", "textgreater": ">", "textbar": "|", "textendash": "–", "textemdash": "—",
}  # fmt: skip
# Controls that are no white space stand for what is put aside: they can be in no text that is kept.
_CONTROLS = [*map(chr, range(1, 9)), *map(chr, range(14, 28))]
_ASIDE = dict(zip(dict.fromkeys([*_NAMED.values(), "%", "$"]), _CONTROLS, strict=False))
_BACK = {ord(control): character for character, control in _ASIDE.items()}
_COMMAND = re.compile(r"\\(" + "|".join(_NAMED) + r")(?:\{\}|[ \t]+|(?![A-Za-z]))")
_ESCAPED = re.compile(r"\\([{}%$])")
_DOTLESS = re.compile(r"\\([ij])(?:\{\}|(?=[^A-Za-z]|$))")
_STYLES = re.compile(
    r"\\(?:(?:textit|textbf|emph|textsc|textrm|texttt|mkbibquote|enquote)(?=\{)|(?:em|it|bf|sc|rm|tt|sl)(?![A-Za-z])\s*)"
)
_SIGNS = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", "$": r"\$", "&": r"\&", "#": r"\#", "_": r"\_", "%": r"\%",
    "'": r"\textquotesingle{}", "`": r"\textasciigrave{}", "<": r"\textless{}", ">": r"\textgreater{}",
    '"': r"\textquotedbl{}",
}  # fmt: skip
_TELLING = re.compile(r"[\\{}~%$`'\"<>?!-]")  # without one of these nothing is but what it seems
_TO_SIGNS = str.maketrans(_SIGNS)


def from_tex(words: str) -> str:
    """The characters that the words of a field stand for, without the braces that only group."""
    if not _TELLING.search(words):
        return words
    plain = "".join(character for character in words if character >= " " or character in "\n\t")
    plain = _COMMAND.sub(lambda found: _ASIDE[_NAMED[found[1]]], plain)
    plain = _ESCAPED.sub(lambda found: _ASIDE[found[1]], plain)
    plain = _STYLES.sub("", plain).replace("%", _ASIDE["%"]).replace("$", _ASIDE["$"])
    plain = _DOTLESS.sub(r"\1", plain)
    decoded = str(codecs.decode(plain, "ulatex"))  # type: ignore[call-overload]  # a codec from text to text
    return decoded.replace("{", "").replace("}", "").replace("\xa0", " ").translate(_BACK)


def to_tex(words: str) -> str:
    """The words of a field for these characters, which stay as they are but for those that TeX would act on."""
    return words.translate(_TO_SIGNS).replace("--", "-{}-").replace("--", "-{}-")
