"""Prose into a Screenplay: the story's own words, sorted into dialogue, narration and action.

A mind only names pieces by number, so that it cannot change, lose or invent a word.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, MutableMapping, Sequence

from crew.answers.screenwriter import Adaptation, AdaptedElement, AdaptedScene, Piece
from crew.ask import Question, ask
from crew.attribution import attributes, follows_on, hinted, leads_in, tells
from crew.described import describes_shots, screenplay_of_shots
from crew.minds.mind import Mind
from crew.prompt_budget import tokens_in
from crew.reading import sentences_of
from crew.understudy.adapting import adapt_pieces
from crew.understudy.placing import INDOOR_SETS
from crew.understudy.vocabulary import Vocabulary, words_of
from film.canonical import content_id
from film.decision import Decision
from film.ids import scene_id
from film.screenplay import Action, Dialogue, Heading, Screenplay, ScreenplayEpisode, ScreenplayScene, Story

PIECES_PER_QUESTION = 40
TOKENS_PER_QUESTION = 2800
"""About 600 words of English prose, or 300 of Hindi: they fit a small model's window with room to answer."""

TIMES = ("DAY", "NIGHT", "DAWN", "DUSK", "MORNING", "EVENING", "MAGIC HOUR", "LATER")
OPEN = ("open", "somewhere", "house", "home", "room", "outside")
"""Words for a place that every story has."""
ATTRIBUTION_WORDS = 7
OPENING_WORDS = 4
"""A time counts where a sentence sets out with it: "On the third evening"."""

_QUOTED = re.compile(r"“([^“”]+)”|\"([^\"]+)\"|«([^«»]+)»|„([^„“”]+)[“”]")
_ENDS_SPEECH = tuple(".,!?…—–-।")
_NAME = re.compile(r"(?<![\w'’])([A-Z][a-z]{2,}(?: [A-Z][a-z]{2,})?)(?![\w])")


def adapt(mind: Mind, story: Story, transcript: MutableMapping[str, Decision], *, vocabulary: Vocabulary) -> Screenplay:
    """The story as a Screenplay of one episode: quoted speech as dialogue, the rest as a narrator's voice."""
    pieces = pieces_of(story, vocabulary)
    if not pieces:
        raise ValueError("a story needs at least one sentence")
    if all(describes_shots(piece.text, vocabulary) and not piece.quoted for piece in pieces):
        return screenplay_of_shots(story, [piece.text for piece in pieces], vocabulary)
    people = _people(story, vocabulary)
    scenes: list[tuple[AdaptedScene, list[AdaptedElement]]] = []
    for part in _parts(pieces):
        going_on = _heading_of(scenes[-1][0]).text if scenes else ""
        named = {word for text in (*(piece.text for piece in part), going_on) for word in words_of(text)}
        facts = {
            "language": story.language,
            "people": people,
            "scene_so_far": going_on,
            "pieces": [piece.model_dump(mode="json", exclude_defaults=True) for piece in part],
        }
        decision = ask(
            mind,
            Question(
                agent="screenwriter",
                task="adapt",
                subject=f"story/{part[0].id}-{part[-1].id}-{content_id(story.sources or story.paragraphs, 8)}",
                facts=facts,
                answer_type=Adaptation,
                check=lambda answer, part=part, named=named: _wrong(answer, part, people, named),
                house=lambda told: adapt_pieces(
                    [Piece.model_validate(each) for each in told["pieces"]], told["people"], told["scene_so_far"]
                ),
            ),
            transcript,
        )
        for scene in Adaptation.model_validate(decision.answer).scenes:
            same = scenes and _heading_of(scenes[-1][0]) == _heading_of(scene)
            if same:
                scenes[-1][1].extend(scene.elements)
            else:
                scenes.append((scene, list(scene.elements)))
    text = {piece.id: piece.text for piece in pieces}
    return Screenplay(
        title=story.title,
        language=story.language,
        episodes=(
            ScreenplayEpisode(
                id="ep01",
                title=story.title,
                scenes=tuple(
                    _scene(number, head, elements, text, story.language)
                    for number, (head, elements) in enumerate(scenes, 1)
                ),
            ),
        ),
        sources=story.sources,
        readings=(*story.readings, f"prose of {len(pieces)} sentences adapted into {len(scenes)} scenes"),
    )


