// Everything works without this file. It saves a page load where a filter is ticked, and lets long lists be searched.
(() => {
  "use strict";
  const find = document.getElementById("find");
  const question = (url) => { const { pathname, search } = new URL(url, location.href); return pathname + search; };
  let asked = 0, wanted = question(location.href);

  const refresh = async (url, push) => {
    const turn = ++asked;
    wanted = question(url);
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
    // A link to a part of the page is a step in the history, too.
    addEventListener("popstate", () => { if (question(location.href) !== wanted) refresh(location.href, false); });
  }
  dress();

  // Suggestions while somebody types, in a list that the arrow keys go through (ARIA: combobox).
  const suggest = (field) => {
    const list = document.createElement("div");
    list.className = "suggested";
    list.id = "suggested";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", field.dataset.label);
    field.after(list);
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id], ["aria-expanded", "false"]]) field.setAttribute(name, value);
    let timer = 0, turn = 0, at = -1;
    const options = () => [...list.querySelectorAll("[role=option]")];
    const make = (name, text, more) => Object.assign(document.createElement(name), { textContent: text, ...more });
    const close = () => {
      turn++;
      at = -1;
      list.hidden = true;
      field.setAttribute("aria-expanded", "false");
      field.removeAttribute("aria-activedescendant");
    };
    const mark = (place) => {
      const all = options();
      at = (place + all.length + 1) % (all.length + 1);
      all.forEach((option, number) => option.setAttribute("aria-selected", String(number === at)));
      if (!all[at]) { at = -1; field.removeAttribute("aria-activedescendant"); return; }
      field.setAttribute("aria-activedescendant", all[at].id);
      all[at].scrollIntoView({ block: "nearest" });
    };
    const go = (option) => { close(); const to = new URL(option.dataset.url); location.assign(to.pathname + to.search); };
    const show = (groups) => {
      let number = 0;
      list.replaceChildren(...groups.map((group, place) => {
        const box = make("div", "");
        const head = make("b", group.label, { id: `suggested-${place}` });
        box.setAttribute("role", "group");
        box.setAttribute("aria-labelledby", head.id);
        box.append(head, ...group.suggestions.map((each) => {
          const option = make("div", "", { id: `suggestion-${number++}` });
          option.setAttribute("role", "option");
          option.setAttribute("aria-selected", "false");
          option.dataset.url = each.url;
          option.append(make("span", each.text, each.language ? { lang: each.language } : {}));
          if (each.label || group.kind !== "title") option.append(make("small", [each.label, group.kind === "title" ? "" : each.count].filter(Boolean).join(" · ")));
          option.addEventListener("mousedown", (event) => { event.preventDefault(); go(option); });
          return option;
        }));
        return box;
      }));
      at = -1;
      list.hidden = !number;
      field.setAttribute("aria-expanded", String(number > 0));
      field.removeAttribute("aria-activedescendant");
    };
    const ask = async () => {
      const mine = ++turn;
      const address = `${field.dataset.suggest}&q=${encodeURIComponent(field.value.trim())}`;
      const answer = field.value.trim().length > 1 && await fetch(address).catch(() => null);
      if (mine !== turn || document.activeElement !== field) return;
      if (answer && answer.ok) show((await answer.json()).groups); else close();
    };
    field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 120); });
    field.addEventListener("blur", () => { clearTimeout(timer); close(); });
    field.addEventListener("keydown", (event) => {
      if (list.hidden) { if (event.key === "ArrowDown") { event.preventDefault(); ask(); } return; }
      if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); mark(event.key === "ArrowDown" ? at + 1 : at < 0 ? options().length - 1 : at - 1); }
      else if (event.key === "Escape") { event.preventDefault(); close(); }
      else if (event.key === "Enter" && options()[at]) { event.preventDefault(); go(options()[at]); }
    });
    field.form.addEventListener("submit", () => { clearTimeout(timer); close(); });
  };
  for (const field of document.querySelectorAll("[data-suggest]")) suggest(field);

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

  // The list of the reader is in a cookie, so that pages are the same for all: its count, and what is in it, come from there.
  const kept = () => {
    const held = document.cookie.split("; ").find((each) => each.startsWith("catalogue_list="));
    return held ? decodeURIComponent(held.split("=")[1]).replace(/"/g, "").split("~")[0].split(".") : [];
  };
  const showKept = () => {
    const numbers = kept();
    for (const link of document.querySelectorAll('.nav a[href$="/list"]')) {
      let count = link.querySelector(".strong");
      if (!count) { count = document.createElement("span"); count.className = "strong"; link.append(count); }
      count.textContent = numbers.length ? ` (${numbers.length})` : "";
    }
    for (const form of document.querySelectorAll("form.keep")) {
      const button = form.querySelector("button");
      button.dataset.in = button.dataset.in || button.textContent;
      const inside = numbers.includes(form.dataset.number);
      button.value = inside ? "remove" : "add";
      button.textContent = inside ? form.dataset.out : button.dataset.in;
    }
  };
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("form.keep") || !window.fetch || form.dataset.plain) return;
    event.preventDefault();
    const button = form.querySelector("button");
    const body = new URLSearchParams(new FormData(form));
    body.set("action", button.value);
    const asked = { method: "POST", body, headers: { Accept: "application/json" } };
    const answer = await fetch(form.getAttribute("action"), asked).catch(() => null);
    if (answer && !answer.ok) {  // the page of the answer says why; the button's action goes with it
      form.dataset.plain = "true";
      form.requestSubmit(button);
      delete form.dataset.plain;
      return;
    }
    const said = answer ? await answer.json() : { told: form.dataset.offline };
    showKept();
    let told = form.querySelector("[role=status]");
    if (!told) {
      told = document.createElement("p");
      told.className = "small muted";
      told.setAttribute("role", "status");
      form.append(told);
      await new Promise((done) => setTimeout(done, 100));
    }
    told.textContent = said.told;
  });
  addEventListener("pageshow", showKept);

  // The menu closes when the reader goes elsewhere.
  const menu = document.querySelector("details.menu");
  if (menu) {
    document.addEventListener("click", (event) => { if (!menu.contains(event.target)) menu.open = false; });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && menu.open) { menu.open = false; menu.querySelector("summary").focus(); }
    });
  }
})();
