"""Journeys on the Step through page: forwards and back through a step, why it is small, a change, a check."""

from __future__ import annotations

from itertools import combinations
from urllib.parse import parse_qsl

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from mlp_core import PRESETS, Experiment, Trainer
from mlp_core.analysis.diagnostics import shrinking
from mlp_core.analysis.paths import Chain, share, strongest, weakest
from mlp_core.analysis.probe import Probe
from mlp_core.nn.norms import norm
from pages.shared.numbers import significant
from pages.shared.theme import PALETTES
from tests.browser.step_page import MAZUR, StepPage, calculated
from tests.browser.train_page import TrainPage

SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


@pytest.fixture
def mazur(page: Page, server: str) -> StepPage:
    step = StepPage(page, server).open(MAZUR)
    step.at(0, 0)
    step.digits(9)
    return step


@pytest.fixture
def tutorial(page: Page, server: str) -> StepPage:
    step = StepPage(page, server).open()
    step.at(0, 0)
    return step


def test_mazurs_step_forward_and_back_with_the_published_numbers(mazur: StepPage) -> None:
    """The numbers that the source prints, one operation after another, in both directions; what those on the
    edges are; and the loss, at the end of the step before it and after.
    """
    seen, edges = {}, mazur.root.locator(".st-edges")
    expect(edges).to_have_text("Numbers on edges: the weights W")
    on_edges = {
        1: "a·W, what each input adds to z; pale: W", 2: "the weights W", 7: "the gradient dW; pale: W",
        8: "W·δ, what comes back through each weight; pale: W", 11: "the weights W",
    }  # fmt: skip
    expected = {
        1: "0.377500000", 2: "0.593269992", 4: "0.751365070", 5: "0.298371109", 6: "0.138498562",
        7: "0.0821670406", 8: "0.00877135469", 9: "4.38567734×10⁻⁴", 10: "0.149780716", 11: "0.358916480",
    }  # fmt: skip
    for op in range(1, 12):
        mazur.press("ArrowRight")
        mazur.at(0, op)
        seen[op] = mazur.result
        if op in expected:
            assert seen[op] == expected[op], op
        if op in on_edges:
            expect(edges).to_have_text(f"Numbers on edges: {on_edges[op]}")
    assert mazur.loss == "0.298371109 → 0.291027774"
    mazur.press("ArrowRight", 5)
    mazur.at(1, 5)
    assert mazur.loss == mazur.result == "0.291027774"
    mazur.press("ArrowLeft", 5)
    for op in range(11, 0, -1):
        mazur.at(0, op)
        assert mazur.result == seen[op]
        mazur.press("ArrowLeft")
    mazur.at(0, 0)
    expect(mazur.page.get_by_role("button", name="Previous")).to_be_disabled()


LABELLED = "dataset=iris&hidden=4&activation=tanh&initializer=xavier&output=softmax&loss=cross_entropy"


def test_the_numbers_on_crossing_edges_keep_apart(page: Page, server: str) -> None:
    """Of twelve weights, in a narrow window: no label of theirs lies over another."""
    page.set_viewport_size({"width": 1280, "height": 720})
    step = StepPage(page, server).open(f"{LABELLED}&op=7")
    step.at(0, 7)
    step.settled()
    labels = step.root.locator("[data-weight^='2.'] .st-label")
    boxes = labels.evaluate_all(
        "all => all.map(l => l.getBoundingClientRect()).map(b => [b.x, b.right, b.y, b.bottom])"
    )
    assert len(boxes) == 12
    for (x0, x1, y0, y1), (u0, u1, v0, v1) in combinations(boxes, 2):
        assert min(x1, u1) - max(x0, u0) <= 1 or min(y1, v1) - max(y0, v0) <= 3


STRUCTURED = (
    "dataset=xor&hidden=3x3&activation=tanh&output=sigmoid&loss=bce"
    "&skip=on&norm=layer&initializer=xavier&lr=0.5"
)


