"""``make words``: write the file for translators anew."""

import click

from learner_api.translations import TEMPLATE, write_template

click.echo(f"{write_template()} sentences are in {TEMPLATE.name}.")
