// Everything works without this file. It saves a page load where a filter is ticked, and lets long lists be searched.
(() => {
  "use strict";
  const find = document.getElementById("find");
  let asked = 0;

  const refresh = async (url, push) => {
    const turn = ++asked;
    const answer = await fetch(url, { headers: { Accept: "text/html" } });
    if (!answer.ok) { location.assign(url); return; }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (turn !== asked) return;
    const [here, there] = [document, page].map((d) => d.getElementById("found"));
    if (!there) { location.assign(url); return; }
    const focus = document.activeElement;
    const mark = focus && here.contains(focus) ? [focus.name, focus.value, focus.type] : null;
    const open = [...here.querySelectorAll("details")].map((d) => d.open);
    here.replaceChildren(...document.importNode(there, true).childNodes);
    const folds = here.querySelectorAll("details");
    if (folds.length === open.length) folds.forEach((d, i) => { d.open = d.open || open[i]; });
    else if (open[0] && folds[0]) folds[0].open = true;
    document.title = page.title;
    // The place that is read out stays where it is; only its words change.
    document.getElementById("told").textContent = document.getElementById("results-h").textContent;
    for (const link of page.querySelectorAll(".nav [hreflang]")) {
      const own = document.querySelector(`.nav [hreflang="${link.hreflang}"]`);
      if (own) own.href = link.href;
    }
    if (push) history.pushState(null, "", url);
    dress();
    if (mark) {
      const again = [...here.querySelectorAll("input, select, button")].find(
        (e) => e.name === mark[0] && (e.type !== "checkbox" || e.value === mark[1]) && e.type === mark[2]);
      if (again) again.focus({ preventScroll: true });
    }
  };

  const ask = () => {
    const words = new URLSearchParams();
    for (const [name, value] of new FormData(find)) if (value) words.append(name, value);
    const sort = find.elements.sort;
    if (sort && sort.value === sort.dataset.usual) words.delete("sort");
    const text = words.toString();
    return refresh(find.getAttribute("action") + (text ? "?" + text : ""), true);
  };

  // A long folded list gets a field that narrows it.
  const dress = () => {
    for (const fold of document.querySelectorAll(".facet details.more")) {
      const ticks = [...fold.querySelectorAll(".tick")];
      if (ticks.length < 12 || fold.querySelector("input[type=search]")) continue;
      const field = document.createElement("input");
      field.type = "search";
      field.className = "narrow";
      field.setAttribute("aria-label", fold.closest("fieldset").querySelector("legend").textContent);
      field.placeholder = fold.closest("fieldset").dataset.narrow;
      const plain = (s) => s.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
      field.addEventListener("input", () => {
        for (const tick of ticks) tick.hidden = !plain(tick.textContent).includes(plain(field.value));
      });
      field.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
      fold.querySelector("summary").after(field);
    }
  };

  if (find && window.fetch && history.pushState) {
    document.documentElement.classList.add("live");
    document.addEventListener("change", (event) => {
      const field = event.target;
      if (field.form === find && field.id !== "q" && field.matches("input[type=checkbox], input[type=number], input[type=date], select")) ask();
    });
    find.addEventListener("submit", (event) => { event.preventDefault(); ask(); });
    addEventListener("popstate", () => refresh(location.href, false));
  }
  dress();

  // What is too large is told before it is sent, and the wait is shown.
  const check = document.getElementById("check");
  if (check) {
    const { text, file } = check.elements;
    const button = check.querySelector("button[type=submit]");
    const label = button.textContent;
    const weigh = (field, size) => field.setCustomValidity(size > check.dataset.limit ? check.dataset.over : "");
    button.addEventListener("click", () => {
      weigh(text, new Blob([text.value]).size);
      weigh(file, file.files[0] ? file.files[0].size : 0);
    });
    for (const field of [text, file]) field.addEventListener("input", () => field.setCustomValidity(""));
    check.addEventListener("submit", (event) => {
      if (button.hasAttribute("aria-busy")) { event.preventDefault(); return; }
      button.setAttribute("aria-busy", "true");
      button.textContent = check.dataset.busy;
    });
    addEventListener("pageshow", () => { button.removeAttribute("aria-busy"); button.textContent = label; });
  }

  // The menu closes when the reader goes elsewhere.
  const menu = document.querySelector("details.menu");
  if (menu) {
    document.addEventListener("click", (event) => { if (!menu.contains(event.target)) menu.open = false; });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && menu.open) { menu.open = false; menu.querySelector("summary").focus(); }
    });
  }
})();
