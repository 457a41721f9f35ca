// Warns before a sign-in is over, and lets it last longer. Another tab may have done so meanwhile,
// so the server is asked before anything is said; asking does not make it last longer.

const WARNING = { extends: 120, ends: 300 }; // seconds before the end

const clock = new Intl.DateTimeFormat("en-GB", {
  hour: "numeric",
  minute: "2-digit",
  hourCycle: "h12",
  timeZone: "Europe/London",
});

const bar = document.querySelector("[data-seconds]");
if (bar) watch(bar);

function watch(bar) {
  const box = bar.firstElementChild;
  const form = box.querySelector("form");
  const warning = box.querySelector("[data-warning]");
  const over = box.querySelector("[data-over]");
  const before = "extends" in bar.dataset ? WARNING.extends : WARNING.ends;
  let timer;
  start(Number(bar.dataset.seconds));

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
      if (answer.type !== "opaqueredirect" && !answer.ok) throw new Error(answer.status);
      check();
    } catch {
      form.submit();
    }
  });

  function start(seconds) {
    clearTimeout(timer);
    box.hidden = true;
    timer = setTimeout(check, Math.max(seconds - before, 1) * 1000);
  }

  async function check() {
    const left = await secondsLeft();
    if (left > before) return start(left);
    if (left > 0) sayWhen(left);
    say(left <= 0);
    if (left > 0) timer = setTimeout(check, Math.min(left + 1, 30) * 1000);
  }

  // Undefined where the server cannot be asked: the warning then stands on what the page knew.
  async function secondsLeft() {
    try {
      const answer = await fetch(form.action, { redirect: "manual" });
      if (answer.type === "opaqueredirect") return 0;
      return (await answer.json()).seconds;
    } catch {
      return before;
    }
  }

  // The time of day stays true for as long as the warning stands.
  function sayWhen(left) {
    const parts = clock.formatToParts(Date.now() + left * 1000);
    const part = (type) => parts.find((one) => one.type === type).value;
    const words = `at ${part("hour")}:${part("minute")}${part("dayPeriod").toLowerCase()}`;
    const when = warning.querySelector("[data-when]");
    if (when.textContent !== words) when.textContent = words;
  }

  function say(isOver) {
    warning.hidden = isOver;
    over.hidden = !isOver;
    form.hidden = isOver;
    box.hidden = false;
  }
}
