/* The program's own words in the preview and in the mark editor: Chinese as in Taiwan on pages in Chinese, or else
   English. First part of both scripts, which share one object. */
globalThis.stepbookLive = {};
(live => {
  "use strict";

  const root = document.documentElement;
  const chinese = /^zh\b/i.test(root.lang);

  /* The language of the words, for the attribute `lang`. */
  live.lang = chinese ? "zh-Hant-TW" : "en";

  /* A function that gives the words of a key of this table, `{ key: [Chinese, English] }`. What stands in braces is
     filled in. */
  live.speaker =
    table =>
    (key, values = {}) =>
      table[key][chinese ? 0 : 1].replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

  /* What stands between names, before what one is about, and between sentences. */
  live.comma = chinese ? "、" : ", ";
  live.blank = chinese ? "" : " ";
  live.colon = chinese ? "：" : ": ";

  // The program itself speaks English.
  const REASONS = {
    fault: "stepbook 發生錯誤。",
    "not-open": "編輯器裡沒有開啟這個檔案，請重新整理頁面。",
    "no-picture": "這一頁沒有這張圖。",
    conflict: "其他程式改了同樣的幾行。",
    disk: "磁碟無法讀取或寫入這個檔案。",
    finding: "檔案裡有問題，請先改好。",
    "no-entry": "它已經不在了。",
    "other-meaning": "Markdown 會把這些字當成別的東西。",
    unshown: "這張圖無法顯示。",
    left: "只寫入了一部分，這些檔案沒有還原，請檢查。",
    picture: "這不是可以使用的圖片，請用 PNG、JPEG、WebP、GIF 或 BMP。",
    "picture-svg": "SVG 圖檔不能當成圖片使用，請匯出成 PNG。",
    "picture-heic": "瀏覽器無法顯示 HEIC 照片，請另存成 JPEG。",
    "picture-broken": "圖片檔案已損壞，請重新複製或匯出。",
    "picture-large": "圖片的像素太多，請先縮小。",
    "picture-turned": "圖片沒有擺正，請用看圖程式轉正後再儲存。",
    "other-picture": "其他程式改了這張圖，請重新整理頁面。",
    folder: "這裡只能更換 img 資料夾裡的圖片。",
    kind: "這種檔案無法寫入，請當成新圖片加入。",
    place: "在文字檔裡找不到這個位置，請選別的位置。",
  };

  /* Why something is not done, as the program says it: `{ code, why }`, and what the system says. */
  live.why = ({ code, why, said }) => {
    const words = Object.hasOwn(REASONS, code ?? "") && chinese ? REASONS[code] : why;
    // What is wrong with a picture is said whole in either language.
    if (/^picture/.test(code ?? "")) return chinese ? words : said || words;
    if (!said) return words;
    return chinese ? `${words.replace(/。$/, "")}（${said}）。` : `${words}: ${said}`;
  };

  /* Words of the program that stand alone. */
  live.sentence = text => {
    const end = /[.!?。！？）]$/.test(text) ? "" : chinese ? "。" : ".";
    return text.slice(0, 1).toUpperCase() + text.slice(1) + end;
  };

  live.gone = chinese
    ? "預覽已經結束，改動不會存檔。請再執行 stepbook serve。"
    : "The preview has ended; nothing can be saved. Run stepbook serve again.";

  /* The name of a language, as it stands inside a sentence. */
  live.languageName = tag => {
    const base = tag.split("-")[0];
    const names = { zh: ["中文", "Chinese"], en: ["英文", "English"] };
    if (names[base]) return names[base][chinese ? 0 : 1];
    try {
      return new Intl.DisplayNames([root.lang], { type: "language" }).of(tag);
    } catch (_) {
      return tag;
    }
  };
})(globalThis.stepbookLive);
