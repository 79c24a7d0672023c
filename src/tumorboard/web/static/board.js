/* Comfort on top of pages that work without it: nothing is sent or decided here that a form does not send by itself. */
"use strict";
(() => {
  const against = document.getElementById("against");
  if (against) against.focus();

  // What was typed is not lost by a slip: the browser asks before it leaves a form with unsent words.
  let typed = false;
  document.addEventListener("input", (event) => {
    if (event.target.form && event.target.form.method === "post") typed = true;
  });
  document.addEventListener("submit", (event) => {
    typed = false;
    const button = event.submitter;
    // A form is sent once, however often the button is pressed.
    if (event.target.method === "post" && button && !button.name) setTimeout(() => { button.disabled = true; }, 0);
  });
  window.addEventListener("pageshow", () => {
    for (const button of document.querySelectorAll("button[disabled]")) button.disabled = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (typed) event.preventDefault();
  });

  // In a session the arrow keys, and the keys of a presenter, go from case to case.
  if (document.body.classList.contains("session")) {
    const ways = { ArrowRight: "next", PageDown: "next", ArrowLeft: "prev", PageUp: "prev" };
    document.addEventListener("keydown", (event) => {
      if (event.target.closest("input, textarea, select, [tabindex='0']") || event.altKey || event.ctrlKey || event.metaKey) return;
      const link = ways[event.key] && document.querySelector(`a[rel="${ways[event.key]}"]`);
      if (link) { event.preventDefault(); link.click(); }
    });
  }

  // A filter that is chosen works at once.
  for (const form of document.querySelectorAll("form.filters[method='get']")) {
    form.addEventListener("change", (event) => {
      if (event.target.matches("select, input[type='checkbox']")) form.requestSubmit();
    });
  }
})();
