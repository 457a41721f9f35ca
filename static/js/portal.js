// Starts GOV.UK Frontend's components. Radios are our own: theirs put aria-expanded on a radio,
// which no radio may carry.

const library = document.querySelector("link[rel=modulepreload]").href;
const govuk = await import(library);

const components = [
  govuk.Button,
  govuk.CharacterCount,
  govuk.Checkboxes,
  govuk.ErrorSummary,
  govuk.NotificationBanner,
  govuk.PasswordInput,
  govuk.ServiceNavigation,
  govuk.SkipLink,
];
for (const component of components) govuk.createAll(component);
for (const radios of document.querySelectorAll("[data-module=govuk-radios]")) revealIn(radios);

// Show what the selected answer of a question reveals, and hide what the others would.
function revealIn(radios) {
  const revealing = [...radios.querySelectorAll("input[data-aria-controls]")];
  const show = () => {
    for (const input of revealing) {
      const revealed = document.getElementById(input.dataset.ariaControls);
      revealed.classList.toggle("govuk-radios__conditional--hidden", !input.checked);
    }
  };
  for (const input of revealing) input.setAttribute("aria-controls", input.dataset.ariaControls);
  radios.addEventListener("change", show);
  // The browser may bring back an answer after "Back".
  window.addEventListener("pageshow", show);
  show();
}
