"""How a page is read from its top to its end, and what a reader sees start on the way."""

# As a reader does, so that all that waits for the viewport starts; what fails is not waited for.
READ = """async () => {
  const drawn = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const root = document.documentElement;
  const waiting = ".gru-widget:not(.gru-mounted, :has(.gru-said)), "
    + ".gru-plotly:not(.gru-drawn, .gru-failed)";
  const last = performance.now() + 20_000;
  for (;;) {
    while (scrollY < root.scrollHeight - innerHeight - 1) {
      scrollBy({ top: 700, behavior: "instant" });
      await drawn();
    }
    if (!document.querySelector(waiting) || performance.now() > last) break;
    await drawn();
  }
  await document.fonts.ready;
  await drawn();
}"""
# Before anything was read: loaded, with its letters, and what is in view at work.
STARTED = """async () => {
  const drawn = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const inView = (node) => {
    const { top, bottom } = node.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  };
  const waiting = () => document.readyState !== "complete" || [...document.querySelectorAll(
    ".gru-widget:not(.gru-mounted), .gru-plotly:not(.gru-drawn)")].some(inView);
  const last = performance.now() + 20_000;
  while (waiting() && performance.now() < last) await drawn();
  await document.fonts.ready;
  await drawn();
}"""


def read_to_the_end(page):
    """Scroll to the end of a page, and wait until what it shows has started."""
    page.wait_for_load_state()
    page.evaluate(READ)


def wait_for_start(page):
    """Wait at the top of a page until nothing more comes: files, letters, what is in view."""
    page.evaluate(STARTED)
    page.wait_for_load_state("networkidle")
