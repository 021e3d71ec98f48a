"""What learners type into the search, and the pages that answer it."""

import pytest

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


@pytest.fixture(scope="module")
def searched(browser, book_url):
    """A function that types words into the search and returns the names of the pages found."""
    page = browser.new_page()

    def search(words):
        page.goto(f"{book_url}search.html")
        page.locator("main input[name=q]").fill(words)
        page.locator("main input[name=q]").press("Enter")
        page.locator(".gru-found").wait_for()
        links = page.locator(".gru-results li > a").evaluate_all("a => a.map(a => a.href)")
        pages = [link.split("/")[-1].split(".html")[0] for link in links]
        return list(dict.fromkeys(pages))

    yield search
    page.close()


@pytest.mark.parametrize("words", ANSWERS)
def test_a_page_that_answers_is_among_the_first_three(searched, words):
    found = searched(words)[:3]
    assert set(found) & set(ANSWERS[words].split()), found
