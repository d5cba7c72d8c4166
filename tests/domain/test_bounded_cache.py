"""A bounded cache drops the least recently used items."""

from photon.domain.bounded_cache import BoundedCache


def test_the_least_recently_used_item_is_dropped() -> None:
    cache: BoundedCache[str, int] = BoundedCache(2)
    cache.store("a", 1)
    cache.store("b", 2)
    assert cache.get("a") == 1  # makes it recently used
    cache.store("c", 3)
    assert [cache.get(key) for key in "abc"] == [1, None, 3]


def test_items_have_weights_and_are_replaced() -> None:
    cache: BoundedCache[str, bytes] = BoundedCache(10, len)
    cache.store("a", bytes(4))
    cache.store("a", bytes(6))
    cache.store("b", bytes(4))
    assert [cache.get("a"), cache.get("b")] == [bytes(6), bytes(4)]
    cache.store("large", bytes(99))  # the last one stays, whatever its weight
    assert [cache.get(key) for key in ("a", "b", "large")] == [None, None, bytes(99)]


def test_items_are_dropped_by_key_or_all_at_once() -> None:
    cache: BoundedCache[str, bytes] = BoundedCache(10, len)
    cache.store("a", bytes(4))
    cache.store("b", bytes(5))
    cache.discard("a")
    cache.discard("a")
    assert (list(cache), "a" in cache, cache.weight) == (["b"], False, 5)
    cache.clear()
    assert (list(cache), cache.weight) == ([], 0)
