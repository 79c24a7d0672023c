"""Checks of a page as it stands in the browser: names, headings, landmarks, contrast, focus, zoom.

Each check gives a list of what is wrong, in words; an empty list is what is wanted.  They are our own: no library is loaded.

Source: WCAG 2.2, success criteria 1.1.1, 1.3.1, 1.4.3, 1.4.10, 2.4.1, 2.4.3, 2.4.6, 2.4.7, 3.1.1, 4.1.2.
"""

from __future__ import annotations

from playwright.sync_api import Page

_NAMES = """() => {
  const wrong = [];
  const shown = (e) => e.checkVisibility ? e.checkVisibility() : e.offsetParent !== null;
  const text = (e) => (e.getAttribute("aria-label") || e.textContent || "").trim();
  const named = (e) => {
    const by = e.getAttribute("aria-labelledby");
    if (by) return by.split(" ").map((id) => document.getElementById(id)?.textContent || "").join("").trim();
    return e.getAttribute("aria-label") || [...(e.labels || [])].map((l) => l.textContent).join("").trim() || e.title;
  };
  for (const e of document.querySelectorAll("input:not([type=hidden]), select, textarea"))
    if (!named(e)) wrong.push(`no label: ${e.outerHTML.slice(0, 80)}`);
  for (const e of document.querySelectorAll("a[href], button, summary"))
    if (!text(e) && !e.querySelector("img[alt]")) wrong.push(`no name: ${e.outerHTML.slice(0, 80)}`);
  for (const e of document.querySelectorAll("img:not([alt])")) wrong.push(`no alt: ${e.outerHTML.slice(0, 80)}`);
  for (const e of document.querySelectorAll("svg:not([aria-hidden]):not(svg svg)"))
    if (!e.getAttribute("aria-label") && !e.querySelector("title")) wrong.push(`a picture without words: ${e.outerHTML.slice(0, 80)}`);
  for (const e of document.querySelectorAll("table")) if (!e.querySelector("th") && !e.matches(".criteria")) wrong.push("a table without headings");
  for (const e of document.querySelectorAll("fieldset")) if (!e.querySelector("legend")) wrong.push("a group without a legend");
  for (const e of document.querySelectorAll("[aria-describedby], [aria-labelledby], [aria-controls]"))
    for (const name of ["aria-describedby", "aria-labelledby", "aria-controls"])
      for (const id of (e.getAttribute(name) || "").split(" ").filter(Boolean))
        if (!document.getElementById(id)) wrong.push(`${name} names nothing: ${id}`);
  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  for (const id of new Set(ids.filter((id, n) => ids.indexOf(id) !== n))) wrong.push(`two elements are called ${id}`);
  return wrong;
}"""

_STRUCTURE = """() => {
  const wrong = [];
  if (!document.documentElement.lang) wrong.push("no language");
  if (!document.title.trim()) wrong.push("no title");
  for (const name of ["header", "main", "footer"]) {
    const found = document.querySelectorAll(`body > ${name}`).length;
    if (found !== 1) wrong.push(`${found} x ${name}`);
  }
  const navs = [...document.querySelectorAll("nav")].map((n) => n.getAttribute("aria-label"));
  if (navs.some((n) => !n) || new Set(navs).size !== navs.length) wrong.push(`navigations without names of their own: ${navs}`);
  for (const e of document.body.children)
    if (!["HEADER", "MAIN", "FOOTER", "SCRIPT"].includes(e.tagName) && !e.matches("a.skip")) wrong.push(`outside of every landmark: ${e.tagName}`);
  const skip = document.querySelector("a.skip");
  if (!skip || !document.querySelector(skip.getAttribute("href"))) wrong.push("no skip link");
  const heads = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter((h) => h.checkVisibility());
  const levels = heads.map((h) => Number(h.tagName[1]));
  if (levels.filter((l) => l === 1).length !== 1) wrong.push(`${levels.filter((l) => l === 1).length} x h1`);
  levels.forEach((l, n) => { if (n && l > levels[n - 1] + 1) wrong.push(`h${levels[n - 1]} then h${l}: ${heads[n].textContent.slice(0, 40)}`); });
  if (document.querySelector("[style]")) wrong.push(`an inline style: ${document.querySelector("[style]").outerHTML.slice(0, 80)}`);
  return wrong;
}"""

