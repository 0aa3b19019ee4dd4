"""`python -m pages.shared.lessons FILE`: whether a lesson file is right, and its texts with their numbers."""

from __future__ import annotations

import sys
from pathlib import Path

from pages.shared.lessons import markup, measured
from pages.shared.lessons.lesson import Lesson
from pages.shared.lessons.reading import LessonError, read


def _print(lesson: Lesson) -> None:
    for step in lesson.steps:
        for code in lesson.languages:
            told = measured.told(lesson, step, code)
            print(f"\n[{step.name}] {step.kind} ({code}) {step.moment.address if step.moment else ''}")
            print(markup.plain(told["text"]))
            if told["hint"]:
                print(f"  hint: {markup.plain(told['hint'])}")
            if found := told["predicted"]:
                print(f"  {found['ask']}: {found['said']}")
                for option in found["options"]:
                    right = "*" if option["right"] else " "
                    print(f"  {right} {markup.plain(option['text'])}  -> {markup.plain(option['say'])}")
            for blank in told["blanks"]:
                print(f"  {markup.plain(blank['before'])} [{blank['said']}] {markup.plain(blank['after'])}")


def main() -> int:
    """Check the file that the command line names."""
    file = Path(sys.argv[1])
    try:
        lesson = read(file.read_bytes(), file.stem, file.name)
    except LessonError as error:
        for fault in error.faults:
            print(fault.sentence(file.name))
        return 1
    _print(lesson)
    return 0


if __name__ == "__main__":
    sys.exit(main())