def test_a_step_with_skips_normalisation_and_cross_entropy(page: Page, server: str) -> None:
    """Every number is the core's, and every line that leads to it comes to it."""
    step = StepPage(page, server).open(f"{STRUCTURED}&sample=2&unit=2.2.3")
    step.at(0, 0)
    step.digits(16)
    trainer = Trainer(Experiment.from_query(dict(parse_qsl(STRUCTURED))))
    trainer.evaluate()
    layers, buffers = trainer.network.layers, trainer.network.buffers
    picks = {1: (0, 0), 2: (1, 2), 3: (0, 0), 4: (0, 0)}
    updated = {l: layers[l - 1].W[picks[l]] - 0.5 * layers[l - 1].dW[picks[l]] for l in picks}
    program, lines = Probe(trainer).program, {}
    for op, operation in enumerate(program, start=1):
        step.press("ArrowRight")
        step.at(0, op)
        symbol, l = operation.symbol, operation.layer
        if l is None:
            expected = float(buffers.loss)
        elif symbol in ("z", "n", "a", "delta"):
            expected = getattr(layers[l - 1], symbol)[1, picks[l][1]]
        else:
            expected = layers[l - 1].dW[picks[l]] if symbol == "dW" else updated[l]
        assert step.result == significant(expected, 16), str(operation)
        lines[f"{symbol}{l or ''}"] = step.lines
        for sides in calculated(step.lines):
            assert sides == pytest.approx([sides[0]] * len(sides), rel=1e-9, abs=1e-14), step.lines
    second, n_hat, dn, s = layers[1], buffers.n_hat[2].T, buffers.dn[2].T, buffers.s[2].T
    for value in (second.z[1].mean(), s[1, 0], second.z[1, 2]):
        assert any(significant(value, 16)[:12] in line for line in lines["n2"]), value
    assert significant(layers[0].a[1, 2], 16) in lines["a2"][0]
    for value in (layers[2].da[1, 2], dn[1, 2], n_hat[1, 2], s[1, 0]):
        assert any(significant(value, 16)[:12] in line for line in lines["delta2"]), value
    assert all(significant(value, 16)[:12] in lines["dW2"][2] for value in dn[:, 2])
    assert "1·log" in lines["loss"][0]
    # The skips are drawn; the card speaks of what is in its factors.
    expect(step.root.locator("[data-skip='3']")).to_have_count(1)
    while step.title.inner_text() != "delta of layer 2, unit 3":
        step.press("ArrowLeft")
        page.wait_for_timeout(10)
    split = shrinking(layers[2].delta, second.da, second.delta)
    assert split is not None
    expect(step.why.locator("b").first).to_have_text(
        "Why is it so small?" if split.ratio < 0.5 else "How does it come back?"
    )
    expect(step.why).to_contain_text(f"weights and skips pass on {significant(split.weights, 2)}")
    expect(step.why).to_contain_text(f"slopes and normalisation pass on {significant(split.slope, 2)}")
    expect(step.root.locator("[data-skip='3'].st-live text")).to_have_text(significant(layers[2].da[1, 2], 4))


IRIS = (
    "dataset=iris&standardize=on&hidden=8&activation=tanh&initializer=xavier&output=softmax&loss=cross_entropy"
    "&optimizer=adam&lr=0.02&batch=16&test=0.25&l1=0.001&l2=0.01&schedule=cosine&period=40&seed=1"
)


