/* What the theme writes as an inline script in every page: small settings, such as the chosen
   colours, kept by folder of the site. Names with two underscores are the theme's. */
"use strict";

window.__md_scope = new URL(document.currentScript.dataset.base, location.href);

window.__md_hash = (text) => [...text].reduce((hash, letter) => (hash << 5) - hash + letter.charCodeAt(0), 0);

/* Storage may be forbidden by the office's browser policy: then nothing is remembered. */
window.__md_get = (key, storage, scope = window.__md_scope) => {
  try {
    return JSON.parse((storage ?? localStorage).getItem(`${scope.pathname}.${key}`));
  } catch {
    return null;
  }
};

window.__md_set = (key, value, storage, scope = window.__md_scope) => {
  try {
    (storage ?? localStorage).setItem(`${scope.pathname}.${key}`, JSON.stringify(value));
  } catch {
    /* see above */
  }
};
