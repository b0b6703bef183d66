"""Tiny models with random weights, in the formats of the real ones, made in seconds without a network.

They prove that files load, calls fit and results repeat; what they draw, see or hear means nothing.
Every maker writes into a folder and returns what the product is given: a path.
"""

from __future__ import annotations

import json
from pathlib import Path

from tools.torch_repair import ensure_torchvision

SEED = 7
WHISPER_TEXT_IDS = 256
TIMESTAMPS = 1501
MIDDLE_CELL = 55
"""Of a 320 x 320 picture in steps of 32: the fifth of ten in the sixth row."""


def _torch():
    """torch on one thread with its seed set, so that every maker's weights are the same in every session."""
    ensure_torchvision()
    import torch

    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    return torch


def clip_tokenizer(limit: int = 77):
    """Byte-level CLIP tokenizer without merges: every letter is a token."""
    from tokenizers import pre_tokenizers
    from transformers import CLIPTokenizer

    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    words = ["<|startoftext|>", "<|endoftext|>", *alphabet, *(letter + "</w>" for letter in alphabet)]
    return CLIPTokenizer(vocab={word: i for i, word in enumerate(words)}, merges=[], model_max_length=limit)


def _text_encoder(projection: bool = False, hidden: int = 32):
    from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

    config = CLIPTextConfig(
        hidden_size=hidden, intermediate_size=37, num_attention_heads=4, num_hidden_layers=2, vocab_size=514,
        bos_token_id=0, eos_token_id=1, pad_token_id=1, projection_dim=32, hidden_act="gelu",
    )  # fmt: skip
    return (CLIPTextModelWithProjection if projection else CLIPTextModel)(config).eval()


def _vae():
    """Halves three times, as the real ones do: attention over larger latents would take minutes."""
    from diffusers import AutoencoderKL

    return AutoencoderKL(
        block_out_channels=[8, 8, 16, 16], in_channels=3, out_channels=3, latent_channels=4, norm_num_groups=8,
        down_block_types=["DownEncoderBlock2D"] * 4, up_block_types=["UpDecoderBlock2D"] * 4,
    )  # fmt: skip


def sdxl(folder: Path) -> Path:
    """A StableDiffusionXLPipeline folder."""
    _torch()
    from diffusers import EulerDiscreteScheduler, StableDiffusionXLPipeline, UNet2DConditionModel

    unet = UNet2DConditionModel(
        block_out_channels=(32, 64), layers_per_block=1, sample_size=32, in_channels=4, out_channels=4,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"), up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        attention_head_dim=(2, 4), use_linear_projection=True, addition_embed_type="text_time",
        addition_time_embed_dim=8, transformer_layers_per_block=(1, 2), projection_class_embeddings_input_dim=80,
        cross_attention_dim=64,
    )  # fmt: skip
    StableDiffusionXLPipeline(
        unet=unet, vae=_vae(), text_encoder=_text_encoder(), text_encoder_2=_text_encoder(projection=True),
        tokenizer=clip_tokenizer(), tokenizer_2=clip_tokenizer(),
        scheduler=EulerDiscreteScheduler(beta_schedule="scaled_linear", timestep_spacing="leading"),
        add_watermarker=False,
    ).save_pretrained(folder, safe_serialization=True)  # fmt: skip
    return folder


def sd(folder: Path) -> Path:
    """A StableDiffusionPipeline folder."""
    _torch()
    from diffusers import DDIMScheduler, StableDiffusionPipeline, UNet2DConditionModel

    unet = UNet2DConditionModel(
        block_out_channels=(32, 64), layers_per_block=1, sample_size=32, in_channels=4, out_channels=4,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"), up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        cross_attention_dim=32,
    )  # fmt: skip
    StableDiffusionPipeline(
        unet=unet, vae=_vae(), text_encoder=_text_encoder(), tokenizer=clip_tokenizer(),
        scheduler=DDIMScheduler(
            beta_schedule="scaled_linear", clip_sample=False, set_alpha_to_one=False, steps_offset=1
        ),
        safety_checker=None, feature_extractor=None, requires_safety_checker=False,
    ).save_pretrained(folder, safe_serialization=True)  # fmt: skip
    return folder


