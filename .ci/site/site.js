// Search, the theme, and the key that leads to the search. Pages are whole without any of it.
"use strict";
(() => {
  const root = document.currentScript.dataset.root;
  const theme = document.getElementById("theme");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const show = name => {
    document.documentElement.dataset.theme = name;
    theme.textContent = name === "dark" ? "Light" : "Dark";
    theme.setAttribute("aria-label", `Change to ${theme.textContent.toLowerCase()} colours`);
  };
  const kept = () => { try { return localStorage.getItem("theme"); } catch { return null; } };
  const keep = name => { try { localStorage.setItem("theme", name); } catch { /* not here */ } };
  theme.hidden = false;
  show(kept() || (dark.matches ? "dark" : "light"));
  theme.addEventListener("click", () => {
    const name = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
    keep(name);
    show(name);
  });

  const field = document.getElementById("q"), found = document.getElementById("found");
  let loading = null;
  const index = () => loading ||= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = root + "index.js";
    script.onload = () => done(window.siteIndex.map(p => ({ ...p, low: `${p.t} ${p.p} ${p.x}`.toLowerCase() })));
    script.onerror = failed;
    document.head.append(script);
  });
  const score = (part, words) => {
    let points = 0;
    const title = part.t.toLowerCase();
    for (const word of words) {
      if (!part.low.includes(word)) return 0;
      points += title === word ? 40 : title.includes(word) ? 10 : 1;
    }
    return points;
  };
  const around = (part, word) => {
    const at = Math.max(0, part.x.toLowerCase().indexOf(word) - 40);
    return (at > 0 ? "…" : "") + part.x.slice(at, at + 140);
  };
  const search = async () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    found.hidden = words.length === 0;
    if (found.hidden) return;
    const hits = (await index()).map(part => [score(part, words), part]).filter(hit => hit[0] > 0)
      .sort((a, b) => b[0] - a[0]).slice(0, 20);
    found.replaceChildren(...hits.map(([, part]) => {
      const link = document.createElement("a"), more = document.createElement("small");
      link.href = root + part.u;
      link.textContent = part.t === part.p ? part.t : `${part.p}: ${part.t}`;
      more.textContent = around(part, words[0]);
      link.append(more);
      return link;
    }));
    if (hits.length === 0) found.textContent = "Nothing was found.";
  };
  field.addEventListener("input", search);
  field.form.addEventListener("submit", event => {
    event.preventDefault();
    found.querySelector("a")?.click();
  });
  document.addEventListener("keydown", event => {
    if (event.key === "/" && document.activeElement !== field) {
      event.preventDefault();
      field.focus();
    } else if (event.key === "Escape") {
      found.hidden = true;
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !found.hidden) {
      const links = [...found.querySelectorAll("a")];
      const at = links.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
      event.preventDefault();
      (links[at] || field).focus();
    }
  });
})();
