"""The yardstick: the least that a Flask view over SQLAlchemy can do."""

from flask import Flask, Response, jsonify, request
from sqlalchemy import (
    JSON,
    Column,
    Engine,
    Integer,
    MetaData,
    Table,
    Text,
    insert,
    select,
)

metadata = MetaData()
rows = Table(
    "benchmark_row",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("words", Text),
    Column("body", JSON),
)


def create_bare_app(reader: Engine, writer: Engine) -> Flask:
    """One view that does one SELECT and one that does one INSERT, and no more."""
    app = Flask("bare")

    @app.get("/select")
    def _select() -> str:
        with reader.connect() as connection:
            words = connection.execute(
                select(rows.c.words).where(rows.c.id == 1)
            ).scalar_one()
        return f"<!doctype html><title>{words}</title><p>{words}</p>"

    @app.put("/insert")
    def _insert() -> Response:
        with writer.begin() as connection:
            connection.execute(insert(rows).values(words="saved", body=request.json))
        return jsonify(saved=True)

    return app
