"""So much of JSON Schema as our own schema uses; a word that it does not know is an error, or a rule would go unread."""

import re
from typing import Any

KNOWN = {
    "$schema", "$defs", "$ref", "title", "type", "const", "enum", "pattern", "minLength", "minimum", "maximum", "minItems",
    "items", "required", "properties", "additionalProperties",
}  # fmt: skip
TYPES: dict[str, type] = {"object": dict, "array": list, "string": str, "integer": int}


def wrong(schema: dict[str, Any], value: Any, root: dict[str, Any] | None = None, at: str = "$") -> list[str]:
    """What of a value does not fit, by its place."""
    root = root or schema
    if unknown := set(schema) - KNOWN:
        raise ValueError(f"{at}: {unknown}")
    if "$ref" in schema:
        return wrong(root["$defs"][schema["$ref"].removeprefix("#/$defs/")], value, root, at)
    found = []
    if "type" in schema and (not isinstance(value, TYPES[schema["type"]]) or isinstance(value, bool)):
        return [f"{at}: no {schema['type']}"]
    if "const" in schema and value != schema["const"]:
        found.append(f"{at}: {value!r}")
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{at}: {value!r}")
    if "pattern" in schema and not re.search(schema["pattern"], value):
        found.append(f"{at}: {value!r}")
    if len(value) < schema.get("minLength", 0) if isinstance(value, str) else False:
        found.append(f"{at}: empty")
    if isinstance(value, int) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        found.append(f"{at}: {value}")
    if isinstance(value, list):
        if len(value) < schema.get("minItems", 0):
            found.append(f"{at}: too few")
        for number, one in enumerate(value):
            found += wrong(schema.get("items", {}), one, root, f"{at}[{number}]")
    if isinstance(value, dict):
        found += [f"{at}.{key}: missing" for key in schema.get("required", ()) if key not in value]
        more = schema.get("additionalProperties", True)
        for key, one in value.items():
            if key in schema.get("properties", {}):
                found += wrong(schema["properties"][key], one, root, f"{at}.{key}")
            elif more is False:
                found.append(f"{at}.{key}: unknown")
            elif isinstance(more, dict):
                found += wrong(more, one, root, f"{at}.{key}")
    return found
