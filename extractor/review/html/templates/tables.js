"use strict";
// Tables that a click on a heading sorts: by `data-sort` where a cell has it, else by its figures,
// else by its text.

const worth = (cell) => {
  const text = cell.dataset.sort || cell.textContent.trim();
  const number = Number(text.replace(/[,%+]/g, ""));
  return text === "" ? -Infinity : Number.isNaN(number) ? text.toLowerCase() : number;
};

for (const table of document.querySelectorAll("table.sortable")) {
  const heads = [...table.tHead.rows[0].cells], body = table.tBodies[0];
  heads.forEach((head, at) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") !== "descending";
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const sign = down ? -1 : 1;
      const rows = [...body.rows].sort((a, b) => {
        const x = worth(a.cells[at]), y = worth(b.cells[at]);
        return sign * (x < y ? -1 : x > y ? 1 : 0);
      });
      body.append(...rows);
    });
  });
}
