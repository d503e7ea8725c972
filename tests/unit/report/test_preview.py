"""The preview is one safe page."""

from dawn_chorus.report.preview import preview

POST = """---
layout: post
title: "x"
---

# 标题

正文 <script>alert(1)</script> **粗** [&#91;1&#93;](https://x.com/a/status/1)

| 一 | 二 |
|---|---|
| a | b |

![词云](/news/assets/images/2030/05/cloud.jpg)
"""


def test_one_page_with_the_picture_inside() -> None:
    page = preview(
        POST, title="<b>日报</b>", language="zh", images={"assets/images/2030/05/cloud.jpg": b"\xff\xd8jpeg"}
    )
    assert page.startswith("<!doctype html>")
    assert '<html lang="zh">' in page
    assert "<title>&lt;b&gt;日报&lt;/b&gt;</title>" in page
    assert "layout: post" not in page
    assert 'src="data:image/jpeg;base64,/9hqcGVn"' in page
    assert "<table>" in page
    assert '<a href="https://x.com/a/status/1">[1]</a>' in page


def test_html_of_the_post_is_shown_not_run() -> None:
    page = preview(POST, title="x", language="zh", images={})
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_a_picture_that_is_not_at_hand_keeps_its_address() -> None:
    assert 'src="/news/assets/images/2030/05/cloud.jpg"' in preview(POST, title="x", language="zh", images={})
