"""The commands, in the order of the help text; one module each."""

from extractor.cli.commands import convert, explain, generate, grammar, rules, schema, validate, why

COMMANDS = (
    convert.COMMAND,
    validate.COMMAND,
    why.COMMAND,
    schema.COMMAND,
    grammar.COMMAND,
    generate.COMMAND,
    rules.COMMAND,
    explain.COMMAND,
)