def test_a_batch_of_classes_with_adam_and_penalties(page: Page, server: str) -> None:
    """A whole step: every result is the core's, every screen holds it, and the sample says who it is."""
    step = StepPage(page, server).open(f"{IRIS}&step=2&sample=3&unit=2.8.2")
    step.at(2, 0)
    expect(step.root.locator(".st-about p")).to_contain_text("a batch of 16 of the 112 training samples")
    trainer = Trainer(Experiment.from_query(dict(parse_qsl(IRIS))))
    trainer.step(2)
    row = int(trainer.batch_rows[2])
    name = trainer.experiment.data.classes[trainer.y[row].argmax()]
    sample = page.get_by_label("Sample", exact=True).locator("option:checked")
    expect(sample).to_have_text(f"sample 3 of the batch's 16: row {row + 1}, class {name}")
    probe = Probe(trainer)
    layers, results = probe.network.layers, []
    for op, operation in enumerate(probe.program, start=1):
        operation()
        step.press("ArrowRight")
        step.at(2, op)
        symbol, l = operation.symbol, operation.layer or 0
        i, j = (7, 1) if l == 2 else (0, 0)
        if symbol in ("dW", "W"):
            value = getattr(layers[l - 1], symbol)[i, j]
        else:
            value = getattr(layers[l - 1], symbol)[2, j] if l else operation.writes["loss"]
        results.append((step.result, significant(float(value), 6)))
        step.settled()
        assert step.fits()
    assert [shown for shown, _ in results] == [right for _, right in results]
    expect(step.title).to_have_text("W of layer 2, from 8 to 2 (class versicolor)")
    numbers = step.numbers.inner_text()
    # Adam's third update: its memories before and after, and the schedule's rate.
    for value in (probe.optimizer_state["mean"][8 * 5 + 7 * 3 + 1], trainer.rate):
        assert significant(float(value), 6) in numbers
    assert "0.9³" in numbers
    step.tab("Check it yourself")
    step.click("Check all of W2")
    expect(step.root.locator(".st-result")).to_contain_text("norm of 24 numbers")
    relative = step.root.locator(".st-result td b").last.inner_text()
    assert relative == "0" or int(relative.split("×10⁻")[1].translate(SUPERSCRIPTS)) >= 8
    # A change of this sample's input: before and after are this sample's outputs.
    step.unit(0, 3).click()
    step.tab("Change a number")
    page.get_by_label("New value of x[3] (petal length (cm))").fill("3")
    step.click("Set")
    before = significant(float(layers[1].a[2, 1]), 6)
    expect(step.root.locator(".st-compare tr", has_text="output 2: versicolor")).to_contain_text(before)
    step.press("ArrowRight")
    step.at(3, 1)
    trainer.step(1)
    row = int(trainer.batch_rows[2])
    expect(sample).to_contain_text(f"row {row + 1}, class")


def test_every_way_of_moving(mazur: StepPage) -> None:
    for how, place in (
        (lambda: mazur.click("Next"), (0, 1)),
        (lambda: mazur.press("PageDown"), (0, 2)),
        (lambda: mazur.press("PageUp"), (0, 1)),
        (lambda: mazur.press("Shift+ArrowRight"), (0, 2)),
        (lambda: mazur.press("Shift+ArrowRight"), (0, 4)),
        (lambda: mazur.click("Next phase"), (0, 5)),
        (lambda: mazur.click("Next phase"), (0, 9)),
        (lambda: mazur.press("Shift+ArrowLeft"), (0, 7)),
        (lambda: mazur.click("Next layer"), (0, 9)),
        (lambda: mazur.click("Finish this step"), (0, 11)),
        (lambda: mazur.click("Next"), (1, 1)),
        (lambda: mazur.click("Previous"), (0, 11)),
        (lambda: mazur.click("Finish this step"), (1, 11)),
        (lambda: mazur.click("Back to step 0"), (0, 0)),
    ):
        how()
        mazur.at(*place)
    mazur.press("ArrowRight")
    for key, unit in (("ArrowDown", 2), ("ArrowDown", 2), ("ArrowUp", 1)):
        mazur.press(key)
        expect(mazur.title).to_have_text(f"z of layer 1, unit {unit}")