def svd(folder: Path) -> Path:
    """A StableVideoDiffusionPipeline folder. Its image encoder sees 224 pixels, as the pipeline always sends."""
    _torch()
    from diffusers import (
        AutoencoderKLTemporalDecoder,
        EulerDiscreteScheduler,
        StableVideoDiffusionPipeline,
        UNetSpatioTemporalConditionModel,
    )
    from transformers import CLIPImageProcessor, CLIPVisionConfig, CLIPVisionModelWithProjection

    unet = UNetSpatioTemporalConditionModel(
        block_out_channels=(32, 64), layers_per_block=2, sample_size=32, in_channels=8, out_channels=4,
        down_block_types=("CrossAttnDownBlockSpatioTemporal", "DownBlockSpatioTemporal"),
        up_block_types=("UpBlockSpatioTemporal", "CrossAttnUpBlockSpatioTemporal"),
        cross_attention_dim=32, num_attention_heads=8, projection_class_embeddings_input_dim=96,
        addition_time_embed_dim=32,
    )  # fmt: skip
    vae = AutoencoderKLTemporalDecoder(
        block_out_channels=[32] * 4, in_channels=3, out_channels=3, latent_channels=4,
        down_block_types=["DownEncoderBlock2D"] * 4,
    )  # fmt: skip
    vision = CLIPVisionModelWithProjection(
        CLIPVisionConfig(
            hidden_size=32,
            projection_dim=32,
            num_hidden_layers=2,
            num_attention_heads=4,
            image_size=224,
            intermediate_size=37,
            patch_size=32,
        )
    )
    scheduler = EulerDiscreteScheduler(
        beta_schedule="scaled_linear", interpolation_type="linear", prediction_type="v_prediction",
        use_karras_sigmas=True, sigma_min=0.002, sigma_max=700.0, timestep_type="continuous",
        timestep_spacing="leading", steps_offset=1,
    )  # fmt: skip
    StableVideoDiffusionPipeline(
        unet=unet, vae=vae, image_encoder=vision.eval(), scheduler=scheduler,
        feature_extractor=CLIPImageProcessor(crop_size={"height": 224, "width": 224}, size={"shortest_edge": 224}),
    ).save_pretrained(folder, safe_serialization=True)  # fmt: skip
    return folder


def animatediff(folder: Path) -> Path:
    """An AnimateDiffPipeline folder."""
    _torch()
    from diffusers import AnimateDiffPipeline, DDIMScheduler, MotionAdapter, UNet2DConditionModel

    unet = UNet2DConditionModel(
        block_out_channels=(32, 64), layers_per_block=2, sample_size=8, in_channels=4, out_channels=4,
        down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"), up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        cross_attention_dim=32, norm_num_groups=2,
    )  # fmt: skip
    motion = MotionAdapter(
        block_out_channels=(32, 64), motion_layers_per_block=2, motion_norm_num_groups=2, motion_num_attention_heads=4
    )
    AnimateDiffPipeline(
        unet=unet, vae=_vae(), text_encoder=_text_encoder(), tokenizer=clip_tokenizer(), motion_adapter=motion,
        scheduler=DDIMScheduler(beta_schedule="linear", clip_sample=False),
    ).save_pretrained(folder, safe_serialization=True)  # fmt: skip
    return folder


def open_clip_folder(folder: Path) -> Path:
    """An open_clip model in its local-dir form, 64 pixels, with the tokenizer that ships with open_clip."""
    torch = _torch()
    import open_clip
    from safetensors.torch import save_file

    config = {
        "embed_dim": 32,
        "vision_cfg": {"image_size": 64, "layers": 2, "width": 64, "head_width": 32, "patch_size": 16},
        "text_cfg": {"context_length": 32, "vocab_size": 49408, "width": 32, "heads": 2, "layers": 1},
    }
    folder.mkdir(parents=True, exist_ok=True)
    name = "tiny-clip-of-tests"
    registered = folder / f"{name}.json"
    registered.write_text(json.dumps(config))
    open_clip.add_model_config(registered)
    torch.manual_seed(SEED)
    model = open_clip.create_model(name)
    registered.unlink()
    preprocess = {
        "mean": [0.48145466, 0.4578275, 0.40821073],
        "std": [0.26862954, 0.26130258, 0.27577711],
        "interpolation": "bicubic",
        "resize_mode": "shortest",
    }
    settings = {"model_cfg": config, "preprocess_cfg": preprocess}
    (folder / "open_clip_config.json").write_text(json.dumps(settings))
    save_file({k: v.contiguous() for k, v in model.state_dict().items()}, folder / "open_clip_model.safetensors")
    return folder


