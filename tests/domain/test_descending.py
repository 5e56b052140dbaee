"""Going through what has parts: parts come first."""

from catalogue.domain.descending import from_below

PARTS = {"a": ["b", "c"], "b": ["d"], "c": ["d"], "e": ["a"]}


def _below(node: str) -> list[str]:
    return PARTS.get(node, [])


def test_each_comes_once_and_after_its_parts() -> None:
    found = list(from_below(["a", "e"], _below))
    assert sorted(found) == ["a", "b", "c", "d", "e"]
    for whole, parts in PARTS.items():
        assert all(found.index(part) < found.index(whole) for part in parts)


def test_a_circle_ends() -> None:
    circle = {"a": ["b"], "b": ["a"]}
    assert sorted(from_below(["a"], circle.__getitem__)) == ["a", "b"]


def test_parts_may_be_as_deep_as_they_like() -> None:
    found = list(from_below([50_000], lambda node: [node - 1] if node else []))
    assert (found[0], found[-1], len(found)) == (0, 50_000, 50_001)