def test_the_tutorials_network_down_to_layer_1s_delta_and_its_factors(tutorial: StepPage) -> None:
    page = tutorial.page
    tutorial.click("Next phase")
    tutorial.at(0, 14)
    while tutorial.title.inner_text() != "delta of layer 1, unit 1":
        tutorial.press("ArrowRight")
        page.wait_for_timeout(10)
    tutorial.at(0, 28)
    trainer = Trainer(Experiment())
    trainer.evaluate()
    below, above = trainer.network.layers[:2]
    assert tutorial.result == significant(below.delta[0, 0], 6)
    expect(tutorial.numbers).to_contain_text("27 more")
    split = shrinking(above.delta, below.da, below.delta)
    assert split is not None
    expect(tutorial.why).to_contain_text(f"becomes {significant(split.ratio, 2)} of itself")
    expect(tutorial.why).to_contain_text(f"weights pass on {significant(split.weights, 2)}")
    assert split.ratio < 0.5
    expect(tutorial.why.locator("b").first).to_have_text("Why is it so small?")
    assert significant(split.slope, 2) == "0.25"
    expect(tutorial.why).to_contain_text("slopes pass on 0.25 (as much as the activation can pass on)")
    # Another layer is a click away, at its own part of the same phase.
    third, fourth = trainer.network.layers[2:4]
    tutorial.layer(3).click()
    expect(tutorial.title).to_have_text("delta of layer 3, unit 1")
    split = shrinking(fourth.delta, third.da, third.delta)
    assert split is not None
    expect(tutorial.why).to_contain_text(
        f"From layer 4 to layer 3, ‖δ‖ becomes {significant(split.ratio, 2)}"
    )


def test_one_path_from_a_weight_to_the_loss_and_all_of_them(mazur: StepPage) -> None:
    """The strongest, the weakest, by keys, and one by hand; each with its product and its share of dW, of
    which the published 0.000438568 is the whole.
    """
    page, pane = mazur.page, mazur.root.locator("[data-pane=path]")
    mazur.press("ArrowRight", 2)
    mazur.at(0, 2)
    mazur.pick_weight(1, 1, 1)
    mazur.tab("One path")
    expect(pane).to_contain_text("these numbers belong to its backward pass")
    mazur.press("ArrowRight", 7)
    mazur.at(0, 9)
    expect(pane).not_to_contain_text("belong to its backward pass")
    trainer = Trainer(PRESETS["mazur"])
    trainer.evaluate()
    probe = Probe(trainer)
    probe.evaluate()
    chain, whole = Chain.of(probe, 0), significant(trainer.network.layers[0].dW[0, 0], 9)
    assert whole == "4.38567734×10⁻⁴"
    product, total = pane.locator(".st-path > .st-factor b"), pane.locator(".st-path-sum b")
    for path, name in ((strongest, "Strongest"), (weakest, "Weakest"), (strongest, "By hand")):
        if name == "By hand":
            page.get_by_label("The unit of that layer that the path goes through").select_option("0")
            expect(pane.get_by_role("radio", name=name)).to_be_checked()
        else:
            pane.get_by_role("radio", name=name).focus()
            page.keyboard.press("Enter")
        found = path(chain, 1, 0)
        expect(product).to_have_text(significant(0.05 * float(found.product), 9))
        lit = mazur.root.locator(".st-stage .st-on-path[data-weight]")
        weights = lit.evaluate_all("edges => edges.map(({ dataset }) => dataset.weight)")
        assert weights == ["1.1.1", f"2.1.{found.units[-1] + 1}"], "one edge between two layers"
        expect(total).to_have_text(whole)
        expect(pane).to_contain_text(
            f"{100 * share(chain, found):.0f} % of this sample's dW".replace("-", "−")
        )
    names = pane.locator(".st-link small").all_inner_texts()
    assert names == ["a0[1]", "f′(z1[1])", "W2[1, 1]", "f′(z2[1])", "∂L/∂a2[1]"]
    expect(pane.locator(".bp-hidden")).to_contain_text("unit 1 of layer 1, unit 1 of layer 2")


