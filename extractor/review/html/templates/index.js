"use strict";
// The index: search, filters, order, a batch of rows at a time. In a file that holds its pages,
// `#p3` shows the third.

const BATCH = 200;

function index() {
  const rows = JSON.parse(document.getElementById("rows").textContent);
  const form = document.querySelector(".tools"), list = document.getElementById("list");
  const more = document.getElementById("more"), count = form.querySelector(".count");
  for (const row of rows) row.text = [row.document, row.given, row.titles].join(" ").toLowerCase();
  for (const name of ["family", "layout", "codes"]) {
    const values = [...new Set(rows.flatMap((row) => row[name]))].sort();
    for (const value of values) if (value || name !== "codes") form.elements[name].add(new Option(value || "none", value));
  }
  let found = rows, shown = 0, order = null;

  const cell = (tr, text, number) => {
    const td = tr.insertCell();
    td.textContent = text;
    if (number) td.className = "number";
    return td;
  };
  const draw = () => {
    const part = document.createDocumentFragment();
    for (const row of found.slice(shown, shown + BATCH)) {
      const tr = document.createElement("tr"), link = document.createElement("a");
      link.href = row.href;
      link.textContent = row.document;
      const first = cell(tr, "");
      first.append(link);
      for (const more of [row.given, row.titles].filter(Boolean)) {
        const small = document.createElement("small");
        small.textContent = more;
        first.append(document.createElement("br"), small);
      }
      cell(tr, row.family || "none");
      cell(tr, row.layout);
      cell(tr, row.values.toLocaleString("en"), true);
      cell(tr, row.filled + "%", true);
      for (const name of ["error", "warning", "open"]) cell(tr, row[name] || "", true);
      cell(tr, row.codes.join(" "));
      part.append(tr);
    }
    list.append(part);
    shown = Math.min(shown + BATCH, found.length);
    more.hidden = shown >= found.length;
    count.textContent = found.length === rows.length ? rows.length + " pages" : found.length + " of " + rows.length + " pages";
  };
  const apply = () => {
    const wanted = form.elements, words = wanted.search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const [low, high] = wanted.filled.value.split("-").map(Number);
    const is = (name, row) => wanted[name].value === "*" || wanted[name].value === row[name];
    const code = wanted.codes.value;
    found = rows.filter((row) => is("family", row) && is("layout", row)
      && (code === "*" || (code ? row.codes.includes(code) : !row.codes.length))
      && row.filled >= low && row.filled <= high && words.every((word) => row.text.includes(word)));
    if (order) {
      const [by, sign] = order;
      found.sort((a, b) => sign * (a[by] < b[by] ? -1 : a[by] > b[by] ? 1 : 0));
    }
    list.replaceChildren();
    shown = 0;
    draw();
  };
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  more.addEventListener("click", draw);
  for (const head of document.querySelectorAll("th[data-by]"))
    head.querySelector("button").addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") !== "ascending";
      for (const other of document.querySelectorAll("th[data-by]")) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      order = [head.dataset.by, up ? 1 : -1];
      apply();
    });
  apply();
}

function pages() {
  const shown = document.getElementById("shown"), list = document.getElementById("index");
  const turn = () => {
    const page = /^#p\d+$/.test(location.hash) && document.getElementById(location.hash.slice(1));
    list.hidden = !!page;
    shown.hidden = !page;
    shown.replaceChildren();
    if (!page) return;
    shown.append(page.content.cloneNode(true));
    review(shown, decided);
    scrollTo(0, 0);
  };
  addEventListener("hashchange", turn);
  turn();
}

index();
if (document.querySelector("template")) pages();
