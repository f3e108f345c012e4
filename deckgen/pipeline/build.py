"""The four verbs over a client's folder: collect, argue, compose, render; each result can be looked at."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from urllib.request import getproxies

from deckgen.archive.archive import Archive
from deckgen.archive.naming import FOLDER, choose, latest
from deckgen.errors import ArchiveError, CannotWriteError, InputError
from deckgen.fetch.clock import clock_of
from deckgen.model.brief import Brief, Length
from deckgen.model.deck import Deck
from deckgen.model.evidence import Evidence
from deckgen.model.finding import Finding
from deckgen.model.source import Source
from deckgen.pipeline.ambiguity import ambiguous_names, written_small
from deckgen.pipeline.answers import Network
from deckgen.pipeline.briefs import load_brief
from deckgen.pipeline.cleaning import clean
from deckgen.pipeline.collect import Report, collect, is_enabled
from deckgen.pipeline.costs import Agree, dues
from deckgen.pipeline.coverage import coverage
from deckgen.pipeline.earlier import earlier
from deckgen.pipeline.evidence_file import write_evidence
from deckgen.pipeline.folder import locked, office_lock, sweep, write_whole
from deckgen.pipeline.keys import keys_of
from deckgen.pipeline.making import Wanted, made
from deckgen.pipeline.plugins import entries, load_arguments, load_sources
from deckgen.pipeline.resources import template_languages, template_options, template_roots
from deckgen.pipeline.retention import hold, keeping_of
from deckgen.pipeline.reviewed import reviewed
from deckgen.pipeline.reviews import read_reviews

BRIEF = "brief.toml"
DECK = "deck.pptx"
MEMO = "memo"
NO_CASE = "no-case"
_NETWORK = "deckgen.fetch.fetcher"  # brings httpx: a tenth of a second that a replay saves


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What collecting gave: the evidence, and the archive it can be replayed from."""

    evidence: Evidence
    archive: Path
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A finished deck. `deck` None: a template that is not built in was drawn in a process of its own."""

    path: Path
    slides: tuple[str, ...]  # keys, in their order
    deck: Deck | None
    findings: Mapping[str, Finding]
    gathered: Gathered

    @property
    def is_memo(self) -> bool:
        return MEMO in self.slides


def build(
    folder: Path,
    *,
    environ: Mapping[str, str],
    is_offline: bool = False,
    refresh: bool = False,
    length: str = "",
    output: Path | None = None,
    is_full_forced: bool = False,
    agree: Agree = lambda _: None,
    report: Report = lambda _: None,
) -> Built:
    """Collects, argues, composes and writes the deck of one client's folder."""
    path = output or folder / DECK
    brief_file(folder)
    check_length(length)
    if lock := office_lock(path):
        raise CannotWriteError(
            f"{path}: is open in another program; close it there and run again, "
            f"or delete {lock.name} if no program has it open"
        )
    with locked(folder):
        sweep(folder)
        gathered = gather(
            folder, environ=environ, is_offline=is_offline, refresh=refresh, agree=agree, report=report
        )
        brief = with_length(gathered.evidence.brief, length)
        evidence = replace(gathered.evidence, brief=brief)
        findings = argue(evidence)
        outline = str(brief.length)
        if NO_CASE in findings["plan"].flags and not is_full_forced:
            outline = MEMO
        result = made(Wanted(brief=brief, findings=findings, outline=outline, roots=template_roots(folder)))
        write_whole(path, result.body)
    told = (*gathered.warnings, *result.warnings)
    return Built(
        path=path,
        deck=result.deck,
        slides=result.slides,
        findings=findings,
        gathered=replace(gathered, evidence=evidence, warnings=told),
    )


