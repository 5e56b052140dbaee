"""Forms made from the profile: `read` makes a tree of inputs of a description, `apply` puts what was posted into it.

    read(graph, root, profile, level, group="") -> FormNode
    apply(graph, root, posted, profile, language="en") -> Applied

`write(read(g))` is `g`: an input that comes back as it was shown leaves its very term alone, and what the profile
does not know is never touched.
"""

from catalogue.domain.forms.applying import apply
from catalogue.domain.forms.model import MANY, Applied, FormField, FormNode, FormValue, InputError, Statement
from catalogue.domain.forms.others import others
from catalogue.domain.forms.parts import prune
from catalogue.domain.forms.reading import read
from catalogue.domain.forms.unkept import as_posted, put_back

__all__ = (
    "MANY",
    "Applied",
    "FormField",
    "FormNode",
    "FormValue",
    "InputError",
    "Statement",
    "apply",
    "as_posted",
    "others",
    "prune",
    "put_back",
    "read",
)
