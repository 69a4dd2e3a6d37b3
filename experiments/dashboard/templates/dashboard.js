/* What is set goes to the server when it is let go of; what comes back is put in its place. Nothing is computed here. */
"use strict";
(() => {
  const by = (id) => document.getElementById(id);
  const chosen = { case: 0, number: 0, values: {} };
  let decimal = ".", playing = null;

  const send = (name, value) => Shiny.setInputValue(name, value, { priority: "event" });
  const working = () => { by("busy").classList.add("working"); };
  const ask = () => { working(); chosen.number += 1; send("asked", { ...chosen, values: { ...chosen.values } }); };
  const written = (number) => String(number).replace(".", decimal);
  const address = (name, value) => { // which the page has when it is loaded again
    const here = new URL(location);
    if (value) here.searchParams.set(name, value); else here.searchParams.delete(name);
    history.replaceState(null, "", here);
  };
  const said = (text) => { const part = document.createElement("p"); part.textContent = text; return part; };

  /* --- controls --- */

  const fieldOf = (box) => box.querySelector("input[type=text], select");
  const mark = (box) => {
    const changed = box.dataset.control in chosen.values, reset = box.querySelector(".reset");
    box.classList.toggle("changed", changed);
    if (reset) reset.hidden = !changed;
  };
  const back = (box) => { // to what stands there when nothing is set
    const field = fieldOf(box), range = box.querySelector("input[type=range]");
    if (field) field.value = field.dataset.first;
    if (range) range.value = range.dataset.first;
    box.querySelectorAll("input[type=checkbox]").forEach((one) => { one.checked = one.dataset.first === "1"; });
    delete chosen.values[box.dataset.control];
    mark(box);
    ask();
  };
  const set = (box, part) => {
    const id = box.dataset.control, kind = box.dataset.kind;
    if (kind === "switch") {
      chosen.values[id] = part.checked;
      document.querySelector(`[data-of="${CSS.escape(id)}"]`).hidden = !part.checked;
    } else if (kind === "truth") chosen.values[id] = part.checked;
    else if (kind === "radio") chosen.values[id] = part.value;
    else if (kind === "several") chosen.values[id] = [...box.querySelectorAll("input:checked")].map((one) => one.value);
    else if (part.type === "range") chosen.values[id] = Number(part.value);
    else chosen.values[id] = part.value;
    const range = box.querySelector("input[type=range]"), number = Number(String(part.value).replace(",", "."));
    if (range && part !== range && part.value !== "" && Number.isFinite(number)) range.value = number;
    mark(box);
    ask();
  };

  document.addEventListener("input", (event) => {
    const part = event.target, box = part.closest("[data-control]");
    if (box && part.type === "range") fieldOf(box).value = written(part.value);
    else if (part.id === "month") tell();
  });
  document.addEventListener("change", (event) => {
    const part = event.target, box = part.closest("[data-control]");
    if (box) set(box, part);
    else if (part.name === "lang") send("lang", part.value);
    else if (part.name === "view") { working(); stop(); by("view").classList.add("stale"); send("view", part.value); }
    else if (part.id === "scenario") { working(); send("chosen", part.value); }
    else if (part.id === "from") { working(); send("begin_from", part.value); }
    else if (part.id === "future") send("future", Number(part.value));
    else if (part.id === "file" && part.files.length) read(part);
  });
  document.addEventListener("click", (event) => {
    const reset = event.target.closest(".reset");
    if (reset) back(reset.closest("[data-control]"));
    else if (event.target.id === "play") playing ? stop() : play();
  });
  document.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.target.id === "town") send("town", Object.fromEntries(new FormData(event.target)));
  });
  document.addEventListener("keydown", (event) => { // Enter in a field sets it
    if (event.key === "Enter" && event.target.matches(".control input[type=text]")) event.target.blur();
  });

  async function read(input) {
    const file = input.files[0];
    input.value = ""; // the same file may be opened again after it was put right
    if (file.size > Number(input.dataset.most)) return send("opened", { name: file.name, text: "large" });
    let text = null;
    try { text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer()); } catch { /* not UTF-8: said by the server */ }
    send("opened", { name: file.name, text });
  }

  /* --- one world, month by month --- */

  function tell() {
    const world = document.querySelector(".world"), slider = by("month");
    if (!world || !slider) return;
    const months = world.months || (world.months = JSON.parse(world.dataset.months)), at = Number(slider.value), month = months[at - 1];
    world.querySelectorAll("[data-of]").forEach((cell) => { cell.textContent = month[cell.dataset.of]; });
    by("month-name").textContent = month.name;
    slider.setAttribute("aria-valuetext", month.name);
    const left = Number(world.dataset.left), right = Number(world.dataset.right), last = Number(world.dataset.last);
    world.querySelector(".cursor").style.left = `${100 * (left + (right - left) * at / last)}%`;
  }
  function play() {
    const slider = by("month");
    if (Number(slider.value) >= Number(slider.max)) slider.value = 1;
    playing = setInterval(() => {
      if (Number(slider.value) >= Number(slider.max) || !slider.isConnected) return stop();
      slider.value = Number(slider.value) + 1;
      tell();
    }, 350);
    button(true);
  }
  function stop() { clearInterval(playing); playing = null; button(false); }
  function button(on) {
    const play = by("play");
    if (play) { play.setAttribute("aria-pressed", on); play.textContent = on ? play.dataset.stop : play.dataset.play; }
  }

  /* --- what the server says --- */

  const inbox = {
    panel(what) {
      const folds = () => [...document.querySelectorAll("#controls details")], same = what.case === chosen.case;
      const open = folds().map((one) => one.open);
      const scrolled = document.querySelector(".controls").scrollTop;
      if (!same) { chosen.case = what.case; chosen.values = {}; working(); }
      by("controls").innerHTML = what.html;
      decimal = by("panel").dataset.decimal;
      document.querySelectorAll("#controls [data-control]").forEach(mark);
      if (same) { // in another language, as it was left
        folds().forEach((one, position) => { one.open = open[position]; });
        document.querySelector(".controls").scrollTop = scrolled;
      }
      by("title").textContent = what.title;
      by("question").textContent = what.question || "";
      const scenario = by("scenario");
      scenario.querySelector("[data-own]")?.remove();
      if (![...scenario.options].some((one) => one.value === what.name && one.textContent === what.title)) {
        const own = new Option(what.title, "", true, true);
        own.dataset.own = "";
        scenario.add(own);
      } else scenario.value = what.name;
      address("scenario", scenario.value);
    },
    problems(what) {
      document.querySelectorAll("#controls .message").forEach((place) => { place.replaceChildren(); });
      document.querySelectorAll("#controls [aria-invalid]").forEach((field) => field.removeAttribute("aria-invalid"));
      for (const [id, found] of Object.entries(what)) {
        const place = by(`m-${id}`) || by("m-");
        for (const one of found) {
          const line = document.createElement(one.kind === "error" ? "b" : "span");
          line.textContent = one.text;
          place?.append(line);
          if (one.kind === "error") by(id)?.setAttribute("aria-invalid", "true");
        }
        place?.closest("details")?.setAttribute("open", "");
      }
    },
    show(what) {
      if (what.answer !== undefined) {
        by("answer").innerHTML = what.answer;
        const tiles = [...by("answer").querySelectorAll(".tiles > div")].slice(0, 2), list = document.createElement("dl");
        list.append(...tiles.map((tile) => tile.cloneNode(true)));
        by("bar").replaceChildren(list);
      }
      if (what.view === undefined) return;
      const at = by("month")?.value;
      stop();
      by("view").innerHTML = what.view;
      by("view").dataset.view = what.of;
      by("view").classList.remove("stale");
      if (at && by("month")) by("month").value = at;
      tell();
    },
    busy(what) {
      by("busy-text").textContent = what.text;
      const before = what.number < chosen.number; // said before the last change came there
      by("busy").className = `busy ${before || what.kind === "more" ? "working" : what.kind}`;
    },
    notice(what) {
      const place = by(`notice-${what.id}`);
      place.replaceChildren(...what.lines.map(said));
      place.classList.toggle("failed", what.failed);
      if (!what.failed) place.closest("details").removeAttribute("open");
    },
    words(what) {
      document.documentElement.lang = what.lang;
      address("lang", what.lang);
      document.title = what.texts.page_title;
      document.querySelectorAll("[data-t]").forEach((part) => { part.textContent = what.texts[part.dataset.t]; });
      for (const option of by("scenario").options) if (what.titles[option.value]) option.textContent = what.titles[option.value];
    },
  };

  new IntersectionObserver(([seen]) => { by("bar").hidden = seen.isIntersecting || !by("bar").childElementCount; }).observe(by("answer"));
  const phone = matchMedia("(max-width: 640px)");
  delete document.documentElement.dataset.shinyBusyPulse; // the page says itself that it is working
  delete document.documentElement.dataset.shinyBusySpinners;
  $(document).on("shiny:sessioninitialized", () => {
    for (const [kind, put] of Object.entries(inbox)) Shiny.addCustomMessageHandler(kind, put);
    send("narrow", phone.matches);
    phone.addEventListener("change", () => send("narrow", phone.matches));
    send("began", location.search);
  });
  $(document).on("shiny:disconnected", () => { by("lost").hidden = false; });
})();
