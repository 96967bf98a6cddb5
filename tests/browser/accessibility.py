"""What a screen reader is given: the browser's own accessibility tree, asked for through the debugger."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page


@dataclass
class AccessibleNode:
    """One thing that can be come upon, or the words of one."""

    role: str
    name: str
    description: str = ""
    properties: dict[str, Any] = field(default_factory=dict)
    children: list["AccessibleNode"] = field(default_factory=list)

    def walk(self) -> Iterator["AccessibleNode"]:
        """This one and all below it, in the order in which they are read."""
        yield self
        for child in self.children:
            yield from child.walk()

    def all(self, role: str) -> list["AccessibleNode"]:
        """Those of a role, here and below."""
        return [node for node in self.walk() if node.role == role]

    def one(self, role: str, name: str) -> "AccessibleNode":
        """The only one of this role and name."""
        (found,) = (node for node in self.all(role) if node.name == name)
        return found

    def words(self) -> str:
        """All that is read of it."""
        return "".join(node.name for node in self.all("StaticText"))


def accessibility_tree(page: Page) -> AccessibleNode:
    """The tree of the whole page, without what is hidden from it."""
    debugger = page.context.new_cdp_session(page)
    try:
        rows = debugger.send("Accessibility.getFullAXTree")["nodes"]
    finally:
        debugger.detach()
    by_id = {row["nodeId"]: row for row in rows}

    def value(row: dict[str, Any], name: str) -> str:
        return str(row.get(name, {}).get("value", ""))

    def build(row: dict[str, Any]) -> list[AccessibleNode]:
        below = [node for id in row.get("childIds", []) if id in by_id for node in build(by_id[id])]
        if row.get("ignored"):
            return below
        properties = {one["name"]: one["value"].get("value") for one in row.get("properties", [])}
        return [AccessibleNode(value(row, "role"), value(row, "name"), value(row, "description"), properties, below)]

    (root,) = build(next(row for row in rows if "parentId" not in row))
    return root