def _parts(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Runs of whole paragraphs, each short enough for one question; a longer paragraph is cut."""
    parts: list[list[Piece]] = []
    filled = 0
    for piece in pieces:
        weight = tokens_in(piece.model_dump_json(exclude_defaults=True))
        used = max(len(parts[-1]) / PIECES_PER_QUESTION, (filled + weight) / TOKENS_PER_QUESTION) if parts else 1.0
        if used >= 1 or (used >= 0.5 and piece.paragraph != parts[-1][-1].paragraph):
            parts.append([])
            filled = 0
        parts[-1].append(piece)
        filled += weight
    return parts


def pieces_of(story: Story, vocabulary: Vocabulary) -> list[Piece]:
    """The story cut into quotations and sentences, in order, with what their words suggest."""
    pieces: list[Piece] = []
    for number, paragraph in enumerate(story.paragraphs):
        at, spoken = 0, ""
        for match in _QUOTED.finditer(paragraph):
            inner = next(group for group in match.groups() if group is not None).strip()
            if not _is_speech(paragraph, match, inner):
                continue
            between = paragraph[at : match.start()]
            pieces += _prose(between, number, len(pieces), vocabulary, spoken, leads_in(between))
            if inner:
                pieces.append(Piece(id=len(pieces) + 1, text=inner.rstrip(","), quoted=True, paragraph=number))
            at, spoken = match.end(), inner
        pieces += _prose(paragraph[at:], number, len(pieces), vocabulary, spoken, False)
    return hinted(pieces, _people(story, vocabulary), vocabulary)


def _is_speech(paragraph: str, match: re.Match[str], inner: str) -> bool:
    """Spoken words end with a stop, or follow a comma or a colon, or stand alone; a quoted "word" does not."""
    before = paragraph[: match.start()].rstrip()
    return inner.endswith(_ENDS_SPEECH) or before.endswith((",", ":")) or match.group() == paragraph.strip()


def _prose(
    text: str, paragraph: int, count: int, vocabulary: Vocabulary, spoken: str, leads: bool
) -> list[Piece]:
    """The sentences between two quotations.

    Args:
        spoken: the quotation before them in the paragraph, if any; only words right beside one attribute it.
        leads: whether they lead in to the quotation after them.
    """
    pieces: list[Piece] = []
    sentences = sentences_of(text.strip(" ,"))
    for number, sentence in enumerate(sentences):
        belongs = bool(spoken) and number == 0 and follows_on(spoken, sentence)
        says = belongs or (leads and number == len(sentences) - 1)
        head, comma, rest = sentence.partition(",")
        splits = says and comma and rest.strip() and attributes(head, vocabulary)
        parts = [head + comma, rest.strip()] if splits and not tells(rest) else [sentence]
        for part in parts:
            if not words_of(part):
                continue
            place, indoors = _place(part, vocabulary)
            pieces.append(
                Piece(
                    id=count + len(pieces) + 1,
                    text=part,
                    quoted=False,
                    paragraph=paragraph,
                    hint="said" if says and attributes(part, vocabulary) else "",
                    place=place,
                    indoors=indoors,
                    time=_time(part, vocabulary),
                )
            )
    return pieces


def _place(text: str, vocabulary: Vocabulary) -> tuple[str, bool]:
    """(the words for a place that somebody is in or goes to, whether it is indoors); ("", False) when there is none."""
    words = words_of(text)
    leading = [hit.at for hit in vocabulary.found("prepositions", text)]
    for hit in vocabulary.found("sets", text):
        if any(0 < hit.at - at <= 3 for at in leading):
            return " ".join(words[hit.at : hit.at + hit.words]), hit.value in INDOOR_SETS
    return "", False


def _time(text: str, vocabulary: Vocabulary) -> str:
    """A time that the sentence begins with: "That night", not "she said that night"."""
    opening = " ".join(words_of(text)[:OPENING_WORDS])
    found = vocabulary.first("times", opening) or ("later" if vocabulary.found("later", opening) else "")
    return found.replace("_", " ").upper()


def _people(story: Story, vocabulary: Vocabulary) -> list[str]:
    """Names the story uses: attributed, or capitalised at least twice, or in mid-sentence."""
    counts: dict[str, int] = {}
    for paragraph in story.paragraphs:
        for sentence in sentences_of(paragraph):
            for match in _NAME.finditer(sentence):
                name = match.group(1)
                if vocabulary.found("not_names", name.split()[0]):
                    name = name.partition(" ")[2]
                if not name or vocabulary.found("not_names", name) or vocabulary.found("sets", name):
                    continue
                middle = match.start() > 0 and sentence[match.start() - 1] == " "
                counts[name] = counts.get(name, 0) + (2 if middle else 1)
        for word in paragraph.split():
            bare = word.strip('।,.!?"“”—')
            if not bare.isascii() and vocabulary.found("given_names", bare):
                counts[bare] = counts.get(bare, 0) + 2
    names = [name for name, count in counts.items() if count >= 2]
    return [name for name in names if not any(name != other and name in other.split() for other in names)]


def _wrong(answer: Adaptation, pieces: Sequence[Piece], people: Sequence[str], named: Collection[str]) -> list[str]:
    """What is wrong with an adaptation: pieces lost, people and places that the story lacks, telling passed off as "she said".

    Args:
        named: words of the story and of the scene that is going on: a place is called by them.
    """
    wanted = [piece.id for piece in pieces]
    got = [i for scene in answer.scenes for element in scene.elements for i in element.pieces]
    by_id = {piece.id: piece for piece in pieces}
    wrong = []
    if got != wanted:
        lost = [i for i in wanted if i not in got]
        extra = sorted({i for i in got if i not in by_id or got.count(i) > 1})
        what = f"missing {lost}, unknown or repeated {extra}" if lost or extra else "they are out of order"
        wrong.append(f"Every piece must be used once, in order, from {wanted[0]} to {wanted[-1]}; {what}.")
    for number, scene in enumerate(answer.scenes, 1):
        if not scene.elements:
            wrong.append(f"Scene {number} holds no piece; leave it out.")
        if scene.time.upper().strip() not in TIMES:
            wrong.append(f"Scene {number}: time is {scene.time!r}; choose one of {', '.join(TIMES)}.")
        if not set(words_of(scene.place)) & {*named, *OPEN}:
            places = sorted({piece.place for piece in pieces if piece.place})
            wrong.append(f"Scene {number}: the story has no place {scene.place!r}; use its words, such as {places or ['the open']}.")
        for element in scene.elements:
            known = [by_id[i] for i in element.pieces if i in by_id]
            mixed = [piece.id for piece in known if piece.quoted != (element.kind == "dialogue")]
            if mixed:
                wrong.append(f"Pieces {mixed}: quoted pieces are dialogue, and only they are.")
            if element.kind == "dialogue" and element.who not in people and element.who != "A VOICE":
                wrong.append(f"{element.who!r} is not in the story; the people are {list(people)}, else 'A VOICE'.")
            telling = [piece.id for piece in known if not _may_only_attribute(piece, by_id)]
            if element.kind == "attribution" and telling:
                wrong.append(f"Pieces {telling} tell more than who speaks: make them narration or action.")
    return wrong


def _may_only_attribute(piece: Piece, by_id: Mapping[int, Piece]) -> bool:
    """Short words beside a quotation: ``she said, smiling``. Anything longer is told, or its words would be lost."""
    beside = any(near in by_id and by_id[near].quoted for near in (piece.id - 1, piece.id + 1))
    return bool(piece.hint) or (beside and len(piece.text.split()) <= ATTRIBUTION_WORDS)


def _heading_of(scene: AdaptedScene) -> Heading:
    place, time = scene.place.upper().strip(), scene.time.upper().strip()
    return Heading(text=f"{scene.setting}. {place} - {time}", setting=scene.setting, place=place, time=time)


def _scene(
    number: int, head: AdaptedScene, elements: Sequence[AdaptedElement], text: dict[int, str], language: str
) -> ScreenplayScene:
    this = scene_id("ep01", number)
    made: list[Action | Dialogue] = []
    for element in elements:
        words = " ".join(text[i] for i in element.pieces)
        if element.kind == "attribution":
            continue
        item_id = f"{this}/ln{10 * (len(made) + 1):04d}"
        if element.kind == "action" and words[:1].islower() and made and isinstance(made[-1], Dialogue):
            made[-1] = made[-1].model_copy(update={"parentheticals": (*made[-1].parentheticals, words.rstrip("."))})
            continue
        if element.kind == "action":
            made.append(Action(id=item_id, text=words))
            continue
        told = element.kind == "narration"
        made.append(
            Dialogue(
                id=item_id,
                character="NARRATOR" if told else element.who.upper(),
                extension="V.O." if told else "",
                text={language: words},
                language=language,
            )
        )
    return ScreenplayScene(id=this, heading=_heading_of(head), elements=tuple(made))
