// Suggests people while a name or an e-mail address is typed: a combobox with a list.

const ADDRESS = "/people/suggest/";
const LETTERS = 3;
const WAIT = 200; // milliseconds without a key

for (const group of document.querySelectorAll("[data-people-picker]")) {
  suggestFor(group.querySelector("input[type=text]"));
}

function suggestFor(input) {
  const list = element("ul", { id: `${input.id}-suggestions`, role: "listbox", class: "portal-suggestions" });
  const status = element("div", { class: "govuk-visually-hidden", role: "status" });
  list.setAttribute("aria-label", "People who match");
  list.hidden = true;
  const holder = element("div", { class: "portal-suggest" });
  input.replaceWith(holder);
  holder.append(input, list, status);
  for (const [name, value] of Object.entries({
    role: "combobox",
    autocomplete: "off",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": list.id,
  })) {
    input.setAttribute(name, value);
  }

  let timer;
  let asked = "";
  let at = -1;

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    }
    if (list.hidden) return;
    if (event.key === "ArrowDown") move(at + 1, event);
    if (event.key === "ArrowUp") move(at - 1, event);
    if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      choose(list.children[at]);
    }
  });
  input.addEventListener("blur", close);
  // Pressing on the list must not take the focus from the input before the choice is made.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => choose(event.target.closest("[role=option]")));

  async function ask() {
    const typed = input.value.trim();
    asked = typed;
    if (typed.length < LETTERS) return close();
    const answer = await fetch(`${ADDRESS}?q=${encodeURIComponent(typed)}`).catch(() => null);
    // Without an answer, what is typed is matched when the page is sent.
    if (!answer?.ok || answer.redirected || asked !== typed) return;
    const { people } = await answer.json();
    if (asked !== typed || document.activeElement !== input) return;
    // A whole address needs no choice, and the list would cover what comes next.
    if (people.length === 1 && people[0].email.toLowerCase() === typed.toLowerCase()) return close();
    show(people);
  }

  function show(people) {
    list.replaceChildren(...people.map(option));
    list.hidden = people.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    move(-1);
    status.textContent =
      people.length === 0 ? "No one found" : people.length === 1 ? "1 person found" : `${people.length} people found`;
  }

  function option(person, index) {
    const row = element("li", {
      id: `${list.id}-${index}`,
      role: "option",
      "aria-selected": "false",
      class: "portal-suggestions__person",
    });
    row.dataset.value = person.value;
    row.append(element("strong", {}, person.name), " ", element("span", {}, person.about));
    return row;
  }

  function move(to, event) {
    event?.preventDefault();
    const last = list.children.length - 1;
    at = to < -1 ? last : to > last ? -1 : to;
    for (const [index, row] of [...list.children].entries()) {
      row.setAttribute("aria-selected", String(index === at));
    }
    if (at < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", list.children[at].id);
    list.children[at].scrollIntoView({ block: "nearest" });
  }

  function choose(row) {
    if (!row) return;
    input.value = row.dataset.value;
    status.textContent = `${row.dataset.value} selected`;
    close();
  }

  function close() {
    clearTimeout(timer);
    asked = "";
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }
}

function element(name, attributes, text = "") {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.textContent = text;
  return made;
}
