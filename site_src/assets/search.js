/* Search in the theme's box. The index is fetched as a script when the box is first used: a page
   does not pay for it, and it works from file://, where a worker or fetch() would not. */
"use strict";

(() => {
  const MOST = 30;
  const SCRIPTS = ["assets/vendor/minisearch.min.js", "assets/search-index.js"];

  const box = document.querySelector("[data-search]");
  const input = box.querySelector("input");
  const list = box.querySelector("[role=listbox]");
  const message = box.querySelector("[role=status]");
  const toggle = document.getElementById("__search");

  let engine = null;
  let chosen = -1;

  /* ---------------------------------------------------------------- index */

  const address = (url) => `${box.dataset.base}/${url}`;

  const loadScript = (url) =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address(url);
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });

  const words = (text) =>
    window.xeploai
      .fold(text)
      .split(/[^\p{L}\p{N}]+/u)
      .filter(Boolean);

  const phrase = (text) => ` ${words(text).join(" ")} `;

  const accented = (text) => ` ${text.normalize("NFC").toLowerCase().trim()} `;

  const buildEngine = () => {
    const index = new window.MiniSearch({
      fields: ["title", "context", "text"],
      storeFields: ["title", "url", "context"],
      tokenize: words,
      processTerm: (word) => word,
      searchOptions: {
        boost: { title: 4, text: 2 },
        combineWith: "AND",
        prefix: (_word, at, all) => at === all.length - 1, // the word still being typed
      },
    });
    index.addAll(window.xeploaiSearch.map(([title, url, context, text], id) => ({ id, title, url, context, text })));
    return index;
  };

  const prepare = () => {
    engine ??= SCRIPTS.reduce((before, url) => before.then(() => loadScript(url)), Promise.resolve()).then(buildEngine);
    return engine;
  };

  /* ---------------------------------------------------------------- ranking */

  /* Whether a title ends in the phrase, whose last word may be half typed, and how few other
     words it has: "Xã Trường Xuân" is nearer to "trường xuân" than "Trường THPT Trường Xuân A". */
  const closeness = (title, typed) => {
    const at = title.lastIndexOf(typed);
    if (at < 0) return [0, -Infinity];
    const after = title.slice(at + typed.length).replace(/^\S*/, "");
    return [after.trim() ? 0 : 1, -words(title).length];
  };

  /* What the reader typed, accents included, beats the same letters unaccented; a whole phrase
     beats its words scattered; a unit with a page of its own beats a cell inside one. */
  const rank = (hit, query) => {
    const title = phrase(hit.title);
    const typed = phrase(query);
    return [
      accented(hit.title).includes(accented(query)) ? 1 : 0,
      title.includes(typed) ? 2 : title.includes(typed.trimEnd()) ? 1 : 0,
      hit.url.includes("#") ? 0 : 1,
      ...closeness(title, typed.trimEnd()),
      hit.score,
    ];
  };

  const better = (one, other) => {
    const at = one.rank.findIndex((value, index) => value !== other.rank[index]);
    return at < 0 ? one.id - other.id : other.rank[at] - one.rank[at];
  };

  const find = (index, query) =>
    index
      .search(query)
      .map((hit) => ({ ...hit, rank: rank(hit, query) }))
      .sort(better);

  /* ---------------------------------------------------------------- results */

  const line = (name, text) => {
    const element = document.createElement("span");
    element.className = name;
    element.textContent = text;
    return element;
  };

  const resultItem = (hit, at) => {
    const link = document.createElement("a");
    link.className = "found";
    link.id = `search-result-${at}`;
    link.href = address(hit.url);
    link.tabIndex = -1;
    link.setAttribute("role", "option");
    link.append(line("found__title", hit.title), line("found__context", hit.context));
    const item = document.createElement("li");
    item.setAttribute("role", "presentation");
    item.append(link);
    return item;
  };

  const links = () => [...list.querySelectorAll("a")];

  const choose = (at) => {
    const all = links();
    chosen = all.length ? (at + all.length) % all.length : -1;
    all.forEach((link, index) => link.setAttribute("aria-selected", String(index === chosen)));
    if (chosen < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", all[chosen].id);
    all[chosen].scrollIntoView({ block: "nearest" });
  };

  const summary = (hits, query) => {
    if (!hits.length) {
      return `Không thấy trang nào có “${query}”. Hãy thử ít chữ hơn, ví dụ tên xã hoặc mã đơn vị.`;
    }
    return hits.length > MOST ? `${MOST} kết quả đầu trong ${hits.length}` : `${hits.length} kết quả`;
  };

  const show = (hits, query) => {
    list.replaceChildren(...hits.slice(0, MOST).map(resultItem));
    message.textContent = query ? summary(hits, query) : "Gõ tên hoặc mã đơn vị; có dấu hay không dấu đều được.";
    input.setAttribute("aria-expanded", String(hits.length > 0));
    choose(hits.length ? 0 : -1);
  };

  const update = async () => {
    try {
      const index = await prepare();
      const query = input.value.trim();
      show(words(query).length ? find(index, query) : [], query);
    } catch {
      message.textContent = "Không mở được bảng tìm kiếm; hãy dựng lại trang web.";
    }
  };

  /* ---------------------------------------------------------------- opening and keys */

  const open = () => {
    if (!toggle.checked) toggle.click();
    update();
  };

  const close = () => {
    if (toggle.checked) toggle.click();
    input.blur();
  };

  const KEYS = {
    ArrowDown: () => choose(chosen + 1),
    ArrowUp: () => choose(chosen - 1),
    Enter: () => links()[chosen]?.click(),
    Escape: close,
  };

  input.addEventListener("focus", open);
  input.addEventListener("input", update);
  input.form.addEventListener("submit", (event) => event.preventDefault());
  input.form.addEventListener("reset", () => setTimeout(() => input.focus()));
  list.addEventListener("click", close);
  toggle.addEventListener("change", () => {
    if (toggle.checked) input.focus();
  });

  input.addEventListener("keydown", (event) => {
    if (event.isComposing || !KEYS[event.key]) return; // a Vietnamese keyboard may be composing
    event.preventDefault();
    event.stopPropagation();
    KEYS[event.key]();
  });

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    input.focus();
  });
})();
