"""What is stored as differences comes back as it was."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from course.site.differences import compact, pack, unpack

values = st.none() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=40)
things = st.recursive(
    values,
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
    max_leaves=12,
)


@given(
    st.dictionaries(st.sampled_from("abc"), things),
    st.lists(st.dictionaries(st.sampled_from("abcd"), things)),
)
@settings(max_examples=200, deadline=None)
def test_whatever_differs_comes_back_also_by_way_of_json(first, others):
    pool, differences = json.loads(compact(pack(first, others)))
    assert [unpack(first, difference, pool) for difference in differences] == others


def test_what_is_alike_is_stored_once():
    first = {"x": list(range(100)), "words": ["One.", "Two."]}
    pool, differences = pack(
        first, [first, {**first, "words": ["One.", "Three."]}, {**first, "words": ["One.", "Three."]}]
    )
    assert pool == ["Three."]
    assert differences == [{}, {"words": {1: 0}}, {"words": {1: 0}}]


def test_text_cannot_end_the_script_element_that_carries_it():
    assert "</script>" not in compact({"title": "</script>"})
