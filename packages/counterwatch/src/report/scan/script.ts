/**
 * The report's only script: sorting, filtering, opening. It is written into the file and allowed by its hash; without it the
 * page says everything, only in one order. It reads text and data attributes, and never writes markup.
 */
export const SCRIPT = `(() => {
"use strict";
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

for (const table of all("table[data-sortable]")) {
  const heads = all("thead th", table);
  const body = table.tBodies[0];
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    const number = head.dataset.kind === "n";
    button.addEventListener("click", () => {
      const was = head.getAttribute("aria-sort");
      const up = was ? was === "descending" : !number;
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const key = (row) => row.cells[column].dataset.v ?? row.cells[column].textContent;
      const order = number ? (a, b) => Number(key(a)) - Number(key(b)) : (a, b) => key(a).localeCompare(key(b), undefined, { numeric: true });
      body.append(...[...body.rows].sort((a, b) => (up ? order(a, b) : order(b, a))));
    });
  });
}

const bar = document.querySelector(".filter");
if (bar) {
  bar.hidden = false;
  const field = bar.querySelector("input");
  const shown = document.getElementById("shown");
  const toggles = all("[data-severity]", bar);
  const items = all("#findings [data-s]").map((item) => ({ item, group: item.closest(".group"), severity: item.dataset.s, text: "" }));
  const apply = () => {
    const on = new Set(toggles.filter((toggle) => toggle.getAttribute("aria-pressed") === "true").map((toggle) => toggle.dataset.severity));
    const wanted = field.value.trim().toLowerCase();
    const groups = new Set();
    let count = 0;
    for (const one of items) {
      if (wanted && !one.text) one.text = (one.item.textContent + " " + (one.group?.querySelector("header")?.textContent ?? "")).toLowerCase();
      const visible = on.has(one.severity) && (!wanted || one.text.includes(wanted));
      one.item.hidden = !visible;
      if (visible) { count += 1; groups.add(one.group); }
    }
    for (const group of all("#findings .group")) {
      group.hidden = !groups.has(group);
      for (const table of all("table.lesser", group)) table.hidden = !table.querySelector("tbody tr:not([hidden])");
    }
    const filtered = wanted || on.size < toggles.length;
    shown.textContent = filtered ? shown.dataset.text.replace("{shown}", String(count)).replace("{all}", String(items.length)) : "";
  };
  field.addEventListener("input", apply);
  for (const toggle of toggles) toggle.addEventListener("click", () => {
    toggle.setAttribute("aria-pressed", String(toggle.getAttribute("aria-pressed") !== "true"));
    apply();
  });
  const opener = document.getElementById("open-all");
  opener.addEventListener("click", () => {
    const open = opener.getAttribute("aria-pressed") !== "true";
    opener.setAttribute("aria-pressed", String(open));
    opener.textContent = open ? opener.dataset.close : opener.dataset.open;
    for (const details of all("#findings details")) details.open = open;
  });
}

let opened = [];
addEventListener("beforeprint", () => {
  opened = all("details:not([open])");
  for (const details of opened) details.open = true;
});
addEventListener("afterprint", () => {
  for (const details of opened) details.open = false;
});
})();`;
