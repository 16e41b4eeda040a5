"""What the tests of the views share: PostgreSQL alone, and a role that may read."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from tests import databases


@pytest.fixture
def record(postgresql: Engine) -> Iterator[Session]:
    """A session on an empty record in PostgreSQL."""
    databases.empty(postgresql)
    with Session(postgresql, expire_on_commit=False) as session:
        yield session


@pytest.fixture
def role(postgresql: Engine) -> Iterator[str]:
    """A role of the server that may do nothing yet; its name needs quoting."""
    name = f'Analyst "{uuid4().hex[:8]}"'
    quoted = postgresql.dialect.identifier_preparer.quote_identifier(name)
    with postgresql.begin() as connection:
        connection.execute(text(f"CREATE ROLE {quoted}"))
    yield name
    with postgresql.begin() as connection:
        connection.execute(text(f"DROP OWNED BY {quoted}"))
        connection.execute(text(f"DROP ROLE {quoted}"))
