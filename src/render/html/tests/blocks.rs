//! Each kind of block as HTML.

use super::body;

#[test]
fn running_text() {
    insta::assert_snapshot!(body("# T\n\n點選**「送出」**，按<kbd>Enter</kbd>，`a<b`，~~不~~ *是*，H<sub>2</sub>O，見[另一頁](b.zh-TW.md)、[](b.zh-TW.md#end)、[站](https://a.tw/?x=\"y\")、[信](mailto:a@b.tw)。\n\n**一二三四五六七八九十一二三**\n"), @r##"
    <p>點選<strong class="nb">「送出」</strong>，按<kbd>Enter</kbd>，<code>a&lt;b</code>，<s>不</s> <em>是</em>，H<sub>2</sub>O，見<a href="b.html">另一頁</a>、<a href="b.html#end">《另一頁》步驟 1「收尾」</a>、<a class="ext" href="https://a.tw/?x=&quot;y&quot;" rel="noopener">站<span class="nb">&NoBreak;<svg class="i" aria-hidden="true"><use href="#i-external"/></svg></span><span class="vh">（外部連結）</span></a>、<a href="mailto:a@b.tw">信</a>。</p>
    <p><strong>一二三四五六七八九十一二三</strong></p>
    "##);
    insta::assert_snapshot!(body("# T\n\n會員中心 ➔ 個人資料\n\n到 **中心** ➔ **資料** 去，拿[表](files/表.odt)。\n"), @r##"
    <p class="path-line"><span class="path"><b>會員中心</b><span><svg class="i" aria-hidden="true"><use href="#i-arrow"/></svg><span class="vh">➔</span><b>個人資料</b></span></span></p>
    <p>到 <span class="path"><b>中心</b><span><svg class="i" aria-hidden="true"><use href="#i-arrow"/></svg><span class="vh">➔</span><b>資料</b></span></span> 去，拿<a class="download" href="../files/files/表.odt" download><svg class="i" aria-hidden="true"><use href="#i-download"/></svg>表<small>（下載 ODT，1 B）</small></a>。</p>
    "##);
    insta::assert_snapshot!(body("# T\n\n[無](#no) ![小](img/s.png) 圖[^1]再[^1]。\n\n[^1]: 註\n"), @r##"
    <p><a href="a.html">無</a> <img class="within" src="../img/1ff93617418732a6.png" width="200" height="100" alt="小" decoding="async"> 圖&#8288;<sup class="fn"><a id="fnref-1" href="#fn-1" role="doc-noteref">1</a></sup>再&#8288;<sup class="fn"><a id="fnref-1-2" href="#fn-1" role="doc-noteref">1</a></sup>。</p>
    <section class="footnotes" id="footnotes"><h2>註釋</h2><ol>
    <li id="fn-1"><p>註 <a href="#fnref-1" role="doc-backlink" aria-label="回到內文">↩</a> <a href="#fnref-1-2" role="doc-backlink" aria-label="回到內文">↩</a></p></li>
    </ol></section>
    "##);
}

#[test]
fn lists() {
    insta::assert_snapshot!(body("# T\n\n- 一\n  - 二\n\n4) 四\n5) （選用）五\n\n- [ ] 未\n- [x] 已\n\n名詞\n: 意思\n"), @r#"
    <ul>
    <li>一<ul>
    <li>二</li>
    </ul>
    </li>
    </ul>
    <ol class="paren" start="4">
    <li>四</li>
    <li><span class="chip">選用</span> 五</li>
    </ol>
    <ul class="tasks">
    <li class="task"><span class="box" role="img" aria-label="未完成"></span><div>未</div></li>
    <li class="task done"><span class="box" role="img" aria-label="已完成"></span><div>已</div></li>
    </ul>
    <dl class="terms">
    <dt>名詞</dt><dd>意思</dd>
    </dl>
    "#);
    insta::assert_snapshot!(body("# T\n\n- **成功**：有姓名 → [](b.zh-TW.md#end)\n- **Not yet**：等 → [先等](b.zh-TW.md)\n\n- **失敗** → [](b.zh-TW.md)\n- 其他\n"), @r##"
    <ul>
    <li><strong>成功</strong>：有姓名 <a class="goto" href="b.html#end"><svg class="i" aria-hidden="true"><use href="#i-arrow"/></svg><span>《另一頁》步驟 1「收尾」</span></a></li>
    <li><strong>Not yet</strong>：等 <a class="goto" href="b.html"><svg class="i" aria-hidden="true"><use href="#i-arrow"/></svg><span>先等</span></a></li>
    <li><strong>失敗</strong> <a class="goto" href="b.html"><svg class="i" aria-hidden="true"><use href="#i-arrow"/></svg><span>另一頁</span></a></li>
    <li><p>其他</p>
    </li>
    </ul>
    "##);
}

#[test]
fn boxes() {
    insta::assert_snapshot!(body("# T\n\n> [!WARNING]\n> 小心\n\n> 引言\n\n結果：完成。\n\n---\n\n```nolang\n<x>\n```\n\n|甲|乙|\n|-|-:|\n|1|2|\n\n<details><summary>更多</summary>\n\n內文\n\n</details>\n"), @r##"
    <div class="alert warning" role="note"><p class="alert-title"><svg class="i" aria-hidden="true"><use href="#i-warning"/></svg>警告</p>
    <p>小心</p>
    </div>
    <blockquote>
    <p>引言</p>
    </blockquote>
    <div class="result"><svg class="i" aria-hidden="true"><use href="#i-ok"/></svg><div><p><strong>結果：</strong>完成。</p></div></div>
    <hr>
    <pre class="code" tabindex="0"><code class="language-nolang">&lt;x&gt;
    </code></pre>
    <div class="table" role="region" aria-label="表格" tabindex="0"><table>
    <thead><tr><th scope="col">甲</th><th scope="col" class="right">乙</th></tr></thead>
    <tbody>
    <tr><td>1</td><td class="right">2</td></tr>
    </tbody></table></div>
    <details><summary>更多</summary>

    <p>內文</p>
    </details>
    "##);
}

#[test]
fn figures() {
    insta::assert_snapshot!(body("# T\n\n![甲](img/s.png \"圖說\")\n\n1. 一\n2. （選用）二\n"), @r##"
    <div class="walk">
    <div class="figs">
    <figure class="fig" id="fig-1">
    <div class="shot"><img src="../img/1ff93617418732a6.png" width="200" height="100" alt="甲" decoding="async"><svg class="marks" aria-hidden="true">
    <g class="mark m1" id="fig-1-mark-1"><rect class="halo" x="10%" y="20%" width="30%" height="30%" rx="5"/><rect class="line" x="10%" y="20%" width="30%" height="30%" rx="5"/><a class="pin" href="#fig-1-item-1" tabindex="-1"><svg x="40%" y="35%"><circle cx="17" r="12"/><text x="17" dy=".36em">1</text></svg></a></g>
    </svg></div>
    <figcaption><span>圖 1　圖說</span><a class="enlarge" href="../img/1ff93617418732a6.png"><svg class="i" aria-hidden="true"><use href="#i-enlarge"/></svg>放大<span class="vh">：圖 1</span></a></figcaption>
    </figure>
    </div>
    <ol class="items" role="list">
    <li class="item m1" id="fig-1-item-1"><a class="num" href="#fig-1-mark-1" aria-label="圖 1 的標記 1">1</a><div>一</div></li>
    <li class="item optional" id="fig-1-item-2"><span class="num">2</span><div><span class="chip">選用</span> 二</div></li>
    </ol>
    </div>
    "##);
    insta::assert_snapshot!(body("# T\n\n![甲](img/t.png)\n\n![甲](img/s.png \"左\")\n![乙](img/s.png)\n\n3. 三\n"), @r##"
    <div class="walk tall alone">
    <div class="figs">
    <figure class="fig" id="fig-1">
    <div class="shot"><img src="../img/90a7d1f4e7a7ed32.png" width="100" height="200" alt="甲" decoding="async"></div>
    <figcaption><span>圖 1</span><a class="enlarge" href="../img/90a7d1f4e7a7ed32.png"><svg class="i" aria-hidden="true"><use href="#i-enlarge"/></svg>放大<span class="vh">：圖 1</span></a></figcaption>
    </figure>
    </div>
    </div>
    <div class="walk cols-2">
    <div class="figs">
    <figure class="fig" id="fig-2">
    <div class="shot"><img src="../img/1ff93617418732a6.png" width="200" height="100" alt="甲" loading="lazy" decoding="async"><svg class="marks" aria-hidden="true">
    <g class="mark m1" id="fig-2-mark-1"><rect class="halo" x="10%" y="20%" width="30%" height="30%" rx="5"/><rect class="line" x="10%" y="20%" width="30%" height="30%" rx="5"/><g class="pin"><svg x="40%" y="35%"><circle cx="17" r="12"/><text x="17" dy=".36em">1</text></svg></g></g>
    </svg></div>
    <figcaption><span>圖 2　左</span><a class="enlarge" href="../img/1ff93617418732a6.png"><svg class="i" aria-hidden="true"><use href="#i-enlarge"/></svg>放大<span class="vh">：圖 2</span></a></figcaption>
    </figure>
    <figure class="fig" id="fig-3">
    <div class="shot"><img src="../img/1ff93617418732a6.png" width="200" height="100" alt="乙" loading="lazy" decoding="async"><svg class="marks" aria-hidden="true">
    <g class="mark m1" id="fig-3-mark-1"><rect class="halo" x="10%" y="20%" width="30%" height="30%" rx="5"/><rect class="line" x="10%" y="20%" width="30%" height="30%" rx="5"/><g class="pin"><svg x="40%" y="35%"><circle cx="17" r="12"/><text x="17" dy=".36em">1</text></svg></g></g>
    </svg></div>
    <figcaption><span>圖 3</span><a class="enlarge" href="../img/1ff93617418732a6.png"><svg class="i" aria-hidden="true"><use href="#i-enlarge"/></svg>放大<span class="vh">：圖 3</span></a></figcaption>
    </figure>
    </div>
    <ol class="items" role="list" start="3">
    <li class="item" id="fig-2-item-3"><span class="num">3</span><div>三</div></li>
    </ol>
    </div>
    "##);
}

#[test]
fn steps() {
    insta::assert_snapshot!(body("# T\n\n- **新手**：從頭 → [](#step-1)\n- **老手** → [](#renew)\n\n## 步驟：登入（選用）\n\n甲\n\n### 允許\n\n乙\n\n### 步驟：改名 {#renew}\n\n丙\n\n#### 細節\n\n## 首次設定：綁定\n\n丁\n\n## 後記\n\n戊\n"), @r##"
    <h2 class="entries-title">你是哪一種情形？</h2>
    <ul class="entries" role="list">
    <li class="entry"><strong>新手</strong><span>從頭</span><a href="#step-1"><svg class="i" aria-hidden="true"><use href="#i-arrow"/></svg><b>從步驟 1 開始</b></a></li>
    <li class="entry"><strong>老手</strong><a href="#renew"><svg class="i" aria-hidden="true"><use href="#i-arrow"/></svg><b>跳到步驟 1-1</b></a></li>
    </ul>
    <section class="step" id="step-1">
    <div class="step-head"><h2><span class="badge">步驟 1</span> <span class="step-title">登入 <span class="chip">選用</span></span></h2>
    <div class="step-side"><span class="part">1／2</span><label class="tick">已完成</label></div></div>
    <p>甲</p>
    <section class="panel" id="step-1-panel-2">
    <div class="panel-head"><h3 class="step-title">允許</h3><p class="part">步驟 1　續 2／2</p></div>
    <p>乙</p>
    </section>
    <section class="step sub" id="renew">
    <div class="step-head"><h3><span class="badge">步驟 1-1</span> <span class="step-title">改名</span></h3>
    <div class="step-side"><label class="tick">已完成</label></div></div>
    <p>丙</p>
    <h4 id="renew-h-1">細節</h4>
    </section>
    </section>
    <section class="step series" id="series-1-1">
    <div class="step-head"><h2><span class="badge">首次設定 1</span> <span class="step-title">綁定</span></h2>
    <div class="step-side"><label class="tick">已完成</label></div></div>
    <p>丁</p>
    </section>
    <section class="section" id="section-1">
    <h2>後記</h2>
    <p>戊</p>
    </section>
    "##);
}

#[test]
fn a_number_without_a_heading_is_around_its_sub_steps() {
    insta::assert_snapshot!(body("# T\n\n## 步驟 1-1：甲\n\n甲\n\n## 步驟 1-2：乙\n\n乙\n"), @r#"
    <section class="step" id="step-1">
    <section class="step sub" id="step-1-1">
    <div class="step-head"><h2><span class="badge">步驟 1-1</span> <span class="step-title">甲</span></h2>
    <div class="step-side"><label class="tick">已完成</label></div></div>
    <p>甲</p>
    </section>
    <section class="step sub" id="step-1-2">
    <div class="step-head"><h2><span class="badge">步驟 1-2</span> <span class="step-title">乙</span></h2>
    <div class="step-side"><label class="tick">已完成</label></div></div>
    <p>乙</p>
    </section>
    </section>
    "#);
}
