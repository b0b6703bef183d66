"""How much, and which way: ``a bit``, ``much``, ``too dark``, ``not dark enough``, ``less``."""

from __future__ import annotations

from crew.answers.notes import Choice
from crew.understudy.note_target import Scope
from crew.understudy.note_text import Clause, Span

_SO = frozenset({"so", "as", "that", "too", "इतना", "इतनी", "इतने", "itna", "itni"})


def amount(clause: Clause) -> float:
    """Times the usual amount: half for "a bit", double for "much", 1 when nothing is said."""
    if clause.has("a_bit", "half"):
        clause.take_all("a_bit", "half")
        clause.take_all("much")
        return 0.5
    if clause.has("much", "double"):
        clause.take_all("much", "double")
        return 2.0
    return 1.0


def percent(clause: Clause) -> float | None:
    """The share that is said, from 0 to 1 and more: ``20 percent`` is 0.2; None when none is."""
    for span in clause.find_all("percent"):
        if span.at and clause.words[span.at - 1].kind == "number":
            clause.used.update((span.at - 1, span.at))
            return float(clause.words[span.at - 1].text) / 100
    return None


def sign_of(clause: Clause, span: Span, scope: Scope) -> int:
    """1 when the quality at ``span`` is what is wanted, -1 when its opposite is: ``too dark``, ``not so dark``, ``less``.

    Raises:
        Unclear: the quality is only stated ("scene 2 is dark"), so that nobody knows what is wanted.
    """
    before = [clause.words[i].text for i in range(max(0, span.at - 3), span.at)]
    nearby = [s for s in clause.find_all("too", "not", "less", "a_bit", "much", fresh=False) if span.at - 4 <= s.at < span.at]
    too = any(s.value("concept") and s in clause.find_all("too", fresh=False) for s in nearby)
    negated = clause.find_all("not", fresh=False)
    enough = [s for s in clause.find_all("enough", fresh=False) if 0 <= s.at - span.end <= 1]
    less = any(s in clause.find_all("less", fresh=False) and s.end == span.at for s in nearby)
    if enough:
        clause.use(enough[0])
        for s in negated:
            clause.use(s)
        return 1
    if too:
        for s in clause.find_all("too"):
            if s.at < span.at:
                clause.use(s)
        for s in negated:
            clause.use(s)
        return -1
    if negated and any(word in _SO for word in before):
        for s in negated:
            clause.use(s)
        return -1
    if less:
        clause.take("less")
        return -1
    if any(word.text == "too" for word in clause.words[span.at : span.end]):
        return 1
    if _complains_in_hindi(clause, span):
        return -1
    if after := _lessened(clause, span):
        clause.use(after)
        return -1
    mild = any(s.end == span.at for s in clause.find_all("a_bit", fresh=False)) or (before and before[-1] in ("rather", "somewhat", "kinda"))
    if (mild or any(word in _SUPERLATIVE for word in before)) and clause.has("copula") and not clause.has("praise", "do_verb") and _complained_of(clause, span):
        return -1
    if is_statement(clause, span) and " ".join(w.text for w in clause.words[span.at : span.end]) in _FAULTS and not clause.has("praise"):
        return -1
    if is_statement(clause, span):
        text = " ".join(w.text for w in clause.words[span.at : span.end])
        raise scope.ask(
            "statement",
            tuple(
                Choice(label=scope.say(way, quality=text), note=scope.say(f"{way}_note", note=scope.note.strip().rstrip(".!?।"), quality=text))
                for way in ("more_of_it", "less_of_it")
            ),
            quality=text,
        )
    return 1


def _complains_in_hindi(clause: Clause, span: Span) -> bool:
    """``दृश्य बहुत धीमा है``: very slow is too slow when it is said of how the film is."""
    strong = [s for s in clause.find_all("much", "more", fresh=False) if 0 <= span.at - s.end <= 1]
    copula = [s for s in clause.find_all("copula", fresh=False) if s.at >= span.end and clause.words[s.at].text in _HINDI_IS]
    stop = next((i for i in range(span.end, len(clause.words)) if clause.words[i].kind == "break"), len(clause.words))
    asked = any(s.at < stop for s in clause.find_all("do_verb", fresh=False))
    copula = [s for s in copula if s.at < stop]
    if strong and copula and not asked:
        for each in strong:
            clause.use(each)
        return True
    return False


def _lessened(clause: Clause, span: Span) -> Span | None:
    """``गर्माहट थोड़ी कम``, ``take some warmth out``: a quality that is there and shall be less."""
    text = clause.words[span.at].text
    if text.isascii() and text not in ("warmth", "garmahat", "roshni", "ujala", "andhera"):
        return None
    for each in clause.find_all("less", "down", "take_off"):
        between = [s for s in clause.spans if span.end <= s.at < each.at]
        if 0 <= each.at - span.end <= 2 and all(s.value("concept") in ("a_bit", "much", "glue", None) for s in between):
            return each if clause.words[each.at].text in _LESS else None
    return None


_LESS = frozenset({"कम", "kam", "घटा", "घटाओ", "ghatao", "ghata", "कम करो", "less", "down"})
def _complained_of(clause: Clause, span: Span) -> bool:
    """``so dark``, ``super slow``: how the film is; said with "but" or "not" it may be anything."""
    return not clause.find_all("not", "too", "enough", fresh=False) and not clause.words[span.at].text.endswith("er")


_SUPERLATIVE = frozenset({"so", "super", "awfully", "terribly", "insanely", "ridiculously", "crazy", "bahut", "बहुत"})
_FAULTS = frozenset({"washed out", "flat", "gloomy", "dull", "harsh", "milky", "faded", "milkier", "underexposed", "overexposed", "grainy", "shaky", "garish"})
"""Said of a picture they are what is wrong with it."""
_HINDI_IS = frozenset({"है", "हैं", "hai", "hain", "लगता", "लगती", "लग", "lag", "lagta", "lagti"})


def is_statement(clause: Clause, span: Span) -> bool:
    """True for ``scene 2 is dark``: a copula and nobody asked to do anything. Verbs (``brighten``) always ask."""
    if span in clause.find_all("act_verb", fresh=False) or clause.words[span.at].text.endswith("er"):
        return clause.words[span.at].text.endswith("er") and span.at > 0 and clause.words[span.at - 1].text in ("is", "are") and not clause.has("do_verb")
    start = next((i + 1 for i in range(span.at - 1, -1, -1) if clause.words[i].kind == "break"), 0)
    stop = next((i for i in range(span.end, len(clause.words)) if clause.words[i].kind == "break"), len(clause.words))

    def here(concept: str) -> bool:
        return any(start <= s.at < stop for s in clause.find_all(concept, fresh=False))

    told = any(start <= s.at < stop for s in clause.find_all("copula"))
    return told and not here("do_verb")
