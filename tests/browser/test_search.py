"""What learners type into the search, and the pages that answer it."""

import re
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from tests.browser.driving import wait_for_theme

ANSWERS = {
    # Equations and symbols
    "reset gate equation": "02_reset_gate",
    "update gate equation": "03_update_gate",
    "candidate equation": "04_candidate_state",
    "new hidden state equation": "05_new_hidden_state",
    "equation 6.2": "06_the_cell",
    "h_t": "conventions 05_new_hidden_state 06_the_cell",
    "z_t": "03_update_gate conventions",
    "hadamard": "glossary",
    "⊙": "glossary conventions",
    # Names in code
    "gru_step": "06_the_cell",
    "GRUCell": "06_the_cell",
    "torch.nn.GRU": "07_unrolling 06_the_cell conventions",
    "torch.nn.GRUCell": "06_the_cell",
    "weight_hh": "06_the_cell conventions",
    "bias_hh": "06_the_cell conventions",
    "reset_after": "04_candidate_state 15_forms_of_the_gru",
    "batch_first": "16_bug_museum 07_unrolling",
    "pack_padded_sequence": "07_unrolling",
    "weights_from": "conventions",
    "rnn_step": "01_simple_rnn",
    # What is misunderstood
    "does z keep or replace": "03_update_gate conventions",
    "1 - z": "03_update_gate 15_forms_of_the_gru conventions",
    "r before or after product": "04_candidate_state 15_forms_of_the_gru",
    "GRU vs LSTM": "11_lstm_side_by_side 13_which_one",
    "difference between GRU and LSTM": "11_lstm_side_by_side",
    "vanishing gradient": "01_simple_rnn 08_memory_and_gradients",
    "vanishing gradients": "01_simple_rnn 08_memory_and_gradients",
    "exploding gradients": "08_memory_and_gradients",
    "why is bias_ih and bias_hh": "06_the_cell conventions",
    "two biases": "06_the_cell 04_candidate_state conventions",
    "hidden state vs output": "06_the_cell 07_unrolling",
    "is the reset gate a forget gate": "02_reset_gate",
    "forget gate": "11_lstm_side_by_side 02_reset_gate glossary",
    "when to use a GRU": "13_which_one",
    "how many parameters": "06_the_cell 11_lstm_side_by_side",
    "transformer": "13_which_one",
    # Subjects
    "minGRU": "15_forms_of_the_gru",
    "bptt": "glossary 07_unrolling 10_making_it_fast",
    "truncated backpropagation through time": "07_unrolling",
    "packed sequence": "07_unrolling",
    "padding": "07_unrolling 16_bug_museum",
    "keras": "conventions 15_forms_of_the_gru",
    "teacher forcing": "14_generating",
    "sampling temperature": "14_generating",
    "bach": "09_training",
    "half life": "03_update_gate",
    "gradient clipping": "08_memory_and_gradients",
    "bidirectional": "07_unrolling",
    "gpu slower than cpu": "device_truth 10_making_it_fast",
    "lesson plan": "teaching_guide",
    "Cho 2014": "references",
}


STRICT = "default-src 'self'; style-src 'self' 'unsafe-inline'"  # and so no script in the page


def ask(page, url, words):
    """Open the search page with this question."""
    page.goto(f"{url}search.html?{urlencode({'q': words})}")
    page.locator(".gru-found").wait_for()
    return page.locator(".gru-results li")


def ask_again(page, words):
    """Ask the open search page the next question."""
    field = page.get_by_role("searchbox").first
    field.fill(words)
    field.press("Enter")
    expect(page.get_by_role("status")).to_contain_text(f"for “{words}”")
    return page.locator(".gru-results li")


def pages_of(results):
    """The names of the pages that were found, the best first."""
    links = results.locator("> a").evaluate_all("links => links.map((link) => link.href)")
    return [link.split("/")[-1].removesuffix(".html") for link in links]


def test_what_is_asked_is_answered(open_page, book_url, subtests):
    page = open_page(f"{book_url}search.html")
    for words, pages in ANSWERS.items():
        with subtests.test("a page that answers is among the first three", words=words):
            found = pages_of(ask_again(page, words))[:3]
            assert set(found) & set(pages.split()), found
    for words in ("reset gate equation", "h_t", "bptt", "gru_step", "conventions"):
        with subtests.test("a result quotes readable prose", words=words):
            quoted = ask_again(page, words).locator("> p:not(.gru-inside)").all_inner_texts()
            assert quoted
            for text in quoted:
                assert len(text) <= 300
                assert not re.search(r"\\\\|\$|[{}]{2}|\bdef \w+\(", text), text
    for words in ("qwertyuiop", "<zzz>", "???", "\\zzz{1zz}"):
        with subtests.test("nothing found is said with the words as they were typed", words=words):
            assert ask_again(page, words).count() == 0
            expect(page.get_by_role("status")).to_contain_text(f"Nothing was found for “{words}”.")


def test_what_is_searched_for_is_not_told_the_host(open_page, book_url):
    page = open_page(f"{book_url}chapters/03_update_gate.html")
    wait_for_theme(page)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.keyboard.press("Control+k")
    for words in ("half life", "my secret"):  # from a chapter's dialog, and from the search page
        ask_again(page, words)
        assert page.url == f"{book_url}search.html#{urlencode({'q': words})}"
    assert asked and not [url for url in asked if "half" in url or "secret" in url]


def test_a_result_leads_to_the_place_in_the_page(open_page, book_url):
    results = ask(open_page(f"{book_url}search.html"), book_url, "missing detach")
    results.first.get_by_role("link", name="3. The missing detach").click()
    page = results.page
    assert page.url == f"{book_url}chapters/16_bug_museum.html#the-missing-detach"
    expect(page.locator("#the-missing-detach")).to_be_in_viewport()


def test_what_was_found_is_announced_and_listed_in_order(open_page, book_url):
    results = ask(open_page(f"{book_url}search.html"), book_url, "bidirectional")
    expect(results.page.get_by_role("status")).to_contain_text("pages for “bidirectional”")
    listed = results.page.get_by_role("main").locator("ol").get_by_role("listitem")
    assert listed.count() == results.count() > 1
    expect(results.page.get_by_role("searchbox").first).to_have_value("bidirectional")


def test_the_search_keeps_to_a_policy_without_scripts_in_pages(browser, book_url):
    page = browser.new_page()
    page.route(
        "**/*",
        lambda route: route.fulfill(
            response=(answer := route.fetch()),
            headers={**answer.headers, "content-security-policy": STRICT},
        ),
    )
    assert pages_of(ask(page, book_url, "half life"))[0] == "03_update_gate"
    page.close()


def test_a_book_on_a_disk_can_be_searched(browser, book_folder):
    page = browser.new_page()
    assert pages_of(ask(page, f"{book_folder.resolve().as_uri()}/", "gru_step"))[0] == "06_the_cell"
    page.close()


@pytest.mark.parametrize("dark", [False, True])
def test_results_fit_a_phone(open_page, book_url, dark):
    page = open_page(f"{book_url}search.html", width=375, dark=dark)
    ask(page, book_url, "pack_padded_sequence")
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
