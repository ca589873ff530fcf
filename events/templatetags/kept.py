"""What one place of a page says, said again in another: the title as the title of the page's card."""

from django import template
from django.template import Context
from django.template.base import NodeList, Parser, Token
from django.utils.safestring import SafeString

register = template.Library()


class Kept(template.Node):
    """Renders what is inside, and remembers it as `name` for what comes after."""

    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name, self.nodelist = name, nodelist

    def render(self, context: Context) -> SafeString:
        text = self.nodelist.render(context)
        context[self.name] = SafeString(" ".join(text.split()).replace('"', "&quot;"))
        return text


@register.tag
def keep(parser: Parser, token: Token) -> Kept:
    """`{% keep title %}…{% endkeep %}`; `{{ title }}` may then stand in text and in an attribute."""
    _, name = token.split_contents()
    nodelist = parser.parse(("endkeep",))
    parser.delete_first_token()
    return Kept(name, nodelist)


@register.filter
def question(url: str) -> str:
    """What is asked, of an address: its query string."""
    return url.partition("?")[2]
