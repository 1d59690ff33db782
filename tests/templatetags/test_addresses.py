"""Addresses as a reader sees them."""

from measures.templatetags.addresses import breakable


def test_a_long_address_may_break_after_its_slashes_only_and_is_escaped() -> None:
    assert breakable("/plans/{plan}/<b>/") == "/<wbr>plans/<wbr>{plan}/<wbr>&lt;b&gt;/<wbr>"
