"use strict";
// One page under review: ties places together, filters findings, keys, decisions.
// `review(root, document id)` sets up what stands in `root`; the tooltip is the one of the file.

function tooltips(root) {
  const tip = document.getElementById("tip");
  const hide = () => { tip.hidden = true; };
  const show = (event) => {
    const at = event.target.closest && event.target.closest("[data-tip]");
    if (!at) return hide();
    tip.textContent = at.dataset.tip;
    tip.hidden = false;
    const box = at.getClientRects()[0] || at.getBoundingClientRect();
    const below = box.bottom + 6 + tip.offsetHeight < innerHeight;
    tip.style.top = (below ? box.bottom + 6 : Math.max(0, box.top - 6 - tip.offsetHeight)) + "px";
    tip.style.left = Math.max(4, Math.min(box.left, innerWidth - tip.offsetWidth - 4)) + "px";
    at.setAttribute("aria-describedby", "tip");
  };
  root.addEventListener("pointerover", show);
  root.addEventListener("focusin", show);
  root.addEventListener("pointerleave", hide);
  root.addEventListener("focusout", hide);
}

function together(root) {
  const places = new Map(), findings = new Map();
  const note = (map, name, element) => {
    if (!map.has(name)) map.set(name, []);
    map.get(name).push(element);
  };
  for (const one of root.querySelectorAll("[data-k]"))
    for (const key of one.dataset.k.split(" ")) note(places, key, one);
  for (const one of root.querySelectorAll("[data-f]"))
    for (const number of one.dataset.f.split(" ")) note(findings, number, one);
  for (const one of root.querySelectorAll("[data-n]")) note(findings, one.dataset.n, one);
  let lit = [];
  const light = (event) => {
    const at = event.target.closest && event.target.closest("[data-k],[data-n]");
    for (const one of lit) one.classList.remove("on");
    lit = [];
    if (!at) return;
    const names = at.dataset.k ? at.dataset.k.split(" ") : [at.dataset.n];
    const map = at.dataset.k ? places : findings;
    lit = names.flatMap((name) => map.get(name) || []);
    for (const one of lit) one.classList.add("on");
  };
  root.addEventListener("pointerover", light);
  root.addEventListener("focusin", light);
  return places;
}

function go(target) {
  if (!target) return;
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: "center" });
}

function travel(root, places) {
  let last = null;
  const turn = new Map();
  root.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link || event.ctrlKey || event.metaKey) return;
    const cell = link.closest("td[data-k]");
    let target = root.querySelector("#" + CSS.escape(link.hash.slice(1)));
    if (cell) {
      const stops = places.get(cell.dataset.k).filter((one) => one.id.startsWith("m"));
      const next = turn.get(cell) || 0;
      turn.set(cell, next + 1);
      if (stops.length) target = stops[next % stops.length];
    }
    if (!target) return;
    event.preventDefault();
    last = link;
    go(target);
  });
  return () => { const to = last; last = document.activeElement; go(to); };
}

function filters(root) {
  const buttons = [...root.querySelectorAll(".filters button")];
  const off = { severity: new Set(), code: new Set() };
  const apply = () => {
    const hidden = new Set();
    for (const one of root.querySelectorAll("[data-n]")) {
      one.hidden = off.severity.has(one.dataset.severity) || off.code.has(one.dataset.code);
      if (one.hidden) hidden.add(one.dataset.n);
    }
    for (const one of root.querySelectorAll("[data-f]"))
      one.classList.toggle("off", one.dataset.f.split(" ").every((n) => hidden.has(n)));
  };
  for (const button of buttons)
    button.addEventListener("click", () => {
      const kind = button.dataset.severity ? "severity" : "code";
      const on = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", on);
      off[kind][on ? "delete" : "add"](button.dataset[kind]);
      apply();
    });
}

function stepper(find) {
  let current = null;
  return (by) => {
    const all = find();
    if (!all.length) return;
    const at = all.indexOf(current);
    current = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : (at + by + all.length) % all.length];
    go(current);
  };
}

