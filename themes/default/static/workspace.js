// Everything works without this file. It keeps what is typed, adds rows without a page load, and finds while one types.
(() => {
  "use strict";
  const WAIT = 2500; // milliseconds without typing before what was typed is kept
  const fill = (text, values) => text.replace(/%\((\w+)\)s/g, (_, name) => values[name]);

  // What is typed is kept on the server soon after, and when the page is left.
  const keep = (form) => {
    const told = document.getElementById("kept");
    const words = form.dataset;
    const address = form.getAttribute("action"); // form.action is its buttons
    const store = `kept ${words.who} ${address}`;
    let timer = 0, sent = null, waiting = null, dirty = false, stopped = false, leaving = false;

    const body = () => {
      const data = new URLSearchParams();
      for (const [name, value] of new FormData(form)) if (typeof value === "string" && name !== "action") data.append(name, value);
      data.set("action", "keep");
      return data;
    };
    const say = (text, bad) => {
      if (!told) return;
      told.textContent = text;
      told.classList.toggle("trouble-now", Boolean(bad));
    };
    const remember = () => {
      try { sessionStorage.setItem(store, JSON.stringify([...body()].filter(([name]) => name !== "csrf_token"))); } catch { /* there is no room, or it is switched off */ }
    };
    const forget = () => { try { sessionStorage.removeItem(store); } catch { /* nothing to forget */ } };

    // Names of inputs follow their values: what the server calls them now.
    const rename = (names) => {
      for (const element of form.querySelectorAll("[name]")) {
        for (const ending of ["", ".lang"]) {
          const base = ending && element.name.endsWith(ending) ? element.name.slice(0, -ending.length) : element.name;
          if (names[base]) { element.name = names[base] + (base === element.name ? "" : ending); break; }
        }
      }
      for (const button of form.querySelectorAll("button[name=action]")) {
        const [verb, name] = button.value.split(/:(.*)/s);
        if (names[name]) button.value = `${verb}:${names[name]}`;
      }
    };

    let flight = Promise.resolve();
    const send = () => {
      clearTimeout(timer);
      if (!stopped && !sent && !leaving) flight = post();
      return flight;
    };
    const post = async () => {
      dirty = false;
      const data = body();
      sent = data.toString();
      say(words.keeping);
      try {
        const answer = await fetch(address, {
          method: "POST", body: data, headers: { Accept: "application/json" }, redirect: "manual", credentials: "same-origin",
        });
        if (answer.ok) {
          const kept = await answer.json();
          form.elements.version.value = kept.version;
          rename(kept.names);
          forget();
          say(fill(words.kept, { time: new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }) }));
        } else if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
          stopped = true; remember(); say(words.ended, true);
        } else if (answer.status === 409 || answer.status === 412) {
          stopped = true; remember(); say(words.stale, true);
        } else { dirty = true; remember(); say(words.failed, true); }
      } catch { dirty = true; remember(); say(words.failed, true); }
      sent = null;
      if (waiting) { const button = waiting; waiting = null; leaving = false; form.requestSubmit(button); return; }
      if (dirty && !stopped) timer = setTimeout(send, WAIT * 2);
    };
    const changed = (event) => {
      if (event && (!event.target.name || event.target.name.startsWith("q:"))) return;
      dirty = true;
      clearTimeout(timer);
      timer = setTimeout(send, WAIT);
    };
    form.addEventListener("input", changed);
    form.addEventListener("change", changed);
    // A button waits for what is on its way, so that it sends the version that comes of it.
    form.addEventListener("submit", (event) => {
      clearTimeout(timer);
      if (leaving) { event.preventDefault(); return; }
      if (sent) { event.preventDefault(); waiting = event.submitter; return; }
      leaving = true;
      forget();
    });
    // A link waits too: the page that it leads to shows what was typed here.
    document.addEventListener("click", async (event) => {
      const link = event.target.closest("a[href]");
      const plain = link && !event.defaultPrevented && !event.button && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
      if (!plain || !(dirty || sent) || stopped || leaving || link.target || link.origin !== location.origin) return;
      if (link.pathname === location.pathname && link.hash) return;
      event.preventDefault();
      await flight;
      if (dirty) await send();
      location.assign(link.href);
    });
    addEventListener("pageshow", () => { leaving = false; });
    addEventListener("pagehide", () => {
      if (!dirty || leaving || stopped) return;
      const data = body();
      const whole = new Blob([data.toString()]).size;
      if (whole < 60000) fetch(address, { method: "POST", body: data, keepalive: true, credentials: "same-origin" });
      else remember();
    });

    // What could not be kept because the session had ended is put back after signing in again.
    let left = null;
    try { left = JSON.parse(sessionStorage.getItem(store)); } catch { left = null; }
    if (left) {
      const taken = new Set();
      for (const [name, value] of left) {
        if (["action", "version", "base", "csrf_token"].includes(name)) continue;
        const found = [...form.elements].filter((e) => e.name === name && !taken.has(e) && e.type !== "hidden");
        const box = found.find((e) => (e.type === "checkbox" || e.type === "radio") && e.value === value);
        if (box) { box.checked = true; taken.add(box); continue; }
        const field = found.find((e) => e.type !== "checkbox" && e.type !== "radio" && e.tagName !== "BUTTON");
        if (field) { field.value = value; taken.add(field); }
      }
      say(words.restored);
      changed();
    }
  };

  // A row more for a property that has several values.
  const addRow = (button, form) => {
    const rows = form.querySelector(`[data-rows="${CSS.escape(button.dataset.add)}"]`);
    const last = rows && [...rows.querySelectorAll("[data-row]")].pop();
    const field = last && last.querySelector("input[name], textarea[name]");
    if (!field) return false;
    if (!field.value.trim()) { field.focus(); return true; }
    const row = last.cloneNode(true);
    for (const each of row.querySelectorAll(".quiet, .wrongs")) each.remove();
    let number = 1;
    const free = () => `${button.dataset.add}.new${number}`;
    while (form.elements.namedItem(free())) number += 1;
    const fresh = row.querySelector("input[name], textarea[name]");
    fresh.name = free();
    fresh.id = `${fresh.name}-in`;
    fresh.value = "";
    for (const name of ["lang", "aria-invalid", "autofocus"]) fresh.removeAttribute(name);
    const tongue = row.querySelector("select");
    if (tongue) {
      const taken = new Set([...rows.querySelectorAll("select")].map((e) => e.value));
      tongue.name = `${fresh.name}.lang`;
      const short = last.querySelector("select").value;
      tongue.value = rows.dataset.perLanguage === undefined ? short : ([...tongue.children].map((o) => o.value).find((v) => v && !taken.has(v)) ?? short);
    }
    rows.append(row);
    fresh.focus();
    return true;
  };

  // A search that lists what it finds while one types (the combobox pattern of the ARIA practices).
  const picker = (box, number) => {
    const field = box.querySelector("input[type=search]");
    const button = box.querySelector(".seek button");
    const chosen = box.querySelector(".chosen");
    const list = document.createElement("ul");
    const status = document.createElement("p");
    list.className = "listbox";
    list.id = `listbox-${number}`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", field.placeholder);
    list.hidden = true;
    status.className = "hidden";
    status.setAttribute("role", "status");
    box.querySelector(".seek").append(list, status);
    button.hidden = true;
    Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list" })
      .forEach(([name, value]) => field.setAttribute(name, value));
    let found = [], at = -1, asked = 0, timer = 0;

    const show = (open) => {
      list.hidden = !open;
      field.setAttribute("aria-expanded", String(open));
      if (!open) { field.removeAttribute("aria-activedescendant"); at = -1; }
    };
    const mark = (place) => {
      at = place;
      [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === at)));
      if (at >= 0) { field.setAttribute("aria-activedescendant", list.children[at].id); list.children[at].scrollIntoView({ block: "nearest" }); }
    };
    const take = (option) => {
      const known = [...chosen.querySelectorAll("input")].find((e) => e.value === option.iri);
      if ("single" in box.dataset) for (const each of chosen.querySelectorAll(".pick")) each.remove();
      if (known && known.isConnected) known.checked = true;
      else {
        const label = document.createElement("label");
        const tick = document.createElement("input");
        const text = document.createElement("span");
        label.className = "pick";
        tick.type = "checkbox";
        tick.name = box.dataset.name;
        tick.value = option.iri;
        tick.checked = true;
        text.textContent = option.label;
        if (option.code) {
          const code = document.createElement("span");
          code.className = "code-of";
          code.textContent = ` ${option.code}`;
          text.append(code);
        }
        label.append(tick, text);
        chosen.append(label);
      }
      field.value = "";
      show(false);
      field.focus();
      chosen.dispatchEvent(new Event("change", { bubbles: true }));
      const any = chosen.querySelector("input");
      if (any) any.dispatchEvent(new Event("change", { bubbles: true }));
    };
    const look = async () => {
      const question = field.value.trim();
      if (!question) { show(false); return; }
      const turn = ++asked;
      const address = box.dataset.picker + (box.dataset.picker.includes("?") ? "&" : "?") + new URLSearchParams({ q: question });
      const answer = await fetch(address, { headers: { Accept: "application/json" }, credentials: "same-origin" }).catch(() => null);
      if (turn !== asked || !answer || !answer.ok) return;
      found = (await answer.json()).options;
      list.replaceChildren(...found.map((option, index) => {
        const item = document.createElement("li");
        item.id = `${list.id}-${index}`;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        item.textContent = option.label;
        if (option.code) {
          const code = document.createElement("span");
          code.className = "code-of";
          code.textContent = ` ${option.code}`;
          item.append(code);
        }
        item.addEventListener("mousedown", (event) => { event.preventDefault(); take(option); });
        return item;
      }));
      status.textContent = found.length ? fill(box.dataset.found, { count: found.length }) : box.dataset.none;
      at = -1;
      show(found.length > 0);
    };
    field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(look, 150); });
    field.addEventListener("blur", () => show(false));
    field.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" && !list.hidden) mark(Math.min(at + 1, found.length - 1));
      else if (event.key === "ArrowUp" && !list.hidden) mark(Math.max(at - 1, 0));
      else if (event.key === "Escape" && !list.hidden) show(false);
      else if (event.key === "Enter") { if (!list.hidden && found.length) take(found[Math.max(at, 0)]); else look(); }
      else return;
      event.preventDefault();
    });
  };

  const forms = document.querySelectorAll("form[data-keep]");
  for (const form of forms) {
    keep(form);
    form.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-add]");
      if (button && addRow(button, form)) event.preventDefault();
    });
    // Enter in a list of short values goes on to the next one; elsewhere it does not send the form by accident.
    form.addEventListener("keydown", (event) => {
      const field = event.target;
      if (event.key !== "Enter" || field.tagName !== "INPUT" || field.type === "search") return;
      event.preventDefault();
      const rows = field.closest("[data-rows]");
      const button = rows && form.querySelector(`button[data-add="${CSS.escape(rows.dataset.rows)}"]`);
      if (button) addRow(button, form);
    });
  }
  document.querySelectorAll("[data-picker]").forEach(picker);

  // A link to a field opens the folds that it stands in.
  const reveal = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    target.scrollIntoView();
    const field = target.matches("input, select, textarea") ? target : target.querySelector("input:not([type=hidden]), select, textarea");
    if (field && !document.querySelector("[autofocus]")) field.focus({ preventScroll: true });
  };
  addEventListener("hashchange", reveal);
  if (forms.length) reveal();
  const alert = document.getElementById("alert");
  if (alert && !location.hash) alert.focus();
})();
