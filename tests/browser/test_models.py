"""The models behind live widgets: the events and links that a Jupyter front end has."""

import pytest

RECORD = """
const record = (state, model_name = "AnyModel") => ({ model_name, state });
const make = (records) => createModels({ state: records });
"""


@pytest.fixture
def run(shelf, open_page):
    """A function that runs JavaScript with `createModels` at hand and returns its result."""
    folder, url, assets = shelf
    (folder / "empty.html").write_text("<!DOCTYPE html><title>empty</title>", encoding="utf-8")
    page = open_page(url + "empty.html")
    module = f"{url}gru/{assets.names['widget_models.js']}"
    start = f'async () => {{ const {{ createModels }} = await import("{module}"); {RECORD}'
    return lambda code: page.evaluate(start + code + "}")


def test_events_come_only_for_values_that_differ_and_after_all_are_set(run):
    heard = run("""
        const model = make({ a: record({ r: 0, z: [1, 2] }) }).get("a");
        const heard = [];
        model.on("change:r", (_, value) => heard.push(["r", value, model.get("z")]));
        model.on("change:z", (_, value) => heard.push(["z", value]));
        model.on("change", () => heard.push("change"));
        model.set({ r: 0, z: [1, 2] });
        model.set({ r: 1, z: [3] });
        return heard;
    """)
    assert heard == [["r", 1, [3]], ["z", [3]], "change"]


def test_a_listener_that_throws_is_reported_and_the_next_still_hears(run, guard):
    assert run("""
        const model = make({ a: record({ r: 0 }) }).get("a");
        let heard = false;
        model.on("change:r", () => { throw new Error("deaf"); });
        model.on("change:r", () => { heard = true; });
        model.set("r", 1);
        return heard;
    """)
    assert "deaf" in " ".join(guard.take_errors())


def test_a_view_ends_only_its_own_listeners(run):
    heard = run("""
        const model = make({ a: record({ r: 0 }) }).get("a");
        const heard = [], first = new AbortController(), second = new AbortController();
        model.facade(first.signal).on("change:r", () => heard.push("first"));
        model.facade(second.signal).on("change:r", () => heard.push("second"));
        model.facade(second.signal).off();
        model.set("r", 1);
        first.abort();
        model.set("r", 2);
        return heard;
    """)
    assert heard == ["first"]


def test_a_link_copies_at_the_start_and_does_not_echo(run):
    values = run("""
        const models = make({
          a: record({ z: 0.5 }), b: record({ steps: 3 }),
          l: record({ source: ["IPY_MODEL_a", "z"], target: ["b", "steps"] }, "LinkModel"),
        });
        const [a, b] = [models.get("a"), models.get("b")];
        const start = b.get("steps");
        b.on("change:steps", () => b.set("steps", Math.round(b.get("steps"))));  // b rounds
        a.set("z", 0.75);
        const forth = [a.get("z"), b.get("steps")];
        b.set("steps", 0);
        return [start, ...forth, a.get("z")];
    """)
    assert values == [0.5, 0.75, 1, 0]


def test_references_lead_to_models_and_dead_ones_say_so(run, guard):
    answers = run("""
        const signal = new AbortController().signal;
        const { widget_manager } = make({ a: record({ r: 1 }) }).get("a").facade(signal);
        const found = await widget_manager.get_model("IPY_MODEL_a");
        const lost = await widget_manager.get_model("b").catch((error) => error.message);
        return [found.get("r"), lost];
    """)
    assert answers == [1, "no widget b on this page"]


def test_binary_values_arrive_as_data_views(run):
    assert (
        run("""
        const buffers = [{ path: ["state", "weights"], data: btoa("GRU"), encoding: "base64" }];
        const model = make({ a: { ...record({ state: {} }), buffers } }).get("a");
        return String.fromCharCode(...new Uint8Array(model.get("state").weights.buffer));
    """)
        == "GRU"
    )


def test_a_record_or_link_that_is_broken_is_reported_and_left_out(run, guard):
    values = run("""
        const end = (id) => [`IPY_MODEL_${id}`, "z"];
        const bytes = { path: ["no", "place"], data: "", encoding: "base64" };
        const models = make({
          a: record({ z: 0.5 }), b: record({ z: 0 }),
          none: null,
          bytes: { ...record({}), buffers: [bytes] },
          endless: record({ source: end("a") }, "LinkModel"),
          dead: record({ source: end("a"), target: end("gone") }, "DirectionalLinkModel"),
          whole: record({ source: end("a"), target: end("b") }, "LinkModel"),
        });
        return [[...models.keys()], models.get("b").get("z")];
    """)
    assert values == [["a", "b", "endless", "dead", "whole"], 0.5]
    assert len(guard.take_errors()) == 4


def test_links_in_a_circle_come_to_rest(run):
    values = run("""
        const link = (from, to) => record({ source: [from, "z"], target: [to, "z"] }, "LinkModel");
        const z = () => record({ z: 0 });
        const models = make({ a: z(), b: z(), c: z(),
          ab: link("a", "b"), bc: link("b", "c"), ca: link("c", "a") });
        models.get("b").set("z", 0.25);
        return ["a", "b", "c"].map((id) => models.get(id).get("z"));
    """)
    assert values == [0.25, 0.25, 0.25]
