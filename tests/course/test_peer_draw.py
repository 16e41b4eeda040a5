"""The rule that says who reads whose roadmap: its laws, for any cohort."""

from collections import Counter
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from course.peer_draw import Peer, draw_pairs

OFFICES = st.sampled_from(["planning", "labour", "health", "interior", None])


@st.composite
def cohorts(draw, least=2, most=12, offices=OFFICES):
    held = draw(st.lists(offices, min_size=least, max_size=most))
    return [Peer(f"p{at}", office) for at, office in enumerate(held)]


def counted(pairs):
    return Counter(each[0] for each in pairs), Counter(each[1] for each in pairs)


def colleagues(peers, pairs):
    office = {peer.key: peer.office for peer in peers}
    return sum(
        office[one] is not None and office[one] == office[other] for one, other in pairs
    )


def fewest_colleagues(peers, each):
    """By trying every way in which each reads exactly so many, and is read as often."""
    keys, office = [p.key for p in peers], {p.key: p.office for p in peers}
    best = [len(peers) * each]

    def choose(at, got, cost):
        if cost >= best[0]:
            return
        if at == len(keys):
            best[0] = cost
            return
        free = [key for key in keys if key != keys[at] and got[key] < each]
        for chosen in combinations(free, each):
            own = office[keys[at]]
            alike = sum(own is not None and office[key] == own for key in chosen)
            choose(at + 1, got + Counter(chosen), cost + alike)

    choose(0, Counter(), 0)
    return best[0]


@settings(max_examples=40, deadline=None)
@given(cohorts(), st.integers(1, 4), st.text(max_size=8))
def test_everybody_gives_and_gets_the_same_within_one(peers, each, seed):
    pairs = draw_pairs(peers, each=each, seed=seed)

    gave, got = counted(pairs)
    target = min(each, len(peers) - 1)
    assert len(set(pairs)) == len(pairs)
    assert all(reviewer != author for reviewer, author in pairs)
    for peer in peers:
        assert target <= gave[peer.key] <= target + 1
        assert target <= got[peer.key] <= target + 1


@settings(max_examples=40, deadline=None)
@given(cohorts(most=6), st.integers(1, 3), st.text(max_size=8))
def test_nobody_reads_a_colleague_where_that_can_be_avoided(peers, each, seed):
    pairs = draw_pairs(peers, each=each, seed=seed)

    target = min(each, len(peers) - 1)
    assert colleagues(peers, pairs) <= fewest_colleagues(peers, target)


@settings(max_examples=25, deadline=None)
@given(cohorts(), st.integers(1, 4), st.text(max_size=8), st.randoms())
def test_the_same_seed_and_people_make_the_same_pairs(peers, each, seed, random):
    shuffled = random.sample(peers, len(peers))

    assert draw_pairs(peers, each=each, seed=seed) == draw_pairs(
        shuffled, each=each, seed=seed
    )


def test_another_seed_makes_other_pairs():
    peers = [Peer(f"p{at}", f"office {at % 5}") for at in range(20)]

    drawn = {draw_pairs(peers, each=2, seed=str(seed)) for seed in range(10)}

    assert len(drawn) == 10


@settings(max_examples=40, deadline=None)
@given(
    st.integers(1, 3),
    st.integers(0, 3),
    st.sets(st.integers(0, 11), max_size=2),
    st.sets(st.integers(0, 200), max_size=20),
    st.text(max_size=8),
)
def test_a_further_draw_pairs_those_who_came_late_or_were_left(
    each, latecomers, gone, done, seed
):
    at_first = [Peer(f"p{at}", f"office {at % 4}") for at in range(12)]
    drawn = draw_pairs(at_first, each=each, seed=seed)
    standing = [
        pair
        for at, pair in enumerate(drawn)
        if at in done or not {f"p{left}" for left in gone} & set(pair)
    ]
    peers = [peer for at, peer in enumerate(at_first) if at not in gone]
    peers += [Peer(f"late{at}", "office 1") for at in range(latecomers)]

    further = draw_pairs(peers, each=each, seed=f"{seed} again", standing=standing)

    assert not set(further) & set(standing)
    gave, got = counted([*standing, *further])
    for peer in peers:
        assert each <= gave[peer.key] <= each + 1
        assert each <= got[peer.key] <= each + 1


def test_where_all_have_their_reviews_a_further_draw_adds_nothing():
    peers = [Peer(f"p{at}", f"office {at % 3}") for at in range(9)]
    drawn = draw_pairs(peers, each=2, seed="1")

    assert draw_pairs(peers, each=2, seed="2", standing=drawn) == ()


def test_alone_there_is_nobody_to_read():
    assert draw_pairs([Peer("p0")], each=2, seed="1") == ()
    assert draw_pairs([], each=2, seed="1") == ()


def test_two_thousand_are_paired_without_a_colleague():
    peers = [Peer(f"p{at}", f"office {at % 37}") for at in range(2_000)]

    pairs = draw_pairs(peers, each=3, seed="1")

    assert len(pairs) == 6_000
    assert colleagues(peers, pairs) == 0
