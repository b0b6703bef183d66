"""The house scorers' school: pictures of our own stage, and the small models that learn from them.

    draws      what is photographed: worlds of places, light, people and framings, drawn from a seed
    captions   what is true of a picture, in many wordings
    pictures   whole frames with boxes and landmarks of every face;  portraits  single heads, aligned
    tokens     a small tokenizer;  eye  the CLIP model;  detector  and  recogniser  of faces
    marks      held-out figures: layouts, seeds, people and wordings that were never trained on
"""
