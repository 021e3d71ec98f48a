// Asks the browser to keep the pages that were read, for a time without a network. A browser that
// refuses shows the page as it always does.

const root = new URL("../../", import.meta.url); // the book's, wherever it is served

// Everything that this page used or will use before the worker sees it is told to the worker.
function tellWhatIsUsed(worker) {
  worker.controller.postMessage([location.href]);
  new PerformanceObserver((list) =>
    worker.controller?.postMessage(list.getEntries().map(({ name }) => name)),
  ).observe({ type: "resource", buffered: true });
}

async function start() {
  const worker = navigator.serviceWorker;
  if (!worker) return; // not over http from another machine
  worker.addEventListener("controllerchange", () => tellWhatIsUsed(worker), { once: true });
  await worker.register(new URL("service-worker.js", root), { scope: root.pathname });
}

start().catch(() => {});
