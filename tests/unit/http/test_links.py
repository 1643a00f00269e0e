"""Which page comes next, in all the ways in which a server may write that."""

from typing import Final

import pytest

from coverup.http.links import next_page

PAGE: Final = "https://gitlab.example.com/api/v4/jobs?page=2&scope[]=failed"
LINKS: Final[dict[str, str | None]] = {
    f'<{PAGE}>; rel="next"': PAGE,
    f"<{PAGE}>;rel=next": PAGE,
    f'<{PAGE}>; REL="NEXT"': PAGE,
    f'<{PAGE}> ; title="a, b; c" ; rel = "next"': PAGE,
    f'</?page=0>; rel="prev", <{PAGE}>; rel="next", </?page=9>; rel="last"': PAGE,
    f'</?a=1,2>; rel="first",<{PAGE}>; rel="next last"': PAGE,
    '</api/v4/jobs?page=2>; rel="next"': "/api/v4/jobs?page=2",
    '</?page=1>; rel="first"': None,
    '</?page=1>; rel="first next-page"': None,
    f"<{PAGE}>": None,
    f'<{PAGE}; rel="next"': None,
    f'{PAGE}; rel="next"': None,
    '<>; rel="next"': "",
    "": None,
    "<" * 10_000: None,
    '<a>; b="' * 10_000: None,
}


@pytest.mark.parametrize("link", LINKS)
def test_the_link_to_the_next_page_is_found(link: str) -> None:
    assert next_page({"Link": link}) == LINKS[link]


def test_without_a_link_there_is_no_next_page() -> None:
    assert next_page({}) is None