_CONTRAST = """() => {
  const parts = (c) => { const m = c.match(/[\\d.]+/g).map(Number); return m.length > 3 ? m : [...m, 1]; };
  const light = ([r, g, b]) => { const f = [r, g, b].map((v) => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }); return 0.2126 * f[0] + 0.7152 * f[1] + 0.0722 * f[2]; };
  const over = (top, below) => [0, 1, 2].map((i) => top[i] * top[3] + below[i] * (1 - top[3]));
  const behind = (e) => { const layers = []; for (let n = e; n; n = n.parentElement) { const c = parts(getComputedStyle(n).backgroundColor); layers.push(c); if (c[3] === 1) break; } return layers.reverse().reduce((b, c) => over(c, b), [255, 255, 255]); };
  const seen = new Map();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const e = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !e.checkVisibility() || e.closest(".unseen, script, style, svg, option, [aria-hidden=true]")) continue;
    const style = getComputedStyle(e), size = parseFloat(style.fontSize);
    let dim = 1; for (let n = e; n; n = n.parentElement) dim *= Number(getComputedStyle(n).opacity);
    const back = behind(e), c = parts(style.color), front = over([c[0], c[1], c[2], c[3] * dim], back);
    const [a, b] = [light(front), light(back)], ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const big = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (big ? 3 : 4.5)) seen.set(`${e.tagName}.${e.className} ${style.color} on ${back.map(Math.round)}`, `${ratio.toFixed(2)}: ${walker.currentNode.data.trim().slice(0, 30)}`);
  }
  return [...seen].map(([k, v]) => `${k} ${v}`);
}"""

_SCROLLS = """() => {
  const page = document.documentElement;
  if (page.scrollWidth <= page.clientWidth + 1) return [];
  const wide = [...document.querySelectorAll("main *, header *")].filter((e) => e.getBoundingClientRect().right > page.clientWidth + 1);
  return [`${page.scrollWidth} px on ${page.clientWidth}`, ...wide.slice(0, 4).map((e) => `${e.tagName}.${e.className}`)];
}"""

_FOCUSED = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const style = getComputedStyle(e), box = e.getBoundingClientRect();
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const order = [...document.querySelectorAll("*")].indexOf(e);
  return { order, outlined, seen: box.width > 0 && box.height > 0, what: `${e.tagName} ${e.id} ${(e.textContent || "").trim().slice(0, 20)}` };
}"""


def faults(page: Page) -> list[str]:
    """Names, structure and contrast."""
    return [*page.evaluate(_NAMES), *page.evaluate(_STRUCTURE), *page.evaluate(_CONTRAST)]


def scrolls_at_200_percent(page: Page) -> list[str]:
    """What makes the page wider than the window when letters are twice as large: a window of half the width."""
    before = page.viewport_size
    page.set_viewport_size({"width": 640, "height": 450})
    found: list[str] = page.evaluate(_SCROLLS)
    if before is not None:
        page.set_viewport_size(before)
    return found


def focus_faults(page: Page, steps: int = 25) -> list[str]:
    """Focus goes through the page in the order in which it is read, and can be seen where it is."""
    # a page that puts the focus into its first field goes on from there
    begun = page.evaluate("document.querySelector('[autofocus]') !== null")
    wrong, last = [], -1
    for n in range(steps):
        page.keyboard.press("Tab")
        now = page.evaluate(_FOCUSED)
        if now is None:
            break
        if n == 0 and not begun and not now["what"].startswith("A "):
            wrong.append(f"the skip link is not the first: {now['what']}")
        if not now["outlined"] or not now["seen"]:
            wrong.append(f"focus cannot be seen: {now['what']}")
        if now["order"] < last:
            break  # round again
        last = now["order"]
    return wrong
