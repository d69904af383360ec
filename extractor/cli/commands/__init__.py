"""The commands, in the order of the help text; one module each."""

from extractor.cli.commands import convert, explain, grammar, rules, schema, validate

COMMANDS = (
    convert.COMMAND,
    validate.COMMAND,
    schema.COMMAND,
    grammar.COMMAND,
    rules.COMMAND,
    explain.COMMAND,
)
