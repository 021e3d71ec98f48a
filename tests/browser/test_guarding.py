"""What no page may do is told, whoever's page it is: its own, a popup's, a worker's."""

from tests.browser.guarding import Guard

ASK = "fetch('https://{}.example/').catch(() => {{}})"


def test_the_guard_tells_what_a_page_must_not_do(browser, serve, tmp_path):
    (tmp_path / "page.html").write_text("<title>A</title><link rel=icon href=data:,>")
    url, guard = serve(tmp_path), Guard()
    context = browser.new_context()
    guard.watch(context, url)
    page = context.new_page()
    page.goto(url + "page.html")
    page.evaluate(ASK.format("page"))
    with page.expect_popup() as popup:
        page.evaluate("void open('page.html')")
    popup.value.wait_for_load_state()
    popup.value.evaluate(ASK.format("popup"))
    worker = f"URL.createObjectURL(new Blob([{ASK.format('worker')!r}]))"
    with page.expect_event("requestfailed", lambda request: "worker" in request.url):
        page.evaluate(f"void new Worker({worker})")
    page.evaluate("void setTimeout(() => { throw new Error('thrown'); })")
    page.evaluate("new Promise((done) => setTimeout(done))")
    context.close()
    assert guard.outside == [f"https://{who}.example/" for who in ("page", "popup", "worker")]
    assert "thrown" in " ".join(guard.take_errors())
