"""Sizes of files as a reader sees them."""

import pytest

from measures.templatetags.french import file_size


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "1 ko"),
        (1, "1 ko"),
        (43_962, "44 ko"),
        (999_499, "999 ko"),
        (999_500, "1,0 Mo"),
        (1_234_567, "1,2 Mo"),
    ],
)
def test_a_size_is_said_in_thousands_of_bytes(count: int, said: str) -> None:
    assert file_size(count) == said.replace(" ", "\u202f")
