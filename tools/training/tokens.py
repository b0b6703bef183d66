"""A small tokenizer for free wording: byte pairs learned from our captions, bytes for whatever else people write.

The end token has the highest number: open_clip finds the end of a text by it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from film.styles import Style
from tools.training.captions import caption, worn
from tools.training.draws import world_plans

VOCABULARY = 1536
CONTEXT = 72
"""Tokens of a text at most, marks included; a whole statement of a shot with two people has about 60."""
_WORLDS = 400
START, PAD, END = "<start>", "<pad>", "<end>"


def learn_tokens(folder: Path, styles: Sequence[Style] = ()) -> int:
    """Write the tokenizer's files into ``folder``; returns the size of its vocabulary."""
    from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
    from transformers import PreTrainedTokenizerFast

    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY, special_tokens=[PAD, START], initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )  # fmt: skip
    tokenizer.train_from_iterator(_texts(styles), trainer)
    tokenizer.add_special_tokens([END])
    ends = [(mark, tokenizer.token_to_id(mark)) for mark in (START, END)]
    tokenizer.post_processor = processors.TemplateProcessing(single=f"{START} $A {END}", special_tokens=ends)
    whole = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, bos_token=START, eos_token=END, pad_token=PAD, model_max_length=CONTEXT
    )
    folder.mkdir(parents=True, exist_ok=True)
    whole.save_pretrained(str(folder))
    return len(whole)


def _texts(styles: Sequence[Style]) -> Iterator[str]:
    for number in range(_WORLDS):
        for plan in world_plans("train", number, styles):
            draw = random.Random(f"tokens|{plan.shot_id}")
            yield caption(plan, draw, "train")
            yield from (worn(member, draw) for member in plan.cast)
