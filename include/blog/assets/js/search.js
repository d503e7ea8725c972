// Search in all posts without a server: the index is one file, and every word of the query must occur.
// Posts quote strangers, so nothing here ever makes HTML of a text.
"use strict";
(() => {
  const AROUND = 40; // characters shown on each side of the first word found
  const MOST = 100; // results
  const input = document.getElementById("query");
  const found = document.getElementById("found");
  const results = document.getElementById("results");
  const fold = (text) => text.normalize("NFKC").toLowerCase();
  const decode = (text) => new DOMParser().parseFromString(text, "text/html").documentElement.textContent;
  let index = null;

  const fetchIndex = async () => {
    const answer = await fetch(found.dataset.index);
    if (!answer.ok) throw new Error(String(answer.status));
    const posts = await answer.json();
    return posts.map((post) => {
      const text = decode(post.text || "");
      return { ...post, text, folded: fold([post.title, post.description, ...(post.tags || []), text].join("\n")) };
    });
  };

  const element = (name, text) => Object.assign(document.createElement(name), { textContent: text });

  const excerpt = (post, words) => {
    const line = document.createElement("span");
    const text = post.text;
    const at = Math.max(0, ...words.slice(0, 1).map((word) => text.toLowerCase().indexOf(word)));
    const piece = text.slice(Math.max(0, at - AROUND), at + AROUND);
    const start = words[0] ? piece.toLowerCase().indexOf(words[0]) : -1;
    if (start < 0) return element("span", piece);
    const end = start + words[0].length;
    line.append(`…${piece.slice(0, start)}`, element("mark", piece.slice(start, end)), `${piece.slice(end)}…`);
    return line;
  };

  const entry = (post, words) => {
    const link = element("a", "");
    link.href = post.url;
    link.append(element("small", `${post.day} · ${post.label}`), element("strong", post.description || post.title));
    link.append(excerpt(post, words));
    const item = document.createElement("li");
    item.append(link);
    return item;
  };

  const search = async () => {
    const words = fold(input.value).split(/\s+/).filter(Boolean);
    history.replaceState(null, "", words.length ? `?q=${encodeURIComponent(input.value.trim())}` : location.pathname);
    if (!words.length) { results.replaceChildren(); found.textContent = ""; return; }
    try {
      index ??= fetchIndex();
      const asked = input.value;
      const posts = (await index).filter((post) => words.every((word) => post.folded.includes(word)));
      if (asked !== input.value) return;
      results.replaceChildren(...posts.slice(0, MOST).map((post) => entry(post, words)));
      found.textContent = posts.length ? `${posts.length} ${found.dataset.count}` : found.dataset.none;
    } catch {
      index = null;
      results.replaceChildren();
      found.textContent = found.dataset.failed;
    }
  };

  input.form.addEventListener("submit", (event) => { event.preventDefault(); search(); });
  input.addEventListener("input", search);
  input.value = new URLSearchParams(location.search).get("q") || "";
  input.focus();
  search();
})();
