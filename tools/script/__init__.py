"""Scripts in: Fountain, Final Draft, JSON and storyboards to a Screenplay or a Series, prose to a Story.

``read_all`` is the whole answer, ``read_script`` and ``read_scripts`` its script alone; ``read_bible``
reads the user's own cast.yaml. Everything wrong with a file is a ScriptError (a bible: ConfigError).
"""

from tools.script.bible_file import read_bible
from tools.script.reader import read_all, read_script, read_scripts
from tools.script.reading import ScriptReading

__all__ = ["ScriptReading", "read_all", "read_bible", "read_script", "read_scripts"]
