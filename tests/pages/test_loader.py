"""The loader of JavaScript: modules as one script, and what it refuses, by file and line. Node judges."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pages.shared.browser.loader import bundle, dressed, inline
from pages.shared.browser.modules import LoadError
from pages.shared.browser.scanner import UnfinishedError, scan

SHARED = Path(__file__).parents[2] / "pages" / "shared"
NODE = Path(sys.executable).with_name("node")
ROOMS = ("player", "stepper", "lab", "address", "connection", "language", "screen")
ENTRIES = [
    *(f"{room}/{room}.js" for room in ROOMS),
    "glossary/cards.js",
    "glossary/page.js",
    "start/start.js",
    *(f"lessons/{name}.js" for name in ("lessons", "list", "class", "builder", "collecting")),
    "compare/compare.js",
    "compare/pinning.js",
]


def written(folder: Path, sources: dict[str, str]) -> Path:
    """A folder with these files."""
    for name, source in sources.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, encoding="utf-8")
    return folder


def printed(script: str) -> str:
    """What Node prints when it runs a module."""
    done = subprocess.run(
        [NODE, "--input-type=module"], input=script, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def default_of(folder: Path, entry: str = "main.js") -> object:
    """What the script of an entry exports."""
    (folder / "bundle.mjs").write_text(bundle(entry, folder), encoding="utf-8")
    return imported(folder / "bundle.mjs")


def imported(path: Path) -> object:
    """The default export of a module that Node loads itself."""
    return json.loads(printed(f'console.log(JSON.stringify((await import("{path.as_uri()}")).default));'))


def test_every_form_that_is_read_means_what_it_means_to_node(tmp_path: Path) -> None:
    """The same folder as modules and as one script."""
    written(tmp_path, {
        "package.json": '{"type": "module"}',
        "main.js": """
            import { add, Counter as Own, } from "./deep/one.js"; // a comment
            import {
              /* } from "./nowhere.js" */ LIMIT,
              later,
              $odd, numbers,
            } from './deep/two.js';

            const made = new Own();
            export default [add(1, 2), made.next(), made.next(), LIMIT.most, await_(), [...numbers()], $odd];
            function await_() { return later.name; }
        """,
        "deep/one.js": """
            import { LIMIT } from "./two.js";

            export function add(a, b) { return a + b + LIMIT.most; }
            export class Counter extends Object {
              #count = 0;
              next() { return (this.#count += 1); }
            }
        """,
        "deep/two.js": """
            export const LIMIT = { most: 4, all: [1, 2] };
            export const $odd = [1, 2].map((a, b) => a + b);
            export async function later() {}
            export function* numbers() { yield 1; yield 2; }
        """,
    })  # fmt: skip
    assert imported(tmp_path / "main.js") == [7, 1, 2, 4, "later", [1, 2], [1, 3]]
    assert default_of(tmp_path) == [7, 1, 2, 4, "later", [1, 2], [1, 3]]


@pytest.mark.parametrize(
    "default",
    [
        "export default 3;", "export default three();\nfunction three() { return 3; }",
        "const three = 3;\nexport default three;", "export default (\n  1 + 2\n);",
    ],
)  # fmt: skip
def test_a_default_export_is_the_scripts_own(tmp_path: Path, default: str) -> None:
    assert default_of(written(tmp_path, {"main.js": default})) == 3


def test_functions_and_classes_are_default_exports_with_a_name_and_without(tmp_path: Path) -> None:
    forms = ["function () {}", "function named() {}", "async function () {}", "class {}", "class Named {}",
             "class extends Array {}", "function* () {}"]  # fmt: skip
    for i, form in enumerate(forms):
        root = written(tmp_path, {"main.js": f"export default {form}"})
        written(root, {f"{i}.mjs": bundle("main.js", root)})
    paths = json.dumps([(tmp_path / f"{i}.mjs").as_uri() for i in range(len(forms))])
    kinds = printed(f"for (const path of {paths}) console.log(typeof (await import(path)).default);")
    assert kinds.split() == ["function"] * len(forms)


def test_modules_keep_names_that_are_alike_to_themselves(tmp_path: Path) -> None:
    root = written(tmp_path, {
        "main.js": 'import { one } from "./one.js";\nimport { two } from "./two.js";\n'
                   'const own = "main";\nexport default [one(), two(), own];',
        "one.js": 'const own = "one";\nfunction f() { return own; }\nexport function one() { return f(); }',
        "two.js": 'const own = "two";\nfunction f() { return own; }\nexport function two() { return f(); }',
    })  # fmt: skip
    assert default_of(root) == ["one", "two", "main"]


def test_modules_are_strict_and_their_this_is_undefined(tmp_path: Path) -> None:
    root = written(tmp_path, {
        "main.js": "const mine = typeof this;\nfunction called() { return this === undefined; }\n"
                   "export default [mine, called()];",
    })  # fmt: skip
    assert default_of(root) == ["undefined", True]


def test_what_is_imported_runs_before_and_once(tmp_path: Path) -> None:
    """A diamond: main -> left, right -> base."""
    log = "globalThis.log.push"
    root = written(tmp_path, {
        "main.js": 'import { left } from "./left.js";\nimport { right } from "./right.js";\n'
                   f'{log}("main");\nexport default [left, right, globalThis.log];',
        "left.js": f'import {{ base }} from "./base.js";\n{log}("left");\nexport const left = base + 1;',
        "right.js": f'import {{ base }} from "./base.js";\n{log}("right");\nexport const right = base + 2;',
        "base.js": 'globalThis.log = ["base"];\nexport const base = 10;',
    })  # fmt: skip
    assert default_of(root) == [11, 12, ["base", "left", "right", "main"]]


LOOKALIKES = r"""// import { a } from "./a.js"; it's
/*
import { b } from "./b.js";
export const nothing = 1;
*/
const text = 'export const c = "1"; \
import { d } from "./d.js";';
const template = `
import { e } from "./e.js";
${["export", `
export default ${{ a: "}`" }.a};
`].join()}
export let f \` \${`;
const patterns = [/import "x"/g, /[/"'`]export/, /\/import`/].map((one) => one.source);
const divided = 4 / 2 / 1 + patterns.length / 3 + { a: 8 }.a / 2 / 1;
let count = 4;
const halved = count++ / 2 + [6][0] / 3 + (6) / 2; // '
const x = { imported: 1, $import: 2, exports: 3 };
export default [text, template, patterns, divided, halved, important(), x];
function important() { return /"/.test('"') ? `"` : '`'; }
"""


def test_what_looks_like_imports_and_exports_in_text_is_left_alone(tmp_path: Path) -> None:
    root = written(tmp_path, {"main.js": LOOKALIKES, "package.json": '{"type": "module"}'})
    assert default_of(root) == imported(root / "main.js")


COMMENTED = r"""// at the top
const a = 1; // behind code
/**
 * over several lines
 */
const/**/b = /* within */ 2;
function asi() {
  return /* a line's end
  is one here too */ 3;
}
  // indented
const kept = ["// kept", `/* kept
// too */`, /\/\*/.source];

export default [a, b, asi(), kept];
// at last"""


def test_comments_are_left_out_and_mean_nothing(tmp_path: Path) -> None:
    root = written(tmp_path, {"main.js": COMMENTED, "package.json": '{"type": "module"}'})
    assert imported(root / "main.js") == [1, 2, None, ["// kept", "/* kept\n// too */", r"\/\*"]]
    assert default_of(root) == imported(root / "main.js")
    script = bundle("main.js", root)
    assert not [
        word for word in ("top", "behind", "several", "within", "here", "indented", "last") if word in script
    ]


def test_what_is_no_code_is_blanked_in_its_place() -> None:
    source = "a = \"b\" + 'c' + `d ${ e + `f` } g` + /h[/]i/ /* j\nk */ // l\nm / n / o"
    blanked = "a = \" \" + ' ' + `   { e + ` ` }  ` + /     /     \n         \nm / n / o"
    assert scan(source).code == blanked


@pytest.mark.parametrize(
    "source", ['a = "b\n";', "a = 'b", "a = `b ${c} ", "/* a", "a = /b\n/", "a = `${`b`"]
)
def test_what_has_no_end_is_no_code(source: str) -> None:
    with pytest.raises(UnfinishedError):
        scan(source)


GOOD = "export const a = 1;\nexport default 1;\n"
REFUSED = {
    "a default import": ('import a from "./other.js";', "no form"),
    "a default import by name": ('import { default as a } from "./other.js";', "exports no default"),
    "a whole module": ('import * as a from "./other.js";', "no form"),
    "an import for its effects": ('import "./other.js";', "no form"),
    "an import of nothing with a name": ('import { "a" as b } from "./other.js";', "no form"),
    "an import with attributes": ('import { a } from "./other.js" with { type: "json" };', "no form"),
    "an import behind another": ('import { a } from "./a.js"; import { b } from "./b.js";', "no form"),
    "a bare specifier": ('import { a } from "other";', "no relative path"),
    "an absolute path": ('import { a } from "/other.js";', "no relative path"),
    "a path outside": ('import { a } from "../../other.js";', "outside"),
    "a file that is not there": ('import { a } from "./another.js";', "no file room/another.js"),
    "a folder": ('import { a } from "./folder";', "no file room/folder"),
    "a name that is not exported": ('import { a, b } from "./other.js";', "other.js exports no b"),
    "a name that is imported twice": ('import { a, a } from "./other.js";', "a is imported twice"),
    "an import in a function": ("const a = () => import('./other.js');", "no form"),
    "an import at the top": ('await import("./other.js");', "no form"),
    "import.meta": ("const a = import.meta.url;", "no form"),
    "an import behind code": ('const b = 1;\nimport { a } from "./other.js";', "before all other code", 4),
    "an exported let": ("export let b = 1;", "no form"),
    "an exported var": ("export var b = 1;", "no form"),
    "two names in one const": ("export const b = [1, 2], c = 3;", "one name"),
    "a destructured const": ("export const { b } = { b: 1 };", "no form"),
    "an export of names": ("const b = 1;\nexport { b };", "no form", 4),
    "an export of another's": ('export { a } from "./other.js";', "no form"),
    "an export of all": ('export * from "./other.js";', "no form"),
    "an export in a block": ("if (1) { export const b = 1; }", "no form"),
    "an export twice": ("export const b = 1;\nexport function b() {}", "b is exported twice", 4),
    "two defaults": ("export default 1;\nexport default 2;", "default is exported twice", 4),
    "a function without a name": ("export function () {}", "no form"),
    "a string without an end": ('const b = "1;', "string without an end"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_refused_is(what: str, tmp_path: Path) -> None:
    """By file and line, whatever the entry is that leads there."""
    source, why, line = (*REFUSED[what], 3)[:3]
    written(tmp_path, {
        "main.js": 'import { needed } from "./room/needed.js";\nexport default needed;',
        "room/needed.js": f"// A module.\n\n{source}\nexport const needed = 1;\n",
        "room/other.js": GOOD, "room/folder/other.js": GOOD,
    })  # fmt: skip
    with pytest.raises(LoadError) as refused:
        bundle("main.js", tmp_path)
    assert str(refused.value).startswith(f"room/needed.js:{line}: ")
    assert why in str(refused.value)


def test_a_circle_is_refused_with_its_way(tmp_path: Path) -> None:
    root = written(tmp_path, {
        "main.js": 'import { a } from "./a.js";\nexport default a;',
        "a.js": 'import { b } from "./room/b.js";\nexport const a = 1;',
        "room/b.js": '\nimport { c } from "./c.js";\nexport const b = 1;',
        "room/c.js": '// c\n\nimport { a } from "../a.js";\nexport const c = 1;',
    })  # fmt: skip
    with pytest.raises(LoadError, match=r"^room/c.js:3: a circle: a.js -> room/b.js -> room/c.js -> a.js$"):
        bundle("main.js", root)


def test_a_module_that_imports_itself_is_a_circle(tmp_path: Path) -> None:
    root = written(tmp_path, {"main.js": 'import { a } from "./main.js";\nexport const a = 1;'})
    with pytest.raises(LoadError, match=r"^main.js:1: a circle: main.js -> main.js$"):
        bundle("main.js", root)


def test_an_entry_needs_a_default_export(tmp_path: Path) -> None:
    root = written(tmp_path, {"main.js": "export const a = 1;"})
    with pytest.raises(LoadError, match=r"^main.js:1: an entry needs a default export"):
        bundle("main.js", root)
    with pytest.raises(FileNotFoundError):
        bundle("other.js", root)


def test_statements_have_all_that_their_entries_export_in_scope(tmp_path: Path) -> None:
    root = written(tmp_path, {
        "one.js": 'import { hidden } from "./hidden.js";\nexport const one = hidden + 1;\nexport default 7;',
        "two.js": 'import { one } from "./one.js";\nexport function two() { return one + 1; }',
        "hidden.js": "export const hidden = 0;",
        "again.js": "export const one = 1;",
    })  # fmt: skip
    script = f"{inline('two.js', 'one.js', root=root)} console.log(one, two(), typeof hidden);"
    assert printed(f"(() => {{ {script} }})()").split() == ["1", "2", "undefined"]
    with pytest.raises(LoadError, match=r"one is exported by one\.js too"):
        inline("one.js", "again.js", root=root)


def test_every_component_loads_as_one_script(tmp_path: Path) -> None:
    for entry in ENTRIES:
        written(tmp_path, {f"{entry.replace('/', '_')}.mjs": bundle(entry)})
    paths = json.dumps([path.as_uri() for path in tmp_path.glob("*.mjs")])
    kinds = printed(f"for (const path of {paths}) console.log(typeof (await import(path)).default);")
    assert kinds.split() == ["function"] * len(ENTRIES)


def test_every_file_is_a_module_that_node_loads_as_it_is(tmp_path: Path) -> None:
    sources = {path.relative_to(SHARED).as_posix(): path.read_text("utf-8") for path in SHARED.rglob("*.js")}
    written(tmp_path, {**sources, "package.json": '{"type": "module"}'})
    paths = json.dumps([(tmp_path / name).as_uri() for name in sources])
    loaded = printed(f"for (const path of {paths}) console.log(Object.keys(await import(path)).length > 0);")
    assert loaded.split() == ["true"] * len(sources)


def test_no_script_is_left_out_of_every_component() -> None:
    named = {line.removeprefix("// ") for entry in ENTRIES for line in dressed(entry, "", "").splitlines()}
    assert {path.relative_to(SHARED).as_posix() for path in SHARED.rglob("*.js")} <= named | {
        "browser/stub.js"
    }
