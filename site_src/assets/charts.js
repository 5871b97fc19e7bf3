/* Draws the figures of a page. Data come from Python and are never changed here; only what
   depends on the reader's screen is: width, colours of the scheme, where long names stand. */
"use strict";

(() => {
  const NARROW = 600; // px: below it names stand above their bars
  const FONT_SIZE = 13;
  const LINE = 16; // px, one line of a name
  const BAR = 26; // px, a bar on a narrow screen; any thinner and plotly leaves its text out
  const SLOT = 36; // px, the least a bar and the gap to the next one take on a wide screen
  const END = 24; // px, the least to the right of an axis: half of "100%"
  const WIDEST_NAME = 300; // px, and never more than a third of the chart
  // A4 less its margins and the words above and below the bars of a chart, in px.
  const PORTRAIT = { width: 660, tallest: 850 };
  const LANDSCAPE = { width: 990, tallest: 540 };
  const HEAD = 300; // px, the tallest head of a page that leaves room for its chart on the first sheet
  // On paper a long chart is squeezed to stand on one sheet: 10px is 7.5pt.
  const SQUEEZED = { nameSize: 10, line: 11, least: 13, widestName: 340, bargap: 0.08, figure: 0.7, figureSize: 9 };

  const plots = [...document.querySelectorAll(".chart__plot[data-chart]")];
  const drawn = new Set();
  const ruler = document.createElement("canvas").getContext("2d");

  const css = (name) => getComputedStyle(document.body).getPropertyValue(name).trim();
  const isDark = () => document.body.dataset.mdColorScheme === "slate";

  const readFigure = (plot) => {
    const source = document.querySelector(`script[data-for="${CSS.escape(plot.dataset.chart)}"]`);
    return JSON.parse(source.textContent);
  };

  /* ---------------------------------------------------------------- colours */

  /* Swaps the light colours of the theme for the dark ones it names in layout.meta.dark. Text
     inside bars stays: the bars keep their colours, so what is legible on them does too. */
  const recolour = (node, swap, key = "") => {
    if (typeof node === "string") return /color$/i.test(key) ? (swap[node.toLowerCase()] ?? node) : node;
    if (Array.isArray(node)) return node.map((item) => recolour(item, swap, key));
    if (node === null || typeof node !== "object" || key === "insidetextfont") return node;
    return Object.fromEntries(Object.entries(node).map(([name, value]) => [name, recolour(value, swap, name)]));
  };

  const inDark = (figure) => {
    const swap = figure.layout.meta?.dark ?? {};
    const { data, layout } = recolour({ data: figure.data, layout: figure.layout }, swap);
    layout.font = { ...layout.font, color: css("--ink") };
    layout.hoverlabel = { ...layout.hoverlabel, bgcolor: css("--soft"), font: { color: css("--ink") } };
    for (const axis of axesOf(layout)) {
      Object.assign(axis, { gridcolor: css("--line"), linecolor: css("--line"), zerolinecolor: css("--muted") });
    }
    return { data, layout };
  };

  /* ---------------------------------------------------------------- names beside bars */

  const axesOf = (layout) =>
    Object.keys(layout)
      .filter((key) => /^[xy]axis\d*$/.test(key))
      .map((key) => layout[key]);

  const isNamedBars = (data) =>
    data.length > 0 && data.every((trace) => trace.type === "bar" && trace.orientation === "h" && isNamed(trace.y));

  const isNamed = (values) => Array.isArray(values) && values.some((value) => typeof value === "string");

  /* Pairs of category and name, in the order of the axis; the axis may name its categories. */
  const namesOf = (data, axis) => {
    const given = new Map((axis.tickvals ?? []).map((value, at) => [value, axis.ticktext?.[at]]));
    const values = axis.categoryarray ?? [...new Set(data.flatMap((trace) => trace.y))];
    return values.map((value) => [value, given.get(value) ?? value]);
  };

  /* A word in pieces that fit; tags and entities stay whole. */
  const pieces = (word, room) => {
    if (ruler.measureText(word).width <= room) return [word];
    const found = [""];
    for (const sign of word.match(/<[^>]*>|&#?\w+;|./gu)) {
      const longer = found.at(-1) + sign;
      if (found.at(-1) && ruler.measureText(longer).width > room) found.push(sign);
      else found[found.length - 1] = longer;
    }
    return found;
  };

  const wrap = (name, room) => {
    const lines = [""];
    const words = String(name).replaceAll("<br>", " ").split(" ");
    for (const word of words.flatMap((each) => pieces(each, room))) {
      const longer = `${lines.at(-1)} ${word}`.trim();
      if (lines.at(-1) && ruler.measureText(longer).width > room) lines.push(word);
      else lines[lines.length - 1] = longer;
    }
    return lines;
  };

  const wrapAll = (names, room) => names.map(([value, name]) => [value, wrap(name, room)]);

  const mostLines = (wrapped) => Math.max(...wrapped.map(([, lines]) => lines.length));

  /* The first chart shares its sheet with the head of the page, unless its rows became too thin. */
  const besideBars = (layout, names, sheet, data) => {
    const { width } = sheet;
    const left = sheet.tallest - (sheet.head ?? 0);
    const tallest = left >= SQUEEZED.least * names.length ? left : sheet.tallest;
    const wrapped = wrapAll(names, Math.min(WIDEST_NAME, width / 3));
    const slot = Math.max(bodyHeight(layout) / names.length, mostLines(wrapped) * LINE + 6, SLOT);
    if (slot * names.length > tallest) return squeezed(layout, names, tallest, data);
    placeBeside(layout, wrapped, slot);
  };

  const squeezed = (layout, names, tallest, data) => {
    ruler.font = `${SQUEEZED.nameSize}px ${css("--sans")}`;
    const wrapped = wrapAll(names, SQUEEZED.widestName);
    const slot = Math.max(tallest / names.length - 1, mostLines(wrapped) * SQUEEZED.line - 2);
    layout.yaxis.tickfont = { ...layout.yaxis.tickfont, size: SQUEEZED.nameSize };
    layout.bargap = SQUEEZED.bargap;
    for (const trace of data) {
      trace.insidetextfont = { ...trace.insidetextfont, size: Math.min(FONT_SIZE, slot * SQUEEZED.figure) };
    }
    layout.uniformtext = { mode: "hide", ...layout.uniformtext, minsize: SQUEEZED.figureSize };
    placeBeside(layout, wrapped, slot);
  };

  const placeBeside = (layout, wrapped, slot) => {
    const widest = Math.max(...wrapped.flatMap(([, lines]) => lines.map((text) => ruler.measureText(text).width)));
    layout.margin.l = Math.ceil(widest) + 14;
    Object.assign(layout.yaxis, {
      automargin: false,
      ticks: "",
      tickvals: wrapped.map(([value]) => value),
      ticktext: wrapped.map(([, lines]) => `${lines.join("<br>")} `),
    });
    layout.height = Math.ceil(slot * wrapped.length) + layout.margin.t + layout.margin.b;
  };

  const aboveBars = (layout, names, { width }) => {
    const wrapped = wrapAll(names, width - 16);
    const lines = mostLines(wrapped);
    const slot = BAR + lines * LINE + 12;
    Object.assign(layout.margin, { l: 2, r: END, t: layout.margin.t + lines * LINE });
    Object.assign(layout.yaxis, { automargin: false, showticklabels: false });
    layout.bargap = 1 - BAR / slot;
    layout.height = slot * names.length + layout.margin.t + layout.margin.b;
    // A category is named by its place: "0103" would be taken for the number 103.
    layout.annotations = [
      ...(layout.annotations ?? []),
      ...wrapped.map(([, text], at) => ({
        text: text.join("<br>"),
        x: 0,
        xref: "paper",
        xanchor: "left",
        align: "left",
        y: at,
        yref: "y",
        yanchor: "bottom",
        yshift: BAR / 2,
        showarrow: false,
      })),
    ];
  };

  const bodyHeight = (layout) => layout.height - layout.margin.t - layout.margin.b;

  /* ---------------------------------------------------------------- composing */

  const axisDefaults = { fixedrange: true, automargin: true };

  const frame = (layout, plot, width) => {
    delete layout.title; // the page says it above the chart
    Object.assign(layout, {
      width,
      height: layout.height ?? plot.clientHeight,
      autosize: false,
      dragmode: false, // a finger must scroll the page
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      margin: { t: 8, r: 24, b: 32, l: 48, ...layout.margin },
      font: { ...layout.font, family: css("--sans"), size: FONT_SIZE },
    });
    layout.margin.r = Math.max(layout.margin.r, END);
    layout.xaxis = { ...layout.xaxis };
    layout.yaxis = { ...layout.yaxis };
    for (const axis of axesOf(layout)) Object.assign(axis, { ...axisDefaults, ...axis, fixedrange: true });
  };

  const compose = (plot, sheet) => {
    const read = readFigure(plot);
    frame(read.layout, plot, sheet.width);
    ruler.font = `${FONT_SIZE}px ${css("--sans")}`;
    const { data, layout } = sheet.dark ? inDark(read) : read;
    if (isNamedBars(data)) {
      const place = sheet.width < NARROW ? aboveBars : besideBars;
      place(layout, namesOf(data, layout.yaxis), sheet, data);
    }
    return { data, layout };
  };

  const onScreen = (plot) => ({ width: plot.clientWidth, tallest: Infinity, dark: isDark() });

  const draw = (plot, sheet = onScreen(plot)) => {
    if (!sheet.width) return; // inside something closed: drawn when it opens
    const { data, layout } = compose(plot, sheet);
    plot.style.height = `${layout.height}px`;
    window.Plotly.react(plot, data, layout, { displayModeBar: false, showTips: false, doubleClick: false });
    drawn.add(plot);
    plot.dataset.drawnWidth = sheet.width;
  };

  /* ---------------------------------------------------------------- when */

  const near = new IntersectionObserver(
    (entries) =>
      entries
        .filter((entry) => entry.isIntersecting && !drawn.has(entry.target))
        .forEach((entry) => draw(entry.target)),
    { rootMargin: "400px" },
  );

  const resized = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (drawn.has(target) && Number(target.dataset.drawnWidth) !== target.clientWidth) draw(target);
    }
  });

  /* What stands above the first chart of a page, which shares the first sheet with it. */
  const headOf = (plot) => {
    const top = (element) => element.getBoundingClientRect().top;
    const head = top(plot.closest(".chart")) - top(document.querySelector(".page"));
    return head < HEAD ? head : 0;
  };

  const onPaper = () => {
    const sheet = document.querySelector("[data-paper=landscape]") ? LANDSCAPE : PORTRAIT;
    plots.forEach((plot) => draw(plot, { ...sheet, head: headOf(plot), dark: false }));
  };

  const start = () => {
    plots.forEach((plot) => {
      near.observe(plot);
      resized.observe(plot);
    });
    new MutationObserver(() => drawn.forEach((plot) => draw(plot))).observe(document.body, {
      attributeFilter: ["data-md-color-scheme"],
    });
    addEventListener("beforeprint", onPaper);
    addEventListener("afterprint", () => drawn.forEach((plot) => draw(plot)));
  };

  /* Without the drawing library the tables still tell everything. */
  const showTables = () => document.querySelectorAll(".chart__table").forEach((table) => (table.open = true));

  if (window.Plotly) start();
  else showTables();
})();
