// node --test tests/search/find.test.mjs: what the search box finds. Needs Node only.
import assert from "node:assert/strict";
import fs from "node:fs";
import test from "node:test";

import { lines, open, search } from "./site.mjs";

const cases = JSON.parse(fs.readFileSync(new URL("cases.json", import.meta.url), "utf8"));
const found = (query, lang, others) => {
  const site = open("fixture");
  return lines(site, search(site, query, lang, others));
};

test("texts fold as the table says, and places lead back", () => {
  const { find } = open("fixture");
  for (const [text, expected] of cases.fold) {
    const places = [];
    assert.equal(find.fold(text, places), expected, text);
    assert.equal(places.length, expected.length, text);
    for (const [from, to] of places) assert.ok(from <= to && to <= text.length, text);
  }
});

test("grams are those of the index", () => {
  const { find } = open("fixture");
  for (const { text, hashes } of cases.grams) assert.deepEqual([...find.grams(text)], hashes, text);
});

test("steps are found by their words, in the order of the guide, with titles first", () => {
  assert.deepEqual(found("登入", "zh-TW", false), [
    "帳號註冊及設定 > 步驟 3 > 測試[登入]e等公務園 | 輸入帳號與密碼，點選「[登入]」。",
    "帳號註冊及設定 > 步驟 5-1 > 改用公務人員[登入] | 會員中心 個人資料維護",
  ]);
});

test("a word of the other language finds the step in the reader's", () => {
  assert.deepEqual(found("certificate renewed"), [
    "帳號註冊及設定 > 步驟 5-2 > 更新憑證 (en) | Keep your NHI card in the reader until “[Certificate renewed]” appears.",
  ]);
  assert.deepEqual(found("certificate renewed", "zh-TW", false), []);
});

test("a term finds its other forms, a part of a word does not", () => {
  assert.deepEqual(found("健保IC卡"), [
    "帳號註冊及設定 > 步驟 3 > 測試登入e等公務園 | 插入[健保卡]，輸入 PIN 碼後點選「讀卡並登入」。",
    "帳號註冊及設定 > 步驟 5-2 > 更新憑證 (en) | Keep your [NHI card] in the reader until “Certificate renewed” appears.",
    "帳號註冊及設定 > 帳號註冊及設定 | 自然人憑證或[健保卡]、讀卡機",
    "名詞解釋 > 健保卡 | NHI card、[健保IC卡]",
  ]);
  assert.deepEqual(found("xnhi cards"), []);
});

test("a term is found by its meaning, its other spellings and its name in the other language, after the steps", () => {
  assert.deepEqual(found("晶片"), ["名詞解釋 > 健保卡 | 全民健康保險的[晶片]卡。"]);
  assert.deepEqual(found("健保IC"), ["名詞解釋 > 健保卡 | NHI card、[健保IC]卡"]);
  assert.match(found("nhi card").at(-1), /^名詞解釋 > 健保卡/);
  assert.match(found("健保卡", "en").at(-1), /^Glossary > NHI card/);
  const site = open("fixture");
  const [
    {
      page,
      hits: [{ doc }],
    },
  ] = search(site, "晶片");
  assert.deepEqual([page.at, doc.id, doc.kind], ["zh-TW/glossary.html", "term-nhi-card", 4]);
});

test("simplified characters and words of mainland China find what is written in Taiwan's way", () => {
  assert.notEqual(found("讀卡機").length, 0);
  assert.deepEqual(found("读卡机"), found("讀卡機"));
  assert.deepEqual(found("测试登录", "zh-TW", false), [
    "帳號註冊及設定 > 步驟 3 > [測試登入]e等公務園 | 輸入帳號與密碼，點選「[登入]」。",
  ]);
});

test("a word of mainland China is read as the one of Taiwan too", () => {
  const { find } = open("fixture");
  const words = query => Array.from(find.read(query), reading => reading.words.join(" "));
  assert.deepEqual(words("网络"), ["網絡", "網路"]);
  assert.deepEqual(words("打印机 设置"), ["打印機 設置", "印表機 設置", "列印 機設置", "打印機 設定"]);
  assert.deepEqual(words("網路"), ["網路"]);
});

test("radicals are read as the characters that they look like", () => {
  assert.deepEqual(found("測試登⼊"), found("測試登入"));
});

test("of two lines with the words, the one about a mark is shown", () => {
  assert.match(found("登入 e等", "zh-TW", false)[0], /\| 輸入帳號與密碼，點選「\[登入\]」。$/);
});

