"""``make words``: write the file for translators anew, and say what letters lack."""

import click

from course.languages import LANGUAGES, OFFICE
from learner_api.translations import TEMPLATE, write_template
from learner_api.translations.letters import faults

click.echo(f"{write_template()} sentences are in {TEMPLATE.name}.")
for language in LANGUAGES:
    for fault in faults(language) if language != OFFICE else ():
        click.echo(fault)
