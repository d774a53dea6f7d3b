// What htmx does not do: the charts, the pause, and what goes wrong.
"use strict";
(() => {
  const MINUTES = 15;
  const POINTS_MAX = MINUTES * 60;
  const toast = (words) => {
    const box = document.getElementById("toast");
    box.textContent = words;
    box.classList.add("shown");
  };
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status === 401) {
      location.assign("/console/sign-in");
      return;
    }
    let detail = String(event.detail.xhr.status);
    try {
      detail = JSON.parse(event.detail.xhr.responseText).detail;
    } catch {
      // Not one of our problems: its status has to do.
    }
    toast(document.body.dataset.failed + " " + detail);
  });
  document.addEventListener("htmx:sendError", () => toast(document.body.dataset.lost));

  let hiding = 0;
  document.addEventListener("htmx:oobAfterSwap", () => {
    clearTimeout(hiding);
    hiding = setTimeout(() => document.getElementById("toast").classList.remove("shown"), 8000);
  });

  const state = document.getElementById("live-state");
  const pause = document.getElementById("pause");
  let paused = false;
  const show = (name) => {
    if (state) {
      state.textContent = state.dataset[paused ? "paused" : name];
      document.body.classList.toggle("is-live", name === "on" && !paused);
      document.body.classList.toggle("is-paused", paused);
    }
  };
  document.addEventListener("htmx:sseOpen", () => show("on"));
  document.addEventListener("htmx:sseError", () => show("off"));
  if (pause) {
    pause.addEventListener("click", () => {
      paused = !paused;
      pause.setAttribute("aria-pressed", String(paused));
      show("on");
    });
  }

  const holder = document.getElementById("chart-rates");
  const points = holder ? JSON.parse(holder.dataset.points) : [];
  const columns = () => [0, 1, 2, 3, 4].map((column) => points.map((point) => point[column]));
  const compact = new Intl.NumberFormat(document.documentElement.lang, { notation: "compact" });
  const clock = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false, timeZone: "UTC" });
  const charts = [];

  const options = (id, series) => {
    const axis = { stroke: colour("--dim"), grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false }, font: "11px system-ui, sans-serif" };
    const element = document.getElementById(id);
    return {
      width: Math.max(200, element.clientWidth),
      height: element.clientHeight,
      cursor: { show: false },
      legend: { show: false },
      padding: [8, 8, 0, 0],
      scales: {
        x: { range: () => { const now = points.length ? points[points.length - 1][0] : Date.now() / 1000; return [Math.max(now - MINUTES * 60, Math.min(points.length ? points[0][0] : now, now - 60)), now]; } },
        y: { range: (_, __, max) => [0, Math.max(10, max * 1.1)] },
      },
      axes: [
        { ...axis, size: 24, space: 90, values: (_, splits) => splits.map((at) => clock.format(at * 1000)) },
        { ...axis, size: 44, values: (_, splits) => splits.map((value) => compact.format(value)) },
      ],
      series: [{}, ...series],
    };
  };
  const line = (name, fill) => ({ stroke: colour(name), width: 1.5, points: { show: false }, fill: fill ? colour(name) + "22" : undefined });

  const draw = () => {
    charts.splice(0).forEach((chart) => chart.destroy());
    const [time, stored, delivered, processed, backlog] = columns();
    charts.push(new uPlot(options("chart-rates", [line("--k1", true), line("--k2", true), line("--k3")]), [time, stored, delivered, processed], holder));
    charts.push(new uPlot(options("chart-backlog", [line("--returned", true)]), [time, backlog], document.getElementById("chart-backlog")));
  };
  const extend = (point) => {
    points.push(point);
    points.splice(0, points.length - POINTS_MAX);
    if (document.hidden || paused) {
      return;
    }
    const [time, stored, delivered, processed, backlog] = columns();
    charts[0].setData([time, stored, delivered, processed]);
    charts[1].setData([time, backlog]);
  };

  // A button that is replaced between press and release would not be clicked.
  let pressed = false;
  addEventListener("pointerdown", () => { pressed = true; }, true);
  addEventListener("keydown", (event) => { pressed = event.key === " "; }, true);
  for (const name of ["pointerup", "pointercancel", "keyup", "blur"]) {
    addEventListener(name, () => setTimeout(() => { pressed = false; }), true);
  }
  // An answer to a button that was replaced meanwhile would be shown nowhere.
  const isAsking = () => document.querySelector(".htmx-request") !== null;
  document.addEventListener("htmx:sseBeforeMessage", (event) => {
    if (event.detail.type === "point") {
      event.preventDefault();
      extend(JSON.parse(event.detail.data));
    } else if (paused || pressed || isAsking()) {
      event.preventDefault();
    }
  });
  if (holder) {
    draw();
    let waiting = 0;
    addEventListener("resize", () => {
      clearTimeout(waiting);
      waiting = setTimeout(draw, 150);
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  }

  const mark = document.getElementById("mark");
  if (mark) {
    mark.addEventListener("change", () => {
      document.querySelectorAll('input[name="name"][type="checkbox"]').forEach((box) => {
        box.checked = mark.checked;
      });
    });
  }
})();
