"""Reads from the source of a handler what it may do: refuse, state facts, emit events.

It follows every reference to another function of the room, through globals, closures and attributes of objects. The
result holds for any state and any sender, so a listed code may be impossible for a certain message.
"""

import ast
import inspect
import re
import textwrap
import types
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeGuard

from reference_server.rules.chat_rules import ChatFactKind
from reference_server.rules.questionnaires import BoardFactKind
from reference_server.rules.stage import FactKind, Refusal

PACKAGE = "reference_server."
_UNKNOWN = object()
Function = Callable[..., Any]


@dataclass
class Effects:
    """`refusals` holds the messages of each code; `emits` events with the expression of their audience."""

    refusals: dict[str, set[str]] = field(default_factory=dict)
    facts: list[FactKind | BoardFactKind | ChatFactKind] = field(default_factory=list)
    emits: dict[tuple[str, str], None] = field(default_factory=dict)


def effects_of(*functions: Function) -> Effects:
    """Return what any of the functions may do, also through functions of the room that they refer to."""
    effects = Effects()
    pending, seen = list(functions), set[object]()
    while pending:
        function = pending.pop(0)
        key = getattr(function, "__func__", function)
        if key not in seen:
            seen.add(key)
            source = _Source(function)
            source.collect(effects)
            pending += source.functions()
    return effects


def docstring(function: Function) -> str:
    """Return the first docstring sentence of a function, or of the first function that it refers to."""
    doc = inspect.getdoc(function)
    if doc:
        return doc.splitlines()[0].partition(". ")[0].rstrip(".")
    return next((found for other in _Source(function).functions() if (found := docstring(other))), "")


class _Source:
    """The syntax tree of one function, and the values of the names in it."""

    def __init__(self, function: Function) -> None:
        plain: Any = getattr(function, "__func__", function)
        self._tree = ast.parse(textwrap.dedent(inspect.getsource(plain)))
        cells = zip(plain.__code__.co_freevars, plain.__closure__ or (), strict=True)
        self._closure = {name: cell.cell_contents for name, cell in cells}
        self._names: Mapping[str, object] = {**plain.__globals__, **self._closure}
        owner = getattr(function, "__self__", None)
        if owner is not None:
            self._names = {**self._names, "self": owner}

    def functions(self) -> Iterator[Function]:
        """Yield the functions of the room that this one refers to, those of its closure first."""
        values = [*self._closure.values(), *(self._value(node) for node in ast.walk(self._tree))]
        for value in values:
            if isinstance(value, type) and issubclass(value, Refusal) and value is not Refusal:
                yield value.__init__
            elif isinstance(value, types.FunctionType | types.MethodType) and value.__module__.startswith(PACKAGE):
                yield value

    def collect(self, effects: Effects) -> None:
        """Add what this function itself may do."""
        for node in ast.walk(self._tree):
            value = self._value(node)
            if isinstance(value, FactKind | BoardFactKind | ChatFactKind) and value not in effects.facts:
                effects.facts.append(value)
            if isinstance(node, ast.Call):
                self._collect_call(node, effects)

    def _collect_call(self, call: ast.Call, effects: Effects) -> None:
        for passed_code, text in self._passed_messages(call):
            effects.refusals.setdefault(passed_code, set()).add(text)
        if self._value(call.func) is Refusal or ast.unparse(call.func) == "super().__init__":
            code = self._value(call.args[0])
            if isinstance(code, str):
                effects.refusals.setdefault(code, set()).update(self._texts(call.args[1]))
        if isinstance(call.func, ast.Attribute) and call.func.attr == "emit":
            audience = next(ast.unparse(keyword.value) for keyword in call.keywords if keyword.arg == "to")
            effects.emits[str(self._value(call.args[0])), audience] = None

    def _passed_messages(self, call: ast.Call) -> Iterator[tuple[str, str]]:
        """Yield code and text of each message that the call passes to a function that refuses with it."""
        function = self._value(call.func)
        if not _is_function_of_room(function):
            return
        keywords = {str(keyword.arg): keyword.value for keyword in call.keywords}
        for code, parameter in _Source(function).refused_parameters():
            arguments = inspect.signature(function).bind_partial(*call.args, **keywords).arguments
            yield from ((code, text) for text in self._texts(arguments[parameter]))

    def refused_parameters(self) -> list[tuple[str, str]]:
        """Return the codes with which this function refuses, each with the parameter that is the message."""
        nodes = list(ast.walk(self._tree))
        parameters = {node.arg for node in nodes if isinstance(node, ast.arg)}
        refusals = [node for node in nodes if isinstance(node, ast.Call) and self._value(node.func) is Refusal]
        pairs = [(str(self._value(call.args[0])), call.args[1]) for call in refusals]
        return [(code, text.id) for code, text in pairs if isinstance(text, ast.Name) and text.id in parameters]

    def _value(self, node: ast.AST) -> object:
        if isinstance(node, ast.Constant):
            return node.value
        if isinstance(node, ast.Name):
            return self._names.get(node.id, _UNKNOWN)
        if isinstance(node, ast.Attribute):
            owner = self._value(node.value)
            return _UNKNOWN if owner is _UNKNOWN else _attribute(owner, node.attr)
        return _UNKNOWN

    def _texts(self, node: ast.expr) -> list[str]:
        """Return the texts that an expression may stand for, with the parts unknown here as "…"."""
        if isinstance(node, ast.Constant):
            return [str(node.value)]
        if isinstance(node, ast.JoinedStr):
            return [re.sub(r"…( …)+", "…", "".join(self._text_of_part(part) for part in node.values))]
        if isinstance(node, ast.Name):
            assigned = [other for other in ast.walk(self._tree) if isinstance(other, ast.Assign)]
            return [text for other in assigned if _assigns(other, node.id) for text in self._texts(other.value)]
        if isinstance(node, ast.Call):
            return _returned_texts(self._value(node.func))
        return []

    def returned_texts(self) -> list[str]:
        """Return the texts that this function may return."""
        values = [node.value for node in ast.walk(self._tree) if isinstance(node, ast.Return)]
        return [text for value in values if value for text in self._texts(value) if text != str(None)]

    def _text_of_part(self, part: ast.expr) -> str:
        value = self._value(part.value) if isinstance(part, ast.FormattedValue) else self._value(part)
        format_ = part.format_spec if isinstance(part, ast.FormattedValue) else None
        format_spec = "".join(self._texts(format_)) if format_ else ""
        return format(value, format_spec) if isinstance(value, str | int) else "…"


def _returned_texts(function: object) -> list[str]:
    return _Source(function).returned_texts() if _is_function_of_room(function) else []


def _is_function_of_room(value: object) -> TypeGuard[types.FunctionType]:
    return isinstance(value, types.FunctionType) and value.__module__.startswith(PACKAGE)


def _assigns(node: ast.Assign, name: str) -> bool:
    return any(isinstance(target, ast.Name) and target.id == name for target in node.targets)


def _attribute(owner: object, name: str) -> object:
    """Return an attribute of a module, a class or an object of the room, without running properties."""
    if isinstance(owner, types.ModuleType | type):
        return getattr(owner, name, _UNKNOWN)
    if not type(owner).__module__.startswith(PACKAGE):
        return _UNKNOWN
    if name in vars(owner):
        return vars(owner)[name]
    value = inspect.getattr_static(type(owner), name, _UNKNOWN)
    return types.MethodType(value, owner) if isinstance(value, types.FunctionType) else _UNKNOWN
