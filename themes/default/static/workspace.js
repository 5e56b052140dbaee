// Everything works without this file. It keeps what is typed, adds rows without a page load, and finds while one types.
(() => {
  "use strict";
  const WAIT = 2500; // milliseconds without typing before what was typed is kept
  const fill = (text, values) => text.replace(/%\((\w+)\)s/g, (_, name) => values[name]);

  // What was typed when a page was left lies in the tab until the server has it. To send it again changes nothing where
  // it had arrived, so that it is never asked which of one's own two windows is meant.
  const place = document.querySelector("[data-of]");
  const mark = place && `kept ${place.dataset.who} ${place.dataset.of} `;
  const store = (key, value) => { try { sessionStorage.setItem(key, JSON.stringify(value)); } catch { /* there is no room, or it is switched off */ } };
  const drop = (key) => { try { sessionStorage.removeItem(key); } catch { /* nothing to drop */ } };
  const read = (key) => { try { return JSON.parse(sessionStorage.getItem(key)); } catch { return null; } };
  const left = () => { try { return Object.keys(sessionStorage).filter((key) => mark && key.startsWith(mark)); } catch { return []; } };
  const said = (pairs, name) => pairs.find((pair) => pair[0] === name)?.[1];
  const post = (address, pairs, more) => fetch(address, {
    method: "POST", body: new URLSearchParams(pairs), headers: { Accept: "application/json" }, redirect: "manual", credentials: "same-origin", ...more,
  });
  // The name of an input, or of its language, after the server has named it anew.
  const named = (name, names) => {
    const base = name.endsWith(".lang") ? name.slice(0, -5) : name;
    return names[base] ? names[base] + name.slice(base.length) : name;
  };

  const resend = async (key) => {
    const address = key.slice(mark.length);
    const { sent, typed } = read(key);
    const token = ["csrf_token", document.querySelector("input[name=csrf_token]").value];
    const send = (pairs) => post(address, [...pairs, token], { signal: AbortSignal.timeout(10000) });
    let pairs = typed;
    const first = sent && await send(sent); // what was under way, which has given new names if it arrived
    if (first?.ok) {
      const kept = await first.json();
      const is = { version: String(kept.version) };
      if (kept.version <= Number(said(sent, "version")) + 1) pairs = typed.map(([name, value]) => [named(name, kept.names), is[name] ?? value]);
    }
    let answer = await send(pairs);
    if (answer.status === 409) { // the same may have been on its way at this very moment
      await new Promise((done) => setTimeout(done, 500));
      answer = await send(pairs);
    }
    if (answer.ok) drop(key);
    return answer;
  };

  // Send what other pages of this description have left; gives the answers, by their keys.
  const bring = async (keys) => {
    const answers = new Map();
    for (const key of keys) answers.set(key, await resend(key).catch(() => null));
    return answers;
  };

  // What is typed is kept on the server soon after, and when the page is left.
  const keep = (form) => {
    const told = document.getElementById("kept");
    const beside = document.getElementById("beside");
    const words = form.dataset;
    const address = form.getAttribute("action"); // form.action is its buttons
    const own = mark + address;
    let timer = 0, sent = null, waiting = null, dirty = false, stopped = false, leaving = false, long = false;

    const isLong = (text) => text.length > words.longest && [...text].length > words.longest;
    const body = () => {
      const data = [], over = [];
      for (const [name, value] of new FormData(form)) {
        if (typeof value !== "string" || name === "action" || over.includes(name)) continue;
        if (isLong(value)) over.push(name, `${name}.lang`);
        else data.push([name, value]);
      }
      long = over.length > 0;
      return [...data, ["action", "keep"]];
    };
    const plain = (pairs) => pairs.filter(([name]) => name !== "csrf_token");
    const say = (text, bad) => {
      if (!told) return;
      told.textContent = text;
      told.classList.toggle("trouble-now", Boolean(bad));
    };
    const remember = () => store(own, { typed: plain(body()), sent: sent && dirty ? plain(sent) : null });

    // Names of inputs follow their values: what the server calls them now.
    const rename = (names) => {
      for (const element of form.querySelectorAll("[name]")) element.name = named(element.name, names);
      for (const button of form.querySelectorAll("button[name=action]")) {
        const [verb, name] = button.value.split(/:(.*)/s);
        if (names[name]) button.value = `${verb}:${names[name]}`;
      }
    };
    // The meters as they are now; not under the hands of who is there.
    const freshen = (html) => {
      if (!html || !beside || beside.contains(document.activeElement)) return;
      const fresh = new DOMParser().parseFromString(html, "text/html").body;
      const folds = (within) => [...within.querySelectorAll(".gauge")].map((each) => [each.querySelector("[id]").id, each.querySelector("details")]);
      const open = folds(beside).filter(([, fold]) => fold?.open).map(([id]) => id);
      for (const [id, fold] of folds(fresh)) if (fold) fold.open = open.includes(id);
      beside.replaceChildren(...fresh.childNodes);
    };

    let flight = Promise.resolve();
    const send = () => {
      clearTimeout(timer);
      if (!stopped && !sent && !leaving && !form.inert) flight = fly();
      return flight;
    };
    const fly = async () => {
      dirty = false;
      sent = body();
      say(words.keeping);
      try {
        const answer = await post(address, sent);
        if (answer.ok) {
          const kept = await answer.json();
          form.elements.version.value = kept.version;
          rename(kept.names);
          freshen(kept.beside);
          drop(own);
          const not = [...(kept.unkept ?? []).map((each) => each.said), long ? words.long : ""].filter(Boolean);
          say([fill(words.kept, { time: kept.at }), ...not].join(". "), not.length);
        } else if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
          stopped = true; remember(); say(words.ended, true);
        } else if (answer.status === 409 || answer.status === 412) {
          stopped = true; remember(); say(words.stale, true);
        } else if (answer.status === 410) {
          stopped = true; remember(); say(words.gone, true);
        } else if (answer.status === 413) {
          remember(); say(words.vast, true);
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
      if (leaving || form.inert) { event.preventDefault(); return; }
      if (sent) { event.preventDefault(); waiting = event.submitter; return; }
      if (new URLSearchParams(new FormData(form)).toString().length > words.most) { event.preventDefault(); say(words.vast, true); return; }
      leaving = true;
      drop(own);
    });
    // Who discards their changes means those too that were typed just now.
    document.querySelector("form.unsaved")?.addEventListener("submit", () => {
      stopped = true;
      left().forEach(drop);
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
    addEventListener("pagehide", () => {
      if (!(dirty || sent) || leaving || stopped) return;
      remember();
      const data = body();
      if (new URLSearchParams(data).toString().length < 60000) post(address, data, { keepalive: true }).catch(() => {});
    });

    const putBack = (pairs) => {
      const taken = new Set();
      for (const [name, value] of pairs) {
        if (["action", "version", "base"].includes(name)) continue;
        const found = [...form.elements].filter((e) => e.name === name && !taken.has(e) && e.type !== "hidden");
        const box = found.find((e) => (e.type === "checkbox" || e.type === "radio") && e.value === value);
        if (box) { box.checked = true; taken.add(box); continue; }
        const field = found.find((e) => e.type !== "checkbox" && e.type !== "radio" && e.tagName !== "BUTTON");
        if (field) { field.value = value; taken.add(field); }
      }
    };
    // What truly was changed elsewhere meanwhile is laid beside it, on the page that a button would lead to.
    const choose = (pairs) => {
      const asked = document.createElement("form");
      asked.method = "post";
      asked.action = address;
      asked.hidden = true;
      for (const [name, value] of [...pairs, ["csrf_token", form.elements.csrf_token.value]]) {
        const field = document.createElement("textarea"); // an input would lose line breaks
        field.name = name;
        field.value = value;
        asked.append(field);
      }
      document.body.append(asked);
      asked.submit();
    };
    // What was left is put back at once and sent; then the page is shown as the server has it.
    const restore = async () => {
      const keys = left();
      const typed = read(own)?.typed;
      if (!keys.length) return;
      if (typed) putBack(typed);
      form.inert = true;
      say(words.keeping);
      const answers = await bring(keys);
      const versions = [];
      for (const answer of answers.values()) if (answer?.ok) versions.push((await answer.json()).version);
      form.inert = false;
      if (versions.some((version) => String(version) !== form.elements.version.value)) {
        leaving = true;
        store(`told ${own}`, Boolean(typed));
        location.reload();
      } else if (typed && answers.get(own)?.status === 409) {
        leaving = true;
        drop(own);
        choose(typed);
      } else if (typed && !answers.get(own)?.ok) { say(words.restored); changed(); }
      else { dirty = false; say(""); }
    };
    addEventListener("pageshow", (event) => {
      leaving = false;
      if (event.persisted) restore();
    });
    if (read(`told ${own}`)) say(`${words.restored} ${told?.textContent ?? ""}`.trim());
    drop(`told ${own}`);
    restore();
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
  if (place && !forms.length) {
    bring(left()).then((answers) => { if ([...answers.values()].some((answer) => answer?.ok)) location.reload(); });
  }
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
