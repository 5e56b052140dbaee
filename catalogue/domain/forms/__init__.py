"""Forms made from the profile: `read` makes a tree of inputs of a description, `apply` puts what was posted into it.

    read(graph, root, profile, level, group="", languages=("en",)) -> FormNode
    apply(graph, root, posted, profile, language="en") -> Applied

`write(read(g))` is `g`: an input that comes back as it was shown leaves its very term alone, and what the profile
does not know is never touched.
"""
