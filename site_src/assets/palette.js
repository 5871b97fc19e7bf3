/* Puts the reader's colours on the page before it is painted: the chosen ones, or else those of
   the operating system. */
"use strict";

(() => {
  const chosen = window.__md_get("__palette");
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const scheme = chosen?.color?.scheme ?? (dark ? "slate" : "default");
  document.body.dataset.mdColorScheme = scheme;
})();
