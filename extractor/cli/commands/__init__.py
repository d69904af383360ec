"""The commands, in the order of the help text; one module each."""

from extractor.cli.commands import (
    completion,
    convert,
    explain,
    fuzz,
    generate,
    grammar,
    layout,
    learn,
    review,
    rules,
    schema,
    validate,
    why,
)

COMMANDS = (
    convert.COMMAND,
    validate.COMMAND,
    why.COMMAND,
    layout.COMMAND,
    review.COMMAND,
    learn.COMMAND,
    schema.COMMAND,
    grammar.COMMAND,
    generate.COMMAND,
    fuzz.COMMAND,
    rules.COMMAND,
    explain.COMMAND,
    completion.COMMAND,
)
