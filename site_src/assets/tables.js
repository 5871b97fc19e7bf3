/* Long tables: sorting with a way back to the office's order, filters, headings that stick. */
"use strict";

(() => {
  const ENOUGH_ROWS_TO_FILTER = 8;
  const { fold, number } = window.xeploai;

  const element = (name, properties = {}) => Object.assign(document.createElement(name), properties);

  const bodyRows = (table) => [...table.tBodies].flatMap((body) => [...body.rows]);

  /* A bar above the table, for the filters and the way back: made once, or there in the page. */
  const toolsOf = (table) => {
    const box = table.closest(".table-box") ?? table;
    const before = box.previousElementSibling;
    if (before?.classList.contains("table-tools")) return before;
    const tools = element("div", { className: "table-tools" });
    box.before(tools);
    return tools;
  };

  /* ---------------------------------------------------------------- sorting */

  /* The heading above each column: the lowest one, where headings stand in several rows. */
  const columnHeadings = (table) => {
    const taken = [];
    const rows = [...table.tHead.rows].filter((row) => !row.matches(".column-numbers"));
    rows.forEach((row, at) => {
      let column = 0;
      for (const cell of row.cells) {
        while (taken[column]?.until > at) column += 1;
        for (let span = 0; span < cell.colSpan; span += 1) {
          taken[column + span] = { cell, until: at + cell.rowSpan };
        }
        column += cell.colSpan;
      }
    });
    return taken.map(({ cell }) => cell);
  };

  const dateNumber = (text) => {
    const found = text.match(/^(\d{1,2})\/(\d{1,2})\/(\d{4})/);
    return found && Number(found[3]) * 10000 + Number(found[2]) * 100 + Number(found[1]);
  };

  const given = (text) => (/^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text);

  /* What a cell is sorted by; null for a cell that says nothing, which goes last. */
  const sortValue = (row, column, columns) => {
    if (column > 0 && row.cells.length < columns) return null;
    const cell = row.cells[column];
    if (cell.dataset.sort !== undefined) return given(cell.dataset.sort);
    const text = cell.textContent.trim();
    return dateNumber(text) ?? number(text) ?? (/[\p{L}\p{N}]/u.test(text) ? text : null);
  };

  const compare = (one, other) =>
    typeof one === "number" && typeof other === "number"
      ? one - other
      : String(one).localeCompare(String(other), "vi", { numeric: true });

  const sortedRows = (rows, column, columns, direction) => {
    const keyed = rows.map((row) => [sortValue(row, column, columns), row]);
    const known = keyed.filter(([value]) => value !== null);
    const silent = keyed.filter(([value]) => value === null);
    known.sort(([one], [other]) => direction * compare(one, other));
    return [...known, ...silent].map(([, row]) => row);
  };

  const makeSortable = (table) => {
    const office = bodyRows(table);
    const headings = columnHeadings(table);
    const columns = headings.length;
    const movable = office.filter((row) => !row.matches(".total, .group"));
    const firstMovable = office.indexOf(movable[0]);
    const head = office.slice(0, firstMovable).filter((row) => row.matches(".total"));
    const tail = office.slice(firstMovable).filter((row) => row.matches(".total"));
    const back = element("button", { type: "button", textContent: "Về thứ tự của cơ quan", hidden: true });

    const place = (rows, sorted) => {
      table.tBodies[0].append(...rows);
      office.filter((row) => row.matches(".group")).forEach((row) => row.classList.toggle("is-set-aside", sorted));
      back.hidden = !sorted;
    };

    const mark = (heading, direction) => {
      headings.forEach((other) => other.removeAttribute("aria-sort"));
      if (direction) heading.setAttribute("aria-sort", direction > 0 ? "ascending" : "descending");
    };

    const restore = () => {
      mark(null, 0);
      place(office, false);
    };

    /* Numbers first from the greatest, text first from A; then the reverse; then the office's. */
    const click = (heading, column) => {
      const state = heading.getAttribute("aria-sort");
      const first = movable.some((row) => typeof sortValue(row, column, columns) === "number") ? -1 : 1;
      const now = state === "ascending" ? 1 : state === "descending" ? -1 : 0;
      if (now === -first) return restore();
      const direction = now === 0 ? first : -first;
      mark(heading, direction);
      place([...head, ...sortedRows(movable, column, columns, direction), ...tail], true);
    };

    headings.forEach((heading, column) => {
      if (heading.dataset.unsortable !== undefined || heading.colSpan > 1) return;
      const button = element("button", { type: "button", className: "sorter" });
      // The blank before a note would put the arrow on a line of its own.
      const words = heading.firstChild;
      if (words.nodeType === Node.TEXT_NODE) words.data = words.data.trim();
      button.append(...heading.childNodes);
      const arrow = element("span", { className: "sorter__arrow", ariaHidden: "true" });
      button.insertBefore(arrow, button.querySelector("small")); // beside the name, not under its note
      heading.append(button);
      button.addEventListener("click", () => click(heading, column));
    });
    back.addEventListener("click", restore);
    toolsOf(table).append(back);
  };

  /* ---------------------------------------------------------------- filter */

  /* Rows are folded once, not at every key. */
  const matcher = (query, folded) => {
    const wanted = fold(query).split(/\s+/).filter(Boolean);
    return (row) => wanted.every((word) => folded.get(row).includes(word));
  };

  /* A row has keys for everything it can be chosen by. */
  const chooser = (selects) => {
    const wanted = selects.map((select) => select.value).filter(Boolean);
    return (row) => wanted.every((key) => (row.dataset.keys ?? "").split(" ").includes(key));
  };

  /* A heading of a group that matches brings its whole group along, as far as it is chosen. */
  const visibleRows = (rows, matches, isChosen) => {
    const shown = new Set();
    let group = null;
    let wholeGroup = false;
    for (const row of rows) {
      if (row.matches(".group")) {
        group = row;
        wholeGroup = matches(row);
      } else if (row.matches(".total")) {
        shown.add(row);
      } else if ((wholeGroup || matches(row)) && isChosen(row)) {
        shown.add(row);
        if (group) shown.add(group);
      }
    }
    return shown;
  };

  const makeFilterable = (table) => {
    const office = bodyRows(table);
    const units = office.filter((row) => !row.matches(".total, .group"));
    if (units.length < ENOUGH_ROWS_TO_FILTER) return;
    const folded = new Map(office.map((row) => [row, fold(row.textContent)]));
    const { filter: label, noun = "dòng" } = table.dataset;
    const input = element("input", { type: "search", placeholder: label, autocomplete: "off" });
    input.setAttribute("aria-label", label);
    const count = element("span");
    count.setAttribute("role", "status");
    const tools = toolsOf(table);
    const selects = [...tools.querySelectorAll("select")];

    const apply = () => {
      const shown = visibleRows(office, matcher(input.value, folded), chooser(selects));
      office.forEach((row) => (row.hidden = !shown.has(row)));
      const left = units.filter((row) => shown.has(row)).length;
      const asked = input.value.trim() || selects.some((select) => select.value);
      count.textContent = asked ? `${left}/${units.length} ${noun}` : "";
    };

    input.addEventListener("input", apply);
    selects.forEach((select) => select.addEventListener("change", apply));
    tools.prepend(input);
    (selects.at(-1)?.closest("label") ?? input).after(count);
    tools.hidden = false;
  };

  /* ---------------------------------------------------------------- fitting */

  /* Only a table too wide for its box needs the box to scroll, and one that is hundreds of rows
     long; the others let their heading stick to the window. */
  const watchWidth = (box) => {
    const table = box.querySelector("table");
    new ResizeObserver(() => {
      const isOwn = box.classList.contains("table-box--own");
      const fits = !isOwn && table.offsetWidth <= Math.ceil(box.getBoundingClientRect().width);
      box.classList.toggle("table-box--fits", fits);
      box.classList.toggle("table-box--scrolls", !fits);
    }).observe(box);
  };

  document.querySelectorAll("table[data-sortable]").forEach(makeSortable);
  document.querySelectorAll("table[data-filter]").forEach(makeFilterable);
  document.querySelectorAll(".table-box").forEach(watchWidth);
})();
