
"use strict";
// Airflow shows these pages in a frame that may open no window, so a link to a tweet would do nothing there. Same origin:
// the page around it follows the link instead. Without this script the address can be copied, and alone it just works.
addEventListener("click", (event) => {
  const link = event.target.closest("a[target=_blank]");
  if (!link || window === window.top || !link.href.startsWith("https://x.com/")) return;
  event.preventDefault();
  const outer = window.top.document.createElement("a");
  Object.assign(outer, { href: link.href, target: "_blank", rel: "noopener noreferrer" });
  outer.click();
});
