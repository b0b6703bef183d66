"""Why a take stands, and where a run stands: version, take and transcript joined once, for every door."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from film.errors import RunError
from film.optics import in_words as lens_in_words
from film.plan import frames_of
from film.version import Version
from tools.render.engine import CLIP_CAST, KEYFRAME_CAST
from tools.run import inbox, locks, takes, versions
from tools.run.folder import RunFolder
from tools.run.reviews import reviews_in_words, reviews_of
from tools.run.transcript import Transcript
from tools.run.versions import find_shot


def explain(folder: RunFolder, shot_id: str) -> dict[str, Any]:
    """Everything on record about one shot of the version that stands (or of the newest draft).

    Raises:
        RunError: there is no version yet, or it has no such shot.
    """
    version = _version(folder)
    shot_id = find_shot(version, shot_id)
    episode, scene, shot = version.series.find(shot_id)
    locked = locks.read(folder)
    transcript = Transcript(folder.transcript)
    circled = version.circled.get(shot_id)
    report: dict[str, Any] = {
        "shot": shot_id,
        "version": version.number,
        "scene": scene.heading,
        "brief": shot.brief,
        "kind": shot.kind,
        "frames": frames_of(shot, version.series.fps),
        "camera": shot.state.camera.model_dump(mode="json"),
        "directed": [
            {"by": d.mind, "agent": d.agent, "task": d.task, "reason": d.reason, "flags": list(d.flags)}
            for d in transcript.values()
            if d.subject in (shot_id, scene.id)
        ],
        "takes": [],
        "reviews": reviews_of(transcript, shot_id, version.number),
        "stands": circled.model_dump(mode="json") if circled else None,
        "omitted": shot.omitted,
        "pinned": shot.pin is not None,
        "locked": shot_id in locked.shots or episode.id in locked.episodes,
    }
    for path in folder.takes_of(shot_id):
        slate = takes.read_slate(path)
        files = takes.read_files(path)
        entries = [e for e in transcript.entries() if e.get("take") == slate.take_id]
        report["takes"].append(
            {
                "take": path.name,
                "take_id": slate.take_id,
                "attempt": slate.attempt,
                "seed": slate.seed,
                "engine": slate.engine,
                "prompt": slate.prompt,
                "seconds": round(sum(takes.read_spent(path).values()), 3),
                "verdicts": [
                    {"part": e["part"], "status": e["status"], "merit": e["merit"], "findings": e["findings"]}
                    for e in entries
                    if e["kind"] == "verdict"
                ],
                "remedies": [
                    {"kind": e["remedy"], "reason": e["reason"], "edits": e["edits"]}
                    for e in entries
                    if e["kind"] == "remedy"
                ],
                "looks": [
                    {"shows": e["shows"], "faults": e["faults"], "agrees": e["agrees"], "vetoes": e["vetoes"], "reason": e["reason"]}
                    for e in entries
                    if e["kind"] == "look"
                ],
                "fingerprint": files.fingerprint if files else {},
                **_set_up(path),
                "stands": bool(circled and circled.take == path.name),
            }
        )
    return report


def _set_up(take: Path) -> dict[str, Any]:
    """The lens of a take as its engine set it up, and in words what could not stand as it was asked for."""
    for name in (CLIP_CAST, KEYFRAME_CAST):
        if (take / name).is_file():
            account = json.loads((take / name).read_bytes())
            return {"lens": account.get("lens"), "moved": account.get("moved", [])}
    return {"lens": None, "moved": []}


def in_words(report: dict[str, Any]) -> str:
    """``explain`` as a person would tell it."""
    lines = [f"{report['shot']} (version {report['version']}): {next(iter(report['brief'].values()), report['kind'])}"]
    camera = report["camera"]
    move = camera["move"]
    onto = f" to {move['target']}" if move.get("target") else ""
    moved = f"{move['kind']}{onto} at speed {move['speed']:g}" if move["kind"] != "lock_off" else "lock_off"
    lines.append(f"  {camera['size']} at {camera['focal_mm']:.0f} mm, {camera['angle']}, {moved}; {report['frames']} frames")
    for decision in report["directed"]:
        lines.append(f"  {decision['agent']} ({decision['by']}), {decision['task']}: {decision['reason'] or 'no reason given'}")
    for take in report["takes"]:
        mark = "  <- stands" if take["stands"] else ""
        spent = f", {take['seconds']:.0f} s" if take["seconds"] >= 1 else ""
        lines.append(f"  take {take['attempt']} ({take['take']}, seed {take['seed']}{spent}){mark}")
        if take["lens"]:
            lines.append(f"    shot on {lens_in_words(**take['lens'])}")
        lines += [f"    the stage: {said}" for said in take["moved"]]
        for verdict in take["verdicts"]:
            lines.append(f"    {verdict['part']}: {verdict['status']}")
            for finding in verdict["findings"]:
                if finding["status"] == "pass":
                    continue
                bound = _bound(finding)
                value = "-" if finding["value"] is None else f"{finding['value']:.3f}"
                lines.append(f"      {finding['measure']} {value} {finding['status']}{bound} {finding['why']}".rstrip())
            passed = [f["measure"] for f in verdict["findings"] if f["status"] == "pass"]
            if passed:
                lines.append(f"      passed: {', '.join(passed)}")
        for seen in take["looks"]:
            word = "sent it back" if seen["vetoes"] else "agrees" if seen["agrees"] else "does not agree"
            faults = f" {', '.join(seen['faults'])}:" if seen["faults"] else ""
            lines.append(f"    the Critic looked and {word}:{faults} {seen['reason']}")
        for remedy in take["remedies"]:
            edits = ", ".join(f"{e['path']} {e['op']} {e['value']}" for e in remedy["edits"])
            lines.append(f"    remedy {remedy['kind']}: {remedy['reason']}" + (f" ({edits})" if edits else ""))
    lines += reviews_in_words(report["reviews"])
    stands = report["stands"]
    if stands:
        lines.append(f"  {'held' if stands['held'] else 'circled'}: {stands['take']}, because {stands['why']}")
    else:
        lines.append("  taken out of the cut" if report["omitted"] else "  not shot yet")
    if report["locked"]:
        lines.append("  locked: no change touches it")
    return "\n".join(lines)


def status_of(folder: RunFolder, fingerprint: dict[str, str] | None = None) -> dict[str, Any]:
    """Where the run stands. ``fingerprint`` is what this machine would render with, to name drift."""
    version = _version(folder)
    drafts = versions.latest_draft(folder)
    shots = [shot for _, _, shot in version.series.filmed()]
    run = folder.read_standing()
    locked = locks.read(folder)
    made_with: Counter[str] = Counter()
    for shot in shots:
        circled = version.circled.get(shot.id)
        files = takes.read_files(folder.takes / shot.id / circled.take) if circled else None
        if files and fingerprint:
            for key in sorted(fingerprint):
                if files.fingerprint.get(key, fingerprint[key]) != fingerprint[key]:
                    made_with[f"{key}: {files.fingerprint[key]} -> {fingerprint[key]}"] += 1
    return {
        "series": version.series.id,
        "version": version.number,
        "finished": bool(version.films),
        "in_work": drafts.number if drafts else None,
        "episodes": {episode: film.file_sha256 for episode, film in sorted(version.films.items())},
        "shots": len(shots),
        "circled": len(version.circled),
        "takes": sum(len(folder.takes_of(shot.id)) for shot in shots),
        "camera_moved": sorted(
            shot_id
            for shot_id, circled in version.circled.items()
            if _set_up(folder.takes / shot_id / circled.take)["moved"]
        ),
        "held": sorted(shot_id for shot_id, circled in version.circled.items() if circled.held),
        "held_why": {shot_id: circled.why for shot_id, circled in sorted(version.circled.items()) if circled.held},
        "engine": version.engine,
        "mind": version.mind,
        "critic_agreement": agreement(Transcript(folder.transcript)),
        "versions": versions.numbers(folder),
        "undo": len(run.past),
        "redo": len(run.future),
        "omitted": [shot.id for _, _, shot in version.series.walk() if shot.omitted],
        "locked": [*sorted(locked.episodes), *sorted(locked.shots)],
        "queued": [item.id for item in inbox.items(folder)],
        "drift": dict(sorted(made_with.items())),
        "missing": sorted(
            shot_id
            for shot_id, circled in version.circled.items()
            if not (folder.takes / shot_id / circled.take / "clip.mp4").exists()
        ),
    }


def agreement(transcript: Transcript) -> dict[str, Any] | None:
    """How often a Critic with eyes and the gates said the same of a take; None when nobody looked.

    Returns:
        ``looked`` (takes), ``agreed``, ``share`` (0 .. 1) and ``vetoes`` (takes that passed and were sent back).
    """
    looks = [entry for entry in transcript.entries("look") if entry["gates"] in ("pass", "fail")]
    if not looks:
        return None
    agreed = sum(entry["agrees"] for entry in looks)
    return {
        "looked": len(looks),
        "agreed": agreed,
        "share": round(agreed / len(looks), 3),
        "vetoes": sum(entry["vetoes"] for entry in looks),
    }


def _version(folder: RunFolder) -> Version:
    version = versions.standing(folder) or versions.latest_draft(folder)
    if version is None:
        raise RunError(f"{folder.root.name} has no version yet: its plan is unfinished, or waits for a yes; filmcrew resume {folder.root.name} goes on")
    return version


def _bound(finding: dict[str, Any]) -> str:
    if finding["at_least"] is not None:
        return f" (at least {finding['at_least']})"
    return f" (at most {finding['at_most']})" if finding["at_most"] is not None else ""