def test_of_a_batch_a_sample_has_its_paths_and_dW_is_their_sum(page: Page, server: str) -> None:
    step = StepPage(page, server).open(
        "dataset=iris&hidden=4&output=softmax&loss=cross_entropy&batch=3&sample=2"
    )
    step.at(0, 0)
    step.tab("One path")
    pane, trainer = (
        step.root.locator("[data-pane=path]"),
        Trainer(
            Experiment.from_query(
                {"dataset": "iris", "hidden": "4", "output": "softmax", "loss": "cross_entropy", "batch": "3"}
            )
        ),
    )
    probe = Probe(trainer)
    probe.evaluate()
    last = probe.network.layers[-1]
    expect(pane).to_contain_text(
        "This is the only path from W2[1, 1] to the loss. It makes 100 % of this sample's dW."
    )
    own = probe.network.layers[0].a[1, 0] * last.delta[1, 0]
    expect(pane.locator(".st-path > .st-factor b")).to_have_text(significant(own, 6))
    expect(pane).to_contain_text(
        f"dW2[1, 1] of the batch is the sum of that over its 3 samples: {significant(last.dW[0, 0], 6)}."
    )


def test_what_moved_is_told_of_every_layer_once_it_is_updated(tutorial: StepPage) -> None:
    card = tutorial.root.locator(".st-moved")
    expect(card).to_be_hidden()
    trainer = Trainer(Experiment())
    layers = trainer.network.layers
    before = [layer.W.copy() for layer in layers]
    trainer.step()
    ratios = [significant(norm(layer.W - W) / norm(W), 3) for layer, W in zip(layers, before, strict=True)]
    cells = card.locator(".st-scrolls td:last-child")
    for op, done in ((30, 1), (36, 7)):
        while tutorial.root.get_attribute("data-op") != str(op):
            tutorial.press("ArrowRight")
        expect(card).to_be_visible()
        expect(cells).to_have_text([*ratios[:done], *["not yet"] * (7 - done)])
    most = max(abs(layers[-1].b))
    expect(card.locator(".st-moves > table tr").first).to_contain_text(f"0 → {significant(most, 3)}")
    expect(card.locator(".st-moves > table tr")).to_have_count(5)


def test_a_number_is_changed_by_hand_and_put_back(mazur: StepPage) -> None:
    page = mazur.page
    mazur.press("ArrowRight", 7)
    mazur.pick_weight(2, 1, 1)
    mazur.tab("Change a number")
    field = page.get_by_label("New value of W2[1, 1]")
    field.fill("abc")
    page.emulate_media(color_scheme="dark")  # painted anew, as when the charts' script arrives late
    expect(mazur.root).to_have_css("--bp-background", PALETTES["dark"].background)
    mazur.click("Set")
    expect(page.get_by_text("That is not a number below")).to_be_visible()
    page.emulate_media(color_scheme="light")
    expect(mazur.root).to_have_css("--bp-background", PALETTES["light"].background)
    expect(page.get_by_text("That is not a number below")).to_be_visible()
    field.fill("0,9")
    mazur.click("Set")
    compare = mazur.root.locator(".st-compare")
    expect(compare).to_contain_text("0.298371109")
    trainer = Trainer(PRESETS["mazur"])
    trainer.network.layers[1].W[0, 0] = 0.9
    loss = significant(trainer.evaluate(), 9)
    expect(compare).to_contain_text(loss)
    for layer in trainer.network.layers:
        expect(compare).to_contain_text(significant(float((layer.dW**2).sum() ** 0.5), 9))
    assert mazur.loss == loss
    assert mazur.result == significant(trainer.network.layers[1].dW[0, 0], 9)
    page.get_by_label("New value of W2[1, 1]").fill("-.5e1")
    mazur.click("Set")
    expect(mazur.root).to_contain_text("changed by hand: 2")
    mazur.click("Undo")
    expect(compare).to_contain_text(loss)
    mazur.click("Undo")
    expect(compare).to_have_count(0)
    assert mazur.loss == "0.298371109"
    page.get_by_label("Change a number").select_option(label="x[1] = 0.0500000000")
    page.get_by_label("New value of x[1]").fill("2.5")
    mazur.click("Set")
    expect(mazur.unit(0, 1)).to_contain_text("2.5")
    mazur.press("ArrowRight", 5)  # into the next step: what was changed was changed in that one only
    mazur.at(1, 1)
    mazur.click("Back to step 0")
    mazur.at(0, 0)
    expect(mazur.unit(0, 1)).to_contain_text("0.05")