def face_pack(folder: Path) -> Path:
    """An insightface pack: a SCRFD-shaped detector that finds one face in the middle, an ArcFace-shaped recogniser.

    The detector fires at the cell in the middle of the stride-32 map when that cell is skin-bright, so that a
    dark picture holds no face.
    """
    torch = _torch()
    folder.mkdir(parents=True, exist_ok=True)

    class Detector(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.register_buffer("sides", torch.full((1, 4), 2.0))
            self.register_buffer("five", torch.tensor([[-0.9, -0.7, 0.9, -0.7, 0.0, 0.1, -0.7, 0.9, 0.7, 0.9]]))

        def forward(self, x):
            scores, boxes, points = [], [], []
            for stride in (8, 16, 32):
                cells = torch.nn.functional.avg_pool2d(x.mean(1, keepdim=True), stride)
                ramp_y = torch.cumsum(torch.ones_like(cells), 2)
                ramp_x = torch.cumsum(torch.ones_like(cells), 3)
                middle = (ramp_y == 5) & (ramp_x == 5) & (cells > -0.5)
                hit = middle.float() * (0.9 if stride == 32 else 0.0)
                score = torch.cat([hit.reshape(-1, 1), hit.reshape(-1, 1) * 0], 1).reshape(-1, 1)
                scores.append(score)
                boxes.append(score * 0 + self.sides)
                points.append(score * 0 + self.five)
            return (*scores, *boxes, *points)

    names = [f"{kind}_{stride}" for kind in ("score", "bbox", "kps") for stride in (8, 16, 32)]
    torch.onnx.export(
        Detector().eval(), (torch.zeros(1, 3, 320, 320),), str(folder / "det.onnx"), input_names=["input"],
        output_names=names, dynamic_axes={"input": {2: "h", 3: "w"}, **{name: {0: f"n_{name}"} for name in names}},
        dynamo=False, opset_version=17,
    )  # fmt: skip
    torch.manual_seed(SEED)
    recogniser = torch.nn.Sequential(
        torch.nn.AvgPool2d(8), torch.nn.Flatten(), torch.nn.Linear(3 * 14 * 14, 64, bias=False)
    ).eval()
    torch.onnx.export(
        recogniser, (torch.zeros(1, 3, 112, 112),), str(folder / "rec.onnx"), input_names=["input"],
        output_names=["embedding"], dynamic_axes={"input": {0: "n"}, "embedding": {0: "n"}}, dynamo=False,
        opset_version=17,
    )  # fmt: skip
    return folder


def whisper(folder: Path) -> Path:
    """A CTranslate2 Whisper folder: two layers of 64, byte tokens, English only. It hears nonsense, always the same."""
    _torch()
    from ctranslate2.converters import TransformersConverter
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers
    from transformers import GenerationConfig, PreTrainedTokenizerFast, WhisperConfig, WhisperForConditionalGeneration
    from transformers.models.whisper.tokenization_whisper import LANGUAGES

    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    inner = Tokenizer(models.BPE(vocab={letter: i for i, letter in enumerate(alphabet)}, merges=[]))
    inner.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    inner.decoder = decoders.ByteLevel()
    languages = [f"<|{tag}|>" for tag in list(LANGUAGES)[:99]]
    special = [
        "<|endoftext|>", "<|startoftranscript|>", *languages, "<|translate|>", "<|transcribe|>", "<|startoflm|>",
        "<|startofprev|>", "<|nospeech|>", "<|notimestamps|>",
        *(f"<|{i * 0.02:.2f}|>" for i in range(TIMESTAMPS)),
    ]  # fmt: skip
    inner.add_special_tokens([AddedToken(token, special=True) for token in special])
    source = folder.with_name(folder.name + "-transformers")
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=inner, eos_token="<|endoftext|>")
    ids = {token: inner.token_to_id(token) for token in special}
    size = inner.get_vocab_size()
    model = WhisperForConditionalGeneration(
        WhisperConfig(
            vocab_size=size,
            d_model=64,
            encoder_layers=2,
            decoder_layers=2,
            encoder_attention_heads=2,
            decoder_attention_heads=2,
            encoder_ffn_dim=128,
            decoder_ffn_dim=128,
            num_mel_bins=80,
            pad_token_id=ids["<|endoftext|>"],
            bos_token_id=ids["<|endoftext|>"],
            eos_token_id=ids["<|endoftext|>"],
            decoder_start_token_id=ids["<|startoftranscript|>"],
            suppress_tokens=None,
            begin_suppress_tokens=None,
        )
    )
    model.generation_config = GenerationConfig(
        alignment_heads=[[1, 0]], lang_to_id={tag: ids[tag] for tag in languages},
        task_to_id={"transcribe": ids["<|transcribe|>"], "translate": ids["<|translate|>"]},
        no_timestamps_token_id=ids["<|notimestamps|>"], is_multilingual=False, suppress_tokens=None,
        begin_suppress_tokens=None, decoder_start_token_id=ids["<|startoftranscript|>"],
        eos_token_id=ids["<|endoftext|>"], pad_token_id=ids["<|endoftext|>"],
    )  # fmt: skip
    model.save_pretrained(source)
    tokenizer.save_pretrained(source)
    (source / "preprocessor_config.json").write_text(
        json.dumps({"feature_size": 80, "sampling_rate": 16000, "hop_length": 160, "n_fft": 400, "chunk_length": 30})
    )
    TransformersConverter(str(source), copy_files=["tokenizer.json", "preprocessor_config.json"]).convert(
        str(folder), quantization="int8", force=True
    )
    return folder


