"""What the library of the command line says by itself, in the language of who types: `--help`, and what is wrong with what was typed."""

import itertools
import re
import sys
from collections.abc import Sequence
from typing import Any, Final

import typer
from typer.core import TyperGroup

from experiments.commands.command_line import LANG, echo
from experiments.languages import Words, languages
from experiments.languages.spoken import said, speak, spoken

_HEADINGS: Final = ("Usage", "Arguments", "Options", "Commands")


def in_language(command: Any, lang: str) -> Any:
    """The command and those below it with their `--help` in a language; what has no words in it stays in English."""
    words, pending = Words(lang, "commands"), [command]
    while pending:
        part = pending.pop()
        if part.help:
            part.help = words.name("help", part.help)
        if hasattr(part, "get_help"):
            part.get_help = _help_of(part, words)
        pending += [*getattr(part, "commands", {}).values(), *(param for param in getattr(part, "params", ()) if hasattr(param, "help"))]
    return command


def _help_of(command: Any, words: Words) -> Any:
    """How a command writes its help, with headings and notes in a language."""

    def text(context: Any) -> str:
        option = command.get_help_option(context)
        if option is not None:
            option.help = words("help_option")
        return _headed(type(command).get_help(command, context), words)

    return text


def _headed(text: str, words: Words) -> str:
    for heading in _HEADINGS:
        text = re.sub(rf"^{heading}:", f"{words(f'heading_{heading.lower()}')}:", text, flags=re.MULTILINE)
    text = re.sub(r"(?<=[\[ ])default:", f"{words('by_default')}:", text)
    return text.replace("required]", f"{words('required')}]")


def _asked(arguments: Sequence[str]) -> str:
    """The language that `--lang` asks for, before anything else is known of what was typed; that of the system without one."""
    found = [value for option, value in itertools.pairwise(arguments) if option == "--lang"]
    found += [word.removeprefix("--lang=") for word in arguments if word.startswith("--lang=")]
    return found[-1] if found and found[-1] in languages() else LANG


class SpokenGroup(TyperGroup):
    """The commands of `coworking`, with all that is said of what was typed in the language that is asked for."""

    def main(
        self, args: Sequence[str] | None = None, prog_name: str | None = None, complete_var: str | None = None,
        standalone_mode: bool = True, windows_expand_args: bool = True, **extra: Any,
    ) -> Any:  # fmt: skip
        """Run the command that is typed; ends the process unless told otherwise, with 2 for what cannot be understood."""
        extensions, typed = _parted(list(sys.argv[1:] if args is None else args))
        args = [*extensions, *typed] if extensions else args
        speak(_asked(typed))
        in_language(self, spoken())
        if wrong := _two_numbers(typed):
            echo(*(said(problem) for problem in wrong), err=True)
            sys.exit(2)
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, False, windows_expand_args, **extra)
        try:
            code = super().main(args, prog_name, complete_var, False, windows_expand_args, **extra)
        except typer.Abort:
            echo(said("Aborted."), err=True)
            sys.exit(1)
        except Exception as error:
            if not hasattr(error, "format_message"):  # what the library raises of what was typed, and nothing else does
                raise
            _refuse(error)
            sys.exit(getattr(error, "exit_code", 1))
        sys.exit(code if isinstance(code, int) else 0)


def _parted(typed: list[str]) -> tuple[list[str], list[str]]:
    """Every `--extension MODULE`, which the library looks for before the command and people write behind it, and the rest."""
    found: list[str] = []
    rest = list(typed)
    for at in reversed(range(len(typed))):
        size = 1 if typed[at].startswith("--extension=") else 2 * (typed[at] == "--extension")
        if size and at + size <= len(rest):
            found[:0] = rest[at : at + size]
            del rest[at : at + size]
    return found, rest


def _two_numbers(typed: Sequence[str]) -> list[str]:
    """Values of options such as '30.000', thirty thousand to who reads Italian and thirty to the library; `new` reads the first itself."""
    pairs = [*itertools.pairwise(typed), *(word.split("=", 1) for word in typed if "=" in word)]
    return [
        f"{option}: '{value}' can mean two numbers; write {value.replace('.', '')} or {value.split('.')[0]}"
        for option, value in pairs
        if typed[0] != "new" and option.startswith("--") and re.fullmatch(r"[1-9]\d{0,2}(\.\d{3})+", value)
    ]


def _refuse(error: Any) -> None:
    """Says what is wrong with what was typed: how the command is called, where its help is, and the problem."""
    words, context = Words(spoken(), "commands"), getattr(error, "ctx", None)
    message = error.format_message()
    if message.startswith(f"{words('heading_usage')}: "):  # nothing was typed: the help is the answer
        echo(*message.split("\n"), err=True)
        return
    if context is not None:
        echo(*_headed(context.get_usage(), words).split("\n"), err=True)
        echo(words("see_help", command=f"{context.command_path} {context.help_option_names[0]}"), "", err=True)
    echo(words("error", what=said(message)), err=True)