def test_a_gradient_is_checked_against_differences(mazur: StepPage) -> None:
    mazur.press("ArrowRight", 7)
    mazur.pick_weight(2, 1, 1)
    mazur.tab("Check it yourself")
    mazur.click("Check W2[1, 1]")
    table = mazur.root.locator(".st-result")
    cells = table.locator("td b")
    expect(cells).to_have_count(3)
    analytic, numeric, relative = cells.all_inner_texts()
    assert analytic == numeric == "0.0821670406"
    assert "×10⁻" in relative
    mazur.click("Check all of W2")
    expect(table).to_contain_text("norm of 4 numbers")


KINK = (
    "dataset=xor&samples=4&hidden=2&activation=relu&output=sigmoid&loss=bce&initializer=xavier&seed=3&lr=0.5"
)


def test_a_kink_is_no_error(page: Page, server: str) -> None:
    """Of sample (0, 0) z is 0 at both ReLU units: to the left and to the right the loss has two slopes."""
    step = StepPage(page, server).open(f"{KINK}&unit=0.1")
    step.at(0, 0)
    step.tab("Check it yourself")
    step.click("Check b1[1]")
    pane = step.root.locator("[data-pane=check]")
    cells = pane.locator("td b")
    expect(cells).to_have_text(["0.0380296", "0.0380296", "0.00971877"])
    expect(pane).to_contain_text("some z is 0, where f′ jumps")
    expect(pane).to_contain_text("Here that gives the slope to the left.")
    expect(pane).not_to_contain_text("16 digits")


def test_the_tutorials_check_has_the_slope_of_the_printed_loss_too(tutorial: StepPage) -> None:
    tutorial.tab("Check it yourself")
    tutorial.click("Check W7[1, 1]")
    pane = tutorial.root.locator("[data-pane=check]")
    analytic, numeric, _, printed = (pane.locator("td b").nth(i) for i in range(4))
    for cell in (analytic, numeric):
        expect(cell).to_have_text("0.0709157")
    expect(printed).to_have_text("0.0354579")
    expect(pane).to_contain_text("backpropagation's slope is 2 times the printed loss's")


def test_a_reload_restores_the_operation_and_the_selection(mazur: StepPage) -> None:
    mazur.press("ArrowRight", 11 + 8)
    mazur.at(1, 8)
    mazur.unit(1, 2).click()
    expect(mazur.title).to_have_text("delta of layer 1, unit 2")
    mazur.page.wait_for_url("**step=1&op=8&unit=1.2")
    mazur.page.reload()
    mazur.at(1, 8)
    expect(mazur.title).to_have_text("delta of layer 1, unit 2")
    mazur.pick_weight(2, 2, 1)
    mazur.page.wait_for_url("**op=8&unit=2.2.1")


def test_the_step_comes_along_from_the_train_page(page: Page, server: str) -> None:
    train = TrainPage(page, server).open()
    train.scrub(42)
    train.at(42)
    page.get_by_role("link", name="Step through").click()
    step = StepPage(page, server)
    step.at(42, 0)
    step.click("Next phase")
    step.click("Next phase")
    step.at(42, 15)
    trainer = Trainer(Experiment())
    trainer.step(42)
    assert step.loss == significant(trainer.evaluate(), 6)
    step.click("Finish this step")
    step.click("Next")
    step.at(43, 1)
    # As on a slow machine, where the page that is left writes the address after the next one has read it.
    page.evaluate("history.replaceState = () => {}")
    page.get_by_role("link", name="Train").click()
    train.at(43)
    train.scrub(7)
    train.at(7)
    page.get_by_role("link", name="Step through").click()
    step.at(7, 0)
    page.get_by_role("spinbutton", name="Seed", exact=True).fill("3")
    page.get_by_role("spinbutton", name="Seed", exact=True).press("Enter")
    step.at(0, 0)


