"""Pages out of templates: whatever is put into one is escaped, and a name that it does not have is an error."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup


@cache
def template(package: str, name: str) -> Template:
    """A template of a room, from its folder `templates`; the filter `svg` pastes drawings of our own as they are.

    Args:
        package: the room, such as 'experiments.report'.
        name: of the file.
    """
    loader = PackageLoader(package)
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["svg"] = Markup
    return environment.get_template(name)