test("a long line is cut around its first mark, between words", () => {
  const { find } = open("fixture");
  const cut = (text, word) =>
    find
      .snippet({ text }, { phrase: word, words: [word] })
      .map(part => part.text)
      .join("|");
  const some = count => "Choose the certificate of your own ".repeat(count);
  assert.equal(cut(some(6) + "NHI card. " + some(6), "nhi"), `…${some(2)}|NHI| card. ${some(5)}Choose the…`);
  assert.equal(cut("選".repeat(60) + "卡" + "擇".repeat(120), "卡"), `…${"選".repeat(36)}|卡|${"擇".repeat(100)}…`);
  assert.equal(cut("a".repeat(90) + "卡", "卡"), `…${"a".repeat(72)}|卡`);
});

test("a step that only the other language has is shown in it", () => {
  assert.deepEqual(found("browser"), ["Register and set up > Step 6 > Sign out | Close the [browser] & leave."]);
});

test("a step shown untranslated is found by its words and leads to the reader's page", () => {
  const site = open("fixture");
  const [group] = search(site, "my hours");
  assert.equal(group.page.at, "zh-TW/elearn/records.html");
  assert.equal(group.hits[0].doc.badge, "步驟 1");
  assert.equal(group.hits[0].doc.from, "en");
});

test("width, case, punctuation and spaces make no difference", () => {
  for (const query of ["pin 碼後點選", "ＰＩＮ碼，後點選", "「PIN」碼後", "pin碼"]) {
    assert.match(found(query)[0], /步驟 3 .*\[PIN 碼/, query);
  }
  assert.match(found("會員中心個人")[0], /步驟 5-1 .*\[會員中心 個人\]/);
  assert.match(found("sign-in FAILED")[0], /測試登入e等公務園 \(en\) .*“\[Sign-in failed\]”/);
});

test("a step is found by its number", () => {
  assert.match(found("步驟 5-2")[0], /^帳號註冊及設定 > 步驟 5-2/);
  assert.match(found("step 5-2", "en")[0], /^Register and set up > Step 5-2/);
});

test("words may stand apart, one of them in the guide's name", () => {
  assert.match(found("彈出 個人資料")[0], /步驟 5-1/);
  assert.match(found("register failed", "en")[0], /Step 3/);
  assert.deepEqual(found("健保卡 沒有這個詞"), []);
});

test("tables, code, footnotes, captions and panels are text", () => {
  for (const [query, place] of [
    ["資訊安全", /常見問題/],
    ["chrome", /5-2/],
    ["頁首右側", /5-1/],
    ["兩種登入方式", /步驟 3/],
    ["允許視窗", /5-2/],
  ]) {
    assert.match(found(query)[0], place, query);
  }
});

test("nothing but punctuation finds nothing", () => {
  assert.deepEqual(found("「」，➔"), []);
  assert.deepEqual(found("   "), []);
});

/** Numbers from a seed, the same in every run. */
function random(seed) {
  return limit => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed % limit;
  };
}

/** Every text of a site, whole, with the page and id it belongs to. */
function texts(site) {
  const all = [];
  for (const lang of ["zh-TW", "en"]) {
    for (const group of site.find.search([{ phrase: "", words: [""], cost: 0 }], lang, false)) {
      for (const { doc } of group.hits) {
        for (const text of [doc.title, ...doc.text.split("\n")]) {
          all.push({ lang, text, id: doc.id, key: doc.page.key });
        }
      }
    }
  }
  return all;
}

test("law: any two characters or more of a text find its step, from both languages, cut small or large", () => {
  const small = open("fixture");
  small.load("zh-TW-0");
  small.load("en-0");
  const large = open("fixture/large");
  const next = random(7);
  let tried = 0;
  const all = texts(small);
  assert.ok(all.length > 25);
  for (let round = 0; round < 400; round++) {
    const { text, id, key } = all[next(all.length)];
    const letters = Array.from(text);
    const from = next(Math.max(1, letters.length - 1));
    const query = letters.slice(from, from + 2 + next(12)).join("");
    if (small.find.fold(query).replace(" ", "").length < 2) continue;
    tried += 1;
    for (const lang of ["zh-TW", "en"]) {
      const groups = search(small, query, lang);
      const hit = groups.some(group => group.hits.some(({ found }) => found.page.key === key && found.id === id));
      assert.ok(hit, `${query} in ${text}`);
      // Every search begins with nothing loaded: only what the sieve lets through may be needed.
      const fresh = open("fixture/large");
      assert.deepEqual(lines(fresh, search(fresh, query, lang)), lines(small, groups), query);
      assert.deepEqual(lines(large, search(large, query, lang)), lines(small, groups), query);
    }
  }
  assert.ok(tried > 300);
});

test("the sieve keeps away what can't hold a word", () => {
  const site = open("fixture/large");
  search(site, "頁首右側");
  assert.deepEqual([...site.loaded].sort(), ["en-sieve", "index", "zh-TW-2", "zh-TW-sieve"]);
});