def test_a_check_that_takes_long_is_answered_once(mazur: StepPage) -> None:
    """The question is put again meanwhile, word for word: its answer still counts."""
    mazur.press("ArrowRight", 7)
    mazur.tab("Check it yourself")
    mazur.page.clock.install()  # time stands still for the page, until it is moved on
    asked = mazur.page.evaluate("""() => { window.sent = [];
        const send = WebSocket.prototype.send;
        WebSocket.prototype.send = function (data) { window.sent.push(data); };
        window.resume = () => { WebSocket.prototype.send = send; };
        return window.sent.length; }""")
    mazur.click("Check all of W2")
    expect(mazur.root.get_by_text("Computing the differences")).to_be_visible()
    mazur.page.evaluate("window.resume()")
    mazur.page.clock.run_for(5000)
    expect(mazur.root.locator(".st-result")).to_contain_text("norm of 4 numbers")
    assert asked == 0


def test_the_examples_are_there_and_the_notation_changes(tutorial: StepPage) -> None:
    page = tutorial.page
    page.get_by_role("combobox", name="Example").click()
    page.get_by_role("option", name="XOR, 2-2-1", exact=True).click()
    sample = page.get_by_label("Sample", exact=True)
    expect(sample).to_be_visible()
    tutorial.at(0, 0)
    sample.select_option("2")
    tutorial.click("Next")
    tutorial.at(0, 1)
    trainer = Trainer(PRESETS["xor"])
    trainer.evaluate()
    assert tutorial.result == significant(trainer.network.layers[0].z[2, 0], 6)
    now = tutorial.root.locator(".st-code [aria-current=step]")
    expect(now).to_have_text("z1 = x @ W1 + b1")
    page.get_by_label("Notation").select_option("tutorial")
    expect(now).to_contain_text("self.last_h = _m(_t(self.W), x) + self.b")
    tutorial.tab("Arrays")
    expect(tutorial.root.locator(".st-arrays .js-plotly-plot .main-svg").first).to_be_attached()
    expect(tutorial.root.locator(".st-arrays figcaption b")).to_have_text(["a0", "W1", "b1", "z1"])


def test_one_screen_holds_the_step(tutorial: StepPage) -> None:
    page = tutorial.page
    for (width, height), theme in (((1280, 720), "light"), ((1600, 900), "dark")):
        page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        tutorial.resize({"width": width, "height": height})
        expect(tutorial.root).to_have_css("--bp-ink", PALETTES[theme].ink)
        for _ in range(4):
            tutorial.press("Shift+ArrowRight", 5)
            tutorial.settled()
            assert tutorial.fits()
        tutorial.press("Home")
        tutorial.at(0, 0)


def test_a_network_too_large_to_be_shown_says_so(page: Page, server: str) -> None:
    page.goto(f"{server}/step_through?hidden=512x3")
    expect(page.get_by_text("Step through shows networks of up to 100,000 parameters")).to_be_visible()


def test_the_very_last_step_that_there_can_be_and_one_beyond(page: Page, server: str) -> None:
    small = "hidden=1&dataset=mazur"
    step = StepPage(page, server).open(f"{small}&step=999999999")
    step.at(0, 0)
    expect(page.get_by_text("were ignored: step.")).to_be_visible()
    step.open(f"{small}&step=200000")
    expect(step.root).to_have_attribute("data-step", "199999")
    step.click("Next")
    step.at(199_999, 1)


def test_charts_that_cannot_be_loaded_are_told_and_the_rest_is_there(
    context: BrowserContext, server: str
) -> None:
    page = context.new_page()  # the browser calls it an error, and that one is wanted
    page.route("**/plotly.min.js", lambda route: route.abort())
    step = StepPage(page, server).open(MAZUR)
    step.at(0, 0)
    told = "The charts of the arrays could not be loaded; all else is here."
    step.tab("Arrays")
    expect(step.root.locator(".st-status")).to_have_text(told)
    step.press("ArrowRight")
    step.at(0, 1)
    assert step.result == "0.377500"
    expect(step.root.locator("[data-pane=arrays]")).to_have_text(told)
    page.close()
