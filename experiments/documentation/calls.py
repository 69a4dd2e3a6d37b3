"""The generated page of real calls: what each paid, where the figures come from, and what of it the model cannot say."""

from collections.abc import Iterable, Mapping

from experiments.languages import SOURCE, Words, own_words
from experiments.languages.problems import told_pays
from experiments.showing.markdown import grid, text
from model.scenario.library import PARTS, Call, calls


def calls_page(library: Mapping[str, Call] | None = None, lang: str = SOURCE) -> str:
    """The page of calls.

    Args:
        library: calls by name; those that ship by default.
        lang: the language of the page.

    Returns:
        Markdown text, ending with a newline.
    """
    listed = calls() if library is None else library
    words = Words(lang, "pages")
    lines = [words("calls"), *_overview(listed.values(), words), *(line for call in listed.values() for line in _one_call(call, words))]
    return "\n".join(lines).rstrip("\n") + "\n"


def _overview(listed: Iterable[Call], words: Words) -> list[str]:
    rows = []
    for call in listed:
        kind = f"`{call.instrument.type}`" if call.instrument else words("no_type")
        where, when = (words.call_text(said) for said in (call.territory, call.year))
        rows.append((f"`{call.name}`", text(where), text(when), kind, text(told_pays(call.pays(), words.lang))))
    head = [words(key) for key in ("name", "where", "when", "type", "pays")]
    return [f"## {words('all_calls')}\n", *grid(head, rows), "", f"## {words('each_call')}\n"]


def _one_call(call: Call, words: Words) -> list[str]:
    title = own_words(call, "title", words.lang) or call.name
    lines = [f"### `{call.name}`\n", words("title_and_source", title=text(title), source=text(call.source)), ""]
    if call.uptake:
        lines += [words("use", what=text(words.call_text(call.uptake))), ""]
    for part in PARTS:
        if sentences := getattr(call, part):
            lines += [f"{words(part)}:\n", *(f"- {text(words.call_text(sentence))}" for sentence in sentences), ""]
    return lines