function decisions(root, name, store) {
  const form = root.querySelector(".decide");
  if (!form) return { act: () => {} };
  const choices = form.querySelector(".choices"), input = form.querySelector("input");
  const link = form.querySelector(".download"), count = form.querySelector(".count");
  let cell = null;
  const id = (one) => JSON.stringify([name, one.dataset.entity, one.dataset.field]);
  const badge = (one) => {
    const found = store.get(id(one));
    let label = one.querySelector(".decided");
    if (!found) return label && label.remove();
    if (!label) { label = document.createElement("span"); label.className = "decided"; one.append(label); }
    const words = { accept: "✓ accepted", reject: "✗ rejected", correct: "✎ corrected: " };
    label.textContent = words[found.decision] + (found.decision === "correct" ? found.text : "");
  };
  const tell = () => {
    const lines = [...store.values()].map((one) => JSON.stringify(one) + "\n");
    if (link.href) URL.revokeObjectURL(link.href);
    link.hidden = !lines.length;
    link.href = URL.createObjectURL(new Blob(lines, { type: "application/x-ndjson" }));
    count.textContent = lines.length ? lines.length + " decided" : "";
  };
  const choose = (one) => {
    cell = one;
    const field = one.dataset.field.replaceAll("_", " ");
    form.querySelector(".about").textContent = field + " of " + one.dataset.entity;
    choices.hidden = false;
    input.value = "";
    const texts = [...one.querySelectorAll(".candidate")].map((c) => c.dataset.text);
    const buttons = texts.map((text) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = text.length > 40 ? text.slice(0, 39) + "…" : text;
      button.addEventListener("click", () => decide("correct", text));
      return button;
    });
    form.querySelector(".candidates").replaceChildren(...buttons);
    form.querySelector("[data-decision=accept]").disabled = !["value", "none"].includes(one.dataset.state);
    form.querySelector("[data-decision=reject]").disabled = one.dataset.state === "absent";
  };
  const decide = (decision, text) => {
    if (!cell) return;
    if (decision === "undo") store.delete(id(cell));
    else {
      const { entity, field, was } = cell.dataset;
      const row = { document: name, entity, field, decision, was: JSON.parse(was) };
      if (decision === "correct") row.text = text;
      store.set(id(cell), row);
    }
    badge(cell);
    tell();
  };
  const act = (decision) => {
    if (!cell) return;
    const button = form.querySelector("[data-decision=" + decision + "]");
    if (decision === "correct" && !input.value) return input.focus();
    if (!button.disabled) decide(decision, input.value);
  };
  for (const button of form.querySelectorAll("[data-decision]"))
    button.addEventListener("click", () => act(button.dataset.decision));
  form.addEventListener("submit", (event) => { event.preventDefault(); act("correct"); });
  const pick = (event) => {
    const one = event.target.closest("td[data-field]");
    if (one) choose(one);
  };
  root.addEventListener("focusin", pick);
  root.addEventListener("click", pick);
  for (const one of root.querySelectorAll("td[data-field]")) badge(one);
  tell();
  return { act };
}

// Decisions of this review, of all its pages, kept by the browser where it keeps anything for files.
function kept() {
  const home = location.pathname.replace(/pages\/\d+\.html$/, "");
  const name = "extractor decisions " + home, store = new Map();
  try {
    for (const [key, row] of JSON.parse(localStorage.getItem(name)) || []) store.set(key, row);
  } catch (error) { /* nothing is kept, or nothing may be */ }
  const save = () => {
    try { localStorage.setItem(name, JSON.stringify([...store])); } catch (error) { /* not kept */ }
  };
  return {
    get: (key) => store.get(key),
    set: (key, row) => { store.set(key, row); save(); },
    delete: (key) => { store.delete(key); save(); },
    values: () => store.values(),
  };
}

let keys = null;
document.addEventListener("keydown", (event) => {
  if (!keys || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input,select,textarea")) return;
  const act = keys[event.key];
  if (act) { event.preventDefault(); act(); }
});

function review(root, store) {
  const main = root.querySelector("main.review");
  tooltips(main);
  const places = together(main);
  const back = travel(main, places);
  filters(main);
  const { act } = decisions(main, main.dataset.document, store);
  const finding = stepper(() => [...main.querySelectorAll("a.note[id]")].filter((one) => !one.hidden));
  const open = stepper(() => [...main.querySelectorAll(".open[id]")]);
  keys = {
    n: () => finding(1), N: () => finding(-1), o: () => open(1), O: () => open(-1), b: back,
    a: () => act("accept"), x: () => act("reject"), c: () => act("correct"),
  };
}

const decided = kept();
if (document.querySelector("main.review")) review(document, decided);
