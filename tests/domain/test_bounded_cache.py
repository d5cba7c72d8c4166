"""A bounded cache drops what was used longest ago."""

from photon.domain.bounded_cache import BoundedCache


def test_what_was_used_longest_ago_is_dropped() -> None:
    cache: BoundedCache[str, int] = BoundedCache(2)
    cache.store("a", 1)
    cache.store("b", 2)
    assert cache.get("a") == 1  # used now
    cache.store("c", 3)
    assert [cache.get(key) for key in "abc"] == [1, None, 3]


def test_values_are_weighed_and_replaced() -> None:
    cache: BoundedCache[str, bytes] = BoundedCache(10, len)
    cache.store("a", bytes(4))
    cache.store("a", bytes(6))
    cache.store("b", bytes(4))
    assert [cache.get("a"), cache.get("b")] == [bytes(6), bytes(4)]
    cache.store("large", bytes(99))  # the last one stays, whatever it weighs
    assert [cache.get(key) for key in ("a", "b", "large")] == [None, None, bytes(99)]


def test_values_are_dropped_by_key_and_all_at_once() -> None:
    cache: BoundedCache[str, bytes] = BoundedCache(10, len)
    cache.store("a", bytes(4))
    cache.store("b", bytes(5))
    cache.discard("a")
    cache.discard("a")
    assert (list(cache), "a" in cache, cache.weight) == (["b"], False, 5)
    cache.clear()
    assert (list(cache), cache.weight) == ([], 0)
