"use strict";
// The pages can be read without this: it adds sorting, searching and jumping.

const compare = (a, b) => (a < b ? -1 : Number(a > b));
const byId = (id) => document.getElementById(id);
const typing = (event) =>
  event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);

// Single keys can be switched off (WCAG 2.1.4); a browser may forbid files to store the choice.
function singleKeys(actions) {
  const box = byId("keys");
  try {
    box.checked = localStorage.getItem("coverup-keys") !== "off";
    box.addEventListener("change", () => localStorage.setItem("coverup-keys", box.checked ? "on" : "off"));
  } catch {
    box.checked = true;
  }
  document.addEventListener("keydown", (event) => {
    if (box.checked && Object.hasOwn(actions, event.key) && !typing(event)) {
      event.preventDefault();
      actions[event.key]();
    }
  });
}

function index(table) {
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const rows = [...body.rows].filter((row) => row.cells.length === heads.length);
  const files = rows.map((row) => {
    const name = row.cells[0].textContent;
    const numbers = [...row.cells].map((cell) => parseFloat(cell.textContent));
    return { row, name, folded: name.toLowerCase(), numbers };
  });
  const search = byId("search");

  const state = () => new URLSearchParams(location.hash.slice(1));
  function change(values) {
    const next = state();
    for (const [name, value] of Object.entries(values)) {
      if (value) next.set(name, value);
      else next.delete(name);
    }
    location.replace(`#${next}`);
    show();
  }

  // What is missing ("–") comes last in both directions.
  function order(column, descending) {
    const sign = descending ? -1 : 1;
    if (heads[column].dataset.kind === "text") return (a, b) => sign * compare(a.name, b.name);
    return (a, b) => {
      const [x, y] = [a.numbers[column], b.numbers[column]];
      if (Number.isNaN(x) || Number.isNaN(y)) return Number.isNaN(x) - Number.isNaN(y);
      return sign * (x - y) || compare(a.name, b.name);
    };
  }

  let sorted = "file";
  function sort(wanted) {
    const [key, way] = wanted.split(".");
    const column = Math.max(heads.findIndex((head) => head.dataset.key === key), 0);
    const descending = way === "down";
    heads.forEach((head, i) => {
      if (i === column) head.setAttribute("aria-sort", descending ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    if (wanted === sorted) return;
    sorted = wanted;
    body.append(...files.sort(order(column, descending)).map((file) => file.row));
  }

  function filter(folder, text) {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const file of files) {
      const fits = file.name.startsWith(folder) && words.every((word) => file.folded.includes(word));
      file.row.hidden = !fits;
      count += fits;
    }
    const place = folder ? ` in ${folder}` : "";
    byId("found").textContent = folder || words.length ? `${count} of ${files.length} files${place}` : "";
    for (const link of document.querySelectorAll(".tree a")) {
      const own = new URLSearchParams(link.hash.slice(1)).get("dir") ?? "";
      if (own === folder) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }

  let shown = null;
  function show() {
    if (location.hash === shown) return;
    shown = location.hash;
    const wanted = state();
    if (document.activeElement !== search) search.value = wanted.get("q") ?? "";
    sort(wanted.get("sort") ?? "file");
    filter(wanted.get("dir") ?? "", wanted.get("q") ?? "");
  }

  heads.forEach((head) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const now = head.getAttribute("aria-sort");
      // Numbers start with the worst: the smallest share, the most that is missed.
      const first = head.dataset.kind === "number" ? "down" : "up";
      const way = now ? (now === "ascending" ? "down" : "up") : first;
      change({ sort: `${head.dataset.key}.${way}` });
    });
  });
  search.addEventListener("input", () => change({ q: search.value.trim() }));
  search.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      search.value = "";
      change({ q: "" });
    }
  });
  // Choosing a folder keeps the search and the order.
  for (const link of document.querySelectorAll(".tree a")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      change({ dir: new URLSearchParams(link.hash.slice(1)).get("dir") ?? "" });
    });
  }
  addEventListener("hashchange", show);
  if (matchMedia("(max-width: 70rem)").matches) document.querySelector(".fold")?.removeAttribute("open");
  singleKeys({ "/": () => search.focus() });
  show();
}

function file() {
  const stops = [...document.querySelectorAll("tr.s")];
  let at = -1;

  function jump(step) {
    if (!stops.length) return;
    at = at < 0 && step < 0 ? stops.length - 1 : (at + step + stops.length) % stops.length;
    const row = stops[at];
    const [from, to] = [Number(row.id.slice(1)), Number(row.dataset.to)];
    location.replace(`#${row.id}`);
    const lines = from === to ? `line ${from}` : `lines ${from} to ${to}`;
    byId("place").textContent = `Uncovered ${at + 1} of ${stops.length}: ${lines}`;
    row.tabIndex = -1;
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "center" });
  }

  byId("next")?.addEventListener("click", () => jump(1));
  byId("previous")?.addEventListener("click", () => jump(-1));
  singleKeys({ n: () => jump(1), p: () => jump(-1), u: () => byId("up").click() });
  // A click on a line's number gives its address.
  byId("lines").addEventListener("click", (event) => {
    const number = event.target.closest("tbody th");
    if (number) location.replace(`#${number.parentElement.id}`);
  });
}

document.documentElement.classList.add("live");
const table = byId("table");
if (table) index(table);
else file();
