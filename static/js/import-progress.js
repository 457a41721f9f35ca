// Shows how far an import is while its page is open, and opens the page again once it went on.

const EVERY = 2000; // milliseconds

for (const box of document.querySelectorAll("[data-import-progress]")) {
  follow(box);
}

function follow(box) {
  const timer = setInterval(ask, EVERY);

  async function ask() {
    // Without an answer, the next one will do.
    const answer = await fetch(box.dataset.importProgress).catch(() => null);
    if (!answer?.ok) return;
    const progress = await answer.json();
    if (progress.state !== box.dataset.state) {
      clearInterval(timer);
      window.location.reload();
      return;
    }
    if (!progress.rows) return;
    show("[data-rows-checked]", progress.rows_checked);
    show("[data-rows]", progress.rows);
    reveal("[data-reading]", false);
    reveal("[data-checking]", true);
  }

  function reveal(selector, wanted) {
    const place = box.querySelector(selector);
    if (place) place.hidden = !wanted;
  }

  function show(selector, count) {
    const place = box.querySelector(selector);
    if (place) place.textContent = count.toLocaleString("en-GB");
  }
}