def opencv_faces(folder: Path) -> Path:
    """YuNet- and SFace-shaped models: one face around the cell in the middle where it is bright, none in the dark.

    Like YuNet the detector scores by class and by object, and gives the middle, the logarithm of the size and five
    points in strides of 8, 16 and 32. The files' names say nothing, as a user's may not.
    """
    torch = _torch()
    folder.mkdir(parents=True, exist_ok=True)

    class Detector(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.register_buffer("box", torch.tensor([[[0.5, 0.5, 1.4, 1.4]]]))
            self.register_buffer("five", torch.tensor([[[-0.3, -0.2, 1.3, -0.2, 0.5, 0.6, -0.1, 1.4, 1.1, 1.4]]]))

        def forward(self, x):
            outs = {kind: [] for kind in ("cls", "obj", "bbox", "kps")}
            for stride in (8, 16, 32):
                cells = torch.nn.functional.avg_pool2d(x.mean(1, keepdim=True), stride).reshape(1, -1, 1)
                order = torch.cumsum(torch.ones_like(cells), 1)
                bright = torch.clamp((cells - 60) / 20, 0, 1)
                hit = bright * (order == MIDDLE_CELL).float() * (0.9 if stride == 32 else 0.0)
                outs["cls"].append(hit)
                outs["obj"].append(hit)
                outs["bbox"].append(hit * 0 + self.box)
                outs["kps"].append(hit * 0 + self.five)
            return tuple(out for kind in ("cls", "obj", "bbox", "kps") for out in outs[kind])

    names = [f"{kind}_{stride}" for kind in ("cls", "obj", "bbox", "kps") for stride in (8, 16, 32)]
    torch.onnx.export(
        Detector().eval(), (torch.zeros(1, 3, 320, 320),), str(folder / "a.onnx"), input_names=["input"],
        output_names=names, dynamo=False, opset_version=17,
    )  # fmt: skip
    torch.manual_seed(SEED)
    recogniser = torch.nn.Sequential(
        torch.nn.AvgPool2d(8), torch.nn.Flatten(), torch.nn.Linear(3 * 14 * 14, 64, bias=False)
    ).eval()
    torch.onnx.export(
        recogniser, (torch.zeros(1, 3, 112, 112),), str(folder / "b.onnx"), input_names=["data"], output_names=["fc1"],
        dynamo=False, opset_version=17,
    )  # fmt: skip
    return folder
