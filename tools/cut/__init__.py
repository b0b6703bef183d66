"""The cut: encode and decode, cards, grade, assembly, mix, subtitles, the timeline and the finished MP4."""
