"""The page in docs/: what stands between its markers is written anew, the words around it are kept."""

import os

BEGIN = "<!-- figures: written by Tests/Benchmarks/run -->\n"
END = "<!-- end of figures -->\n"


def write(folder, figures, picture):
    path = os.path.join(folder, "performance.md")
    with open(path, encoding="utf-8") as file:
        text = file.read()
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise SystemExit(f"{path} has lost its markers")
    with open(path, "w", encoding="utf-8") as file:
        file.write(f"{before}{BEGIN}\n{figures}\n\n{END}{after}")
    if picture:
        with open(os.path.join(folder, "performance.svg"), "w", encoding="utf-8") as file:
            file.write(picture)
