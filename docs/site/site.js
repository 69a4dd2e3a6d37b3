/* What the theme leaves out for who uses a keyboard or hears the page: a name for the search, a way into tables that scroll, and buttons of
   code that are no part of the page by themselves. Tables and buttons are put in after the page has loaded. */
function mend() {
  const search = document.querySelector(".md-search");
  if (search) search.setAttribute("aria-label", document.querySelector(".md-search__input").placeholder);
  document.querySelectorAll(".md-code__nav").forEach((buttons) => buttons.setAttribute("role", "none"));
  document.querySelectorAll(".md-typeset__scrollwrap:not([tabindex])").forEach((box) => box.setAttribute("tabindex", "0"));
}
let asked = 0;
new MutationObserver(() => {
  cancelAnimationFrame(asked);
  asked = requestAnimationFrame(mend);
}).observe(document.body, { childList: true, subtree: true });
mend();
