"""What no evidence gives the plan: phases, tasks, ratings, targets. All are proposals of the authors."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

WEEKS = 13
LISTEN_WEEKS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """Weeks first to last of the plan, and the part of the outside budget that falls to it."""

    key: str
    first: int
    last: int
    cash: Decimal

    @property
    def weeks(self) -> int:
        return self.last - self.first + 1


PHASES = (
    Phase(key="listen", first=1, last=4, cash=Decimal("0.20")),
    Phase(key="answer", first=5, last=8, cash=Decimal("0.30")),
    Phase(key="publish", first=9, last=13, cash=Decimal("0.50")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What somebody does, in which weeks, for which part of its phase's hours."""

    key: str
    stream: str  # the line of work it belongs to: a row of the roadmap
    phase: str
    first: int
    last: int
    share: Decimal
    role: str  # who does it
    consulted: str


def _task(
    key: str, stream: str, phase: str, weeks: tuple[int, int], percent: int, role: str, consulted: str
) -> Task:
    return Task(
        key=key,
        stream=stream,
        phase=phase,
        first=weeks[0],
        last=weeks[1],
        share=Decimal(percent) / 100,
        role=role,
        consulted=consulted,
    )


TASKS = (
    _task("set-up-listening", "listening", "listen", (1, 1), 20, "communication", "service"),
    _task("listen-daily", "listening", "listen", (2, 4), 40, "communication", "product"),
    _task("write-policy", "steering", "listen", (2, 3), 20, "owner", "legal"),
    _task("set-baseline", "measuring", "listen", (3, 4), 20, "communication", "management"),
    _task("train-answerers", "steering", "answer", (5, 6), 25, "owner", "communication"),
    _task("answer-questions", "answering", "answer", (5, 8), 45, "service", "product"),
    _task("comment-on-blogs", "blogs", "answer", (6, 8), 20, "product", "communication"),
    _task("keep-log", "measuring", "answer", (5, 8), 10, "service", "communication"),
    _task("publish-posts", "publishing", "publish", (9, 13), 60, "product", "communication"),
    _task("invite-guests", "blogs", "publish", (10, 12), 15, "communication", "product"),
    _task("measure-again", "measuring", "publish", (12, 13), 15, "communication", "owner"),
    _task("decide-next", "steering", "publish", (12, 13), 10, "owner", "management"),
)

POSTS_A_WEEK = 1
ANSWER_DAYS = 1  # working days
MORE_RESULTS = 2  # own results beyond those of today
NAMED_BLOGS = 7

WEIGHTS = (
    ("knowledge", 25),
    ("listening", 20),
    ("answer-time", 20),
    ("independence", 15),
    ("cost", 10),
    ("exit", 10),
)
# From 1, poor, to 5, good, in the order of WEIGHTS. Whoever is paid by a result should not measure it.
RATINGS = (
    ("in-house", (5, 3, 5, 3, 4, 5)),
    ("pr", (3, 4, 3, 2, 2, 3)),
    ("media", (2, 3, 2, 2, 2, 3)),
    ("advertising", (2, 2, 2, 2, 1, 2)),
    ("digital", (2, 3, 2, 2, 2, 2)),
    ("consultancy", (3, 4, 3, 4, 3, 5)),
)
LEAD_SCORE = Decimal("4.0")
PARTNER_SCORE = Decimal("3.0")
RISKS = (
    ("critical-storm", "owner"),
    ("wrong-answer", "service"),
    ("no-time", "management"),
    ("secrets", "legal"),
    ("no-echo", "communication"),
)
CHECK_MINUTES = (("search", 10), ("mentions", 15), ("channels", 10), ("answer-time", 5))  # a week
# Dell, as its own staff and the press of the time told it.
CASE = ((2005, "storm"), (2006, "order"), (2006, "blog"), (2007, "figure"))
