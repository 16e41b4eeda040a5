"""The links to the files of a table."""

import sys

from learner_api.file_links import file_links


def test_there_is_one_for_each_format_with_the_question_in_it():
    assert file_links("/register", {"on": "2026-03-05", "name": "a b"}) == [
        ("CSV", "/register.csv?on=2026-03-05&name=a+b"),
        ("JSON", "/register.json?on=2026-03-05&name=a+b"),
        ("JSON Lines", "/register.jsonl?on=2026-03-05&name=a+b"),
        ("Parquet", "/register.parquet?on=2026-03-05&name=a+b"),
        ("XLSX", "/register.xlsx?on=2026-03-05&name=a+b"),
    ]


def test_what_this_installation_cannot_write_is_left_out(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    assert [title for title, _ in file_links("/register")] == [
        *("CSV", "JSON", "JSON Lines", "XLSX")
    ]
    assert file_links("/register")[0] == ("CSV", "/register.csv")
