// A collector: what it sends is what any collector would send.
"use strict";
(() => {
  const root = document.getElementById("tryit");
  const element = (id) => document.getElementById("t-" + id);
  const text = (key, ...values) => values.reduce((all, value, i) => all.replace("{" + i + "}", value), root.getAttribute("data-t-" + key) ?? "");
  const leaseMs = Number(root.dataset.lease) * 1000;
  const LOG_MAX = 60;
  let next = "";
  let holds = 0;
  let received = 0;
  let leaseEnds = 0;
  let auto = false;
  let busy = false;

  const ispb = () => element("ispb").value.trim().toUpperCase();
  const headers = () => {
    const key = element("key")?.value.trim();
    return { Accept: element("accept").value, ...(key ? { "X-API-Key": key } : {}) };
  };
  const note = (entry, words) => {
    const line = document.createElement("p");
    line.textContent = words;
    entry.append(line);
  };
  const entry = (method, path) => {
    const item = document.createElement("li");
    const line = document.createElement("div");
    line.className = "line";
    const request = document.createElement("span");
    request.className = "mono";
    request.textContent = method + " " + path;
    const status = document.createElement("span");
    status.className = "status";
    status.textContent = text("running");
    line.append(request, status);
    item.append(line);
    element("log").prepend(item);
    while (element("log").children.length > LOG_MAX) {
      element("log").lastChild.remove();
    }
    item.status = status;
    return item;
  };
  const send = async (method, path) => {
    const item = entry(method, path);
    const began = performance.now();
    try {
      const response = await fetch(path, { method, headers: headers(), cache: "no-store" });
      const body = await response.text();
      item.status.textContent = response.status + " · " + Math.round(performance.now() - began) + " ms";
      item.status.classList.add(response.ok ? "ok" : "no");
      return { item, response, body, status: response.status, pullNext: response.headers.get("Pull-Next") };
    } catch {
      item.status.textContent = document.body.dataset.lost;
      item.status.classList.add("no");
      return { item, status: 0 };
    }
  };
  const refresh = () => {
    const open = next !== "";
    element("id").textContent = open ? next.split("/").pop() : "–";
    element("holds").textContent = holds || root.dataset.none;
    element("received").textContent = received;
    element("lane").href = "/console/lanes/" + encodeURIComponent(ispb());
    element("start").disabled = open || busy;
    for (const name of ["next", "drop", "late", "close"]) {
      element(name).disabled = !open || busy || auto;
    }
    element("auto").disabled = !open || (busy && !auto);
    element("auto").setAttribute("aria-pressed", String(auto));
  };
  const ended = () => {
    next = "";
    holds = 0;
    auto = false;
    leaseEnds = 0;
  };
  const take = (answer) => {
    if (answer.status === 200) {
      const parsed = JSON.parse(answer.body);
      holds = Array.isArray(parsed) ? parsed.length : 1;
      note(answer.item, text("200", holds));
    } else if (answer.status === 204) {
      holds = 0;
      note(answer.item, text("204"));
    } else {
      note(answer.item, text(String(answer.status)) || answer.body || "");
      if ([0, 404, 410].includes(answer.status)) {
        ended();
      }
      auto = false;
      return false;
    }
    next = answer.pullNext;
    leaseEnds = performance.now() + leaseMs;
    return true;
  };
  const alone = (work) => async () => {
    if (busy) {
      return;
    }
    busy = true;
    refresh();
    try {
      await work();
    } finally {
      busy = false;
      refresh();
    }
  };
  const pull = async () => {
    const path = next;
    if (take(await send("GET", path))) {
      received += holds;
    }
    refresh();
  };
  const start = async () => {
    const path = "/api/pix/" + ispb() + "/stream/start";
    if (take(await send("GET", path))) {
      received += holds;
    }
  };
  const store = async () => {
    const path = "/api/util/msgs/" + ispb() + "/" + encodeURIComponent(element("number").value);
    const answer = await send("POST", path);
    note(answer.item, text(String(answer.status)) || answer.body || "");
  };
  const drop = async () => {
    const path = next;
    const lost = await send("GET", path);
    if (lost.status !== 200 && lost.status !== 204) {
      take(lost);
      return;
    }
    note(lost.item, text("lost"));
    const again = await send("GET", path);
    const same = again.status === 200 && again.body === lost.body && again.pullNext === lost.pullNext;
    if (take(again)) {
      received += holds;
    }
    if (same) {
      note(again.item, text("same"));
    }
  };
  const late = async () => {
    const path = next;
    leaseEnds = performance.now() + leaseMs;
    await new Promise((resolve) => setTimeout(resolve, leaseMs + 1500));
    const item = entry("…", text("ended"));
    item.status.textContent = "";
    take(await send("GET", path));
  };
  const close = async () => {
    const answer = await send("DELETE", next);
    note(answer.item, answer.status === 200 ? text("close") : text(String(answer.status)));
    ended();
  };
  const runAuto = async () => {
    auto = !auto;
    refresh();
    if (!auto || busy) {
      return;
    }
    busy = true;
    while (auto && next) {
      await pull();
    }
    busy = false;
    auto = false;
    refresh();
  };
  setInterval(() => {
    const left = Math.max(0, leaseEnds - performance.now());
    element("lease").value = left / 1000;
    element("left").textContent = next ? Math.ceil(left / 1000) + " s" : "–";
  }, 250);
  element("store")?.addEventListener("click", store);
  element("start").addEventListener("click", alone(start));
  element("next").addEventListener("click", alone(pull));
  element("drop").addEventListener("click", alone(drop));
  element("late").addEventListener("click", alone(late));
  element("close").addEventListener("click", alone(close));
  element("auto").addEventListener("click", runAuto);
  element("ispb").addEventListener("input", refresh);
  refresh();
})();