def gather(
    folder: Path,
    *,
    environ: Mapping[str, str],
    is_offline: bool,
    refresh: bool = False,
    agree: Agree = lambda _: None,
    report: Report = lambda _: None,
    is_reviewed: bool = True,
) -> Gathered:
    """The evidence of a folder: asked for, or replayed from its last archive. The caller holds the lock.

    `agree` is told what the run may cost and on which terms before anything is asked; it raises to end it.
    `is_reviewed` False leaves out what people coded by hand, for those who are about to.
    """
    store = folder / FOLDER
    clock = clock_of(environ)
    keeping = keeping_of(entries(), now=clock.stamp())
    held = hold(store, keeping)
    reviews = read_reviews(folder) if is_reviewed else ()  # their mistakes come before any question
    if is_offline:
        path = latest(store)
        if path is None:
            read_brief(folder, as_of=clock.stamp().date())  # its mistakes come first
            raise ArchiveError(f"{store}: there is no archive to replay; run once without --offline")
        with Archive.read(path, keeping=keeping) as archive:
            brief = read_brief(folder, as_of=archive.as_of)
            sources = sources_of(brief)
            evidence = collect(brief, archive=archive, fetcher=None, sources=sources, report=report)
            evidence = reviewed(clean(evidence), reviews)
            warnings = (*held, *archive.warnings)
        past = earlier(path, brief, sources=sources, keeping=keeping)
        return Gathered(
            evidence=replace(evidence, earlier=past.observations),
            archive=path,
            warnings=(*warnings, *past.warnings, *ambiguous_names(brief), *written_small(evidence)),
        )
    choice = choose(store, today=clock.stamp().date(), refresh=refresh)
    brief = read_brief(folder, as_of=choice.as_of)
    sources = sources_of(brief)
    keys = keys_of([source.entry for source in sources], environ=environ, folder=folder)
    agree(dues(sources, brief, path=choice.path, keys=keys))
    fetcher: Network = importlib.import_module(_NETWORK).Fetcher(
        contact=brief.contact,
        folder=folder,
        bases={key: settings.bases for key, settings in brief.sources.items() if settings.bases},
        credentials=keys.values,
        proxies=getproxies(),
        clock=clock,
    )
    with Archive.open(
        choice.path, as_of=choice.as_of, brief_digest=brief.digest, now=clock.stamp(), keeping=keeping
    ) as archive:
        evidence = collect(brief, archive=archive, fetcher=fetcher, sources=sources, report=report)
        evidence = reviewed(clean(evidence), reviews)
        warnings = (*held, *keys.warnings, *archive.warnings)
    past = earlier(choice.path, brief, sources=sources, keeping=keeping)
    evidence = replace(evidence, earlier=past.observations)
    write_evidence(evidence, choice.path.with_name(choice.path.name.removesuffix(".warc.gz") + ".json"))
    warnings = (*warnings, *past.warnings, *ambiguous_names(brief), *written_small(evidence))
    return Gathered(evidence=evidence, archive=choice.path, warnings=warnings)


def argue(evidence: Evidence) -> dict[str, Finding]:
    """The five findings in order, and what the evidence covers."""
    findings: dict[str, Finding] = {}
    for argument in load_arguments():
        findings[argument.key] = argument.find(evidence, findings)
    findings["coverage"] = coverage(evidence, findings)
    return findings


def read_brief(folder: Path, *, as_of: date) -> Brief:
    """The folder's brief, checked against the sources and templates there are."""
    roots = template_roots(folder)
    return load_brief(
        brief_file(folder),
        as_of=as_of,
        sources={e.key: [name for name, _ in e.options] for e in entries()},
        templates=template_languages(roots),
        options=partial(template_options, roots=roots),
    )


def sources_of(brief: Brief) -> tuple[Source, ...]:
    """The sources that the brief leaves on."""
    return load_sources(wanted=partial(is_enabled, brief=brief))


def brief_file(folder: Path) -> Path:
    path = folder / BRIEF
    if not path.is_file():
        raise InputError(
            f"{folder}: there is no {BRIEF} in this folder; write one with: deckgen new {folder}"
        )
    return path


def with_length(brief: Brief, length: str) -> Brief:
    """The brief with another length, if one is given."""
    check_length(length)
    return replace(brief, length=Length(length)) if length else brief


def check_length(length: str) -> None:
    """Refuses an unknown length before anything is asked; none given is the brief's own."""
    if length and length not in set(Length):
        raise InputError(f"--length is '{length}'; use one of: {', '.join(Length)}")
