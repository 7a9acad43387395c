/* The editor's own words, in the language of the page that is edited: Chinese as in Taiwan, or else English. What
   stands in braces is filled in. */
globalThis.stepbookEditor = {};
(editor => {
  "use strict";

  // The preview's stream of events (live/tabs.js) stands behind this file and adds itself to this object.
  globalThis.stepbookLive ??= {};

  const WORDS = {
    editor: ["標記編輯器", "Mark editor"],
    back: ["回到頁面", "Back to the page"],
    done: ["完成", "Done"],
    step: ["步驟 {n}", "Step {n}"],
    tools: ["工具", "Tools"],
    choose: ["選取", "Choose"],
    box: ["方框", "Box"],
    ellipse: ["橢圓", "Ellipse"],
    arrow: ["箭頭", "Arrow"],
    pin: ["圖釘", "Pin"],
    spot: ["聚光燈", "Spotlight"],
    redact: ["遮蔽", "Redact"],
    crop: ["裁切", "Crop"],
    undo: ["復原", "Undo"],
    redo: ["重做", "Redo"],
    zoomFull: ["目前 {n}%，按一下看原始大小", "At {n} %; show at full size"],
    zoomFit: ["目前 {n}%，按一下看整張圖", "At {n} %; fit into the window"],
    allKeys: ["所有快速鍵", "All keys"],
    tourAgain: ["再看一次導覽", "Show the tour again"],
    stage: [
      "圖片：Tab 選標記，方向鍵移動，Enter 改文字",
      "Picture: Tab chooses a mark, arrow keys move it, Enter goes to its words",
    ],
    pictures: ["圖片", "Pictures"],
    pictureOf: ["第 {n} 張：{file}", "Picture {n}: {file}"],
    sharedWith: ["與{language}共用", "shared with {language}"],
    panel: ["項目與標記", "Items and marks"],
    items: ["清單項目（{language}）", "List items ({language})"],
    noList: [
      "這張圖下面沒有編號清單，標記不會有號碼。",
      "There is no numbered list under this picture, so marks get no number.",
    ],
    noMark: ["還沒有標記：在圖上拖曳", "No mark yet: drag on the picture"],
    emptyItem: ["（還沒有文字）", "(no words yet)"],
    putInMiddle: ["放在圖中央", "Put it in the middle"],
    itemWords: ["第 {n} 項的文字", "Words of item {n}"],
    chooseMark: ["選取標記 {n}", "Choose mark {n}"],
    chooseItem: ["選取第 {n} 項", "Choose item {n}"],
    place: ["位置 {n}", "Place {n}"],
    moveItem: ["移動第 {n} 項：拖曳，或按上下鍵", "Move item {n}: drag, or press the up and down keys"],
    up: ["上移", "Move up"],
    down: ["下移", "Move down"],
    newItem: ["新項目與標記", "New item and mark"],
    newWords: ["第 {n} 項的文字：按 Enter 建立", "Words of item {n}: Enter makes it"],
    newMark: ["新標記", "New mark"],
    otherMarks: ["其他標記", "Other marks"],
    noNumber: ["沒有號碼", "no number"],
    numberOnly: ["號碼 {n}", "number {n}"],
    numberWithoutItem: ["號碼 {n}，清單沒有這一項", "number {n}, not in the list"],
    drawNow: ["在圖上拖曳，畫出第 {n} 項的標記。", "Drag on the picture to draw the mark of item {n}."],
    alt: ["圖片說明（給看不到圖的人）", "What the picture shows (for those who can't see it)"],
    altHint: ["例：登入頁，右上角有登入按鈕", "Such as: the sign-in page, with a button at the top right"],
    redactions: ["遮蔽（發布後只看得到替代文字）", "Redactions (only the stand-in text is published)"],
    redaction: ["遮蔽 {n}", "Redaction {n}"],
    standIn: ["替代文字（可不填）", "Stand-in text (optional)"],
    cropped: ["裁切（框外不會發布）", "Crop (the rest isn’t published)"],
    cropEdit: ["調整裁切", "Adjust the crop"],
    cropRemove: ["取消裁切", "Remove the crop"],
    x: ["x", "x"],
    y: ["y", "y"],
    width: ["寬", "w"],
    height: ["高", "h"],
    x1: ["起 x", "from x"],
    y1: ["y", "y"],
    x2: ["終 x", "to x"],
    y2: ["y", "y"],
    number: ["號碼", "No."],
    none: ["無", "none"],
    numberNew: ["新項目", "new item"],
    side: ["在：", "at:"],
    sideName: ["號碼在標記的哪一邊", "Side of the mark on which its number stands"],
    left: ["左", "left"],
    right: ["右", "right"],
    top: ["上", "top"],
    bottom: ["下", "bottom"],
    automatic: ["自動", "auto"],
    align: ["對齊", "Align"],
    sameSize: ["同大小", "Same size"],
    noNeighbour: ["附近沒有其他標記。", "There is no other mark nearby."],
    remove: ["刪除", "Delete"],
    cancel: ["取消", "Cancel"],
    close: ["關閉", "Close"],
    removeTitle: ["刪除標記 {n}？", "Delete mark {n}?"],
    removeAsk: ["清單第 {n} 項要怎麼辦？", "What becomes of item {n} of the list?"],
    removeItemToo: [
      "一併刪除時，後面項目與標記的號碼都減一；其他語言的同一項也會刪除。",
      "If it is deleted too, later items and marks go down by one, and the same item goes in other languages as well.",
    ],
    removeOthers: ["連同項目刪除時，同號的標記會全部刪除。", "With the item, all marks with this number are deleted."],
    keepItem: ["只刪標記，保留項目", "Delete the mark, keep the item"],
    withItem: ["連同項目一起刪除", "Delete the item as well"],
    missing: ["{language}版少 {count} 個項目", "The {language} version lacks {count}"],
    missingWhich: ["：第 {n} 項還沒有{language}。", ": item {n} is not there in {language} yet."],
    countOne: ["1", "1 item"],
    count: ["{n}", "{n} items"],
    addEmpty: ["先放空白項目", "Add an empty item"],
    addCopy: ["先複製{language}過去", "Copy the words in {language}"],
    later: ["稍後再說", "Later"],
    saved: ["已儲存", "Saved"],
    undone: ["已復原", "Undone"],
    redone: ["已重做", "Done again"],
    linesOne: ["改了 1 行", "1 line changed"],
    lines: ["改了 {n} 行", "{n} lines changed"],
    nothingToUndo: ["沒有可以復原的動作。", "There is nothing to undo."],
    nothingToRedo: ["沒有可以重做的動作。", "There is nothing to redo."],
    loading: ["載入中…", "Loading…"],
    ready: ["每個動作都會馬上存檔。", "Every act is saved at once."],
    failed: ["沒有寫入：{why}", "Nothing was written: {why}"],
    gone: [
      "預覽已經結束，改動不會存檔。請再執行 stepbook serve。",
      "The preview has ended; nothing can be saved. Run stepbook serve again.",
    ],
    changedMeanwhile: ["檔案剛才在別處改過", "The file has changed meanwhile"],
    conflictTitle: ["沒有寫入：檔案在別處改過了", "Nothing was written: the file has changed elsewhere"],
    conflictNow: ["磁碟上現在是", "On the disk now"],
    conflictWanted: ["這個動作要寫成", "What this act would have made"],
    loadAgain: ["重新載入", "Load again"],
    noItem: ["清單沒有第 {n} 項。", "There is no item {n} in the list."],
    hints: ["方向鍵 1 px • Shift 10 px • Tab 下一個標記 •", "Arrow keys 1 px • Shift 10 px • Tab next mark •"],
    keysTitle: ["快速鍵", "Keys"],
    heardMark: ["標記 {n}，{kind}，{at}", "Mark {n}, {kind}, {at}"],
    heardOther: ["{kind}，{at}", "{kind}, {at}"],
    overwritten: [
      "其他程式在同一時刻存了 {file}，蓋過這裡的最後一個動作。",
      "Another program saved {file} in the same moment, over the last act here.",
    ],
    brokenPicture: [
      "這張圖的標記不能在這裡改：{why}（{file}）",
      "The marks of this picture can’t be changed here: {why} ({file})",
    ],
    noPicture: ["讀不到這張圖。", "The picture can’t be read."],
    keyChoose: ["選取、移動", "Choose and move"],
    keyTab: ["下一個、上一個標記", "Next, previous mark"],
    keyMove: ["移動 1 px（加 Shift：10 px）", "Move by 1 px (with Shift: 10 px)"],
    keyResize: ["改變大小（加 Shift：10 px）", "Resize by 1 px (with Shift: 10 px)"],
    keyNumber: ["設定號碼（0：沒有號碼）", "Set the number (0: none)"],
    keyNew: ["新項目與標記", "New item and mark"],
    keyDelete: ["刪除", "Delete"],
    keyEnter: ["到文字欄；在文字欄：寫入", "Go to the words; in the words: write them"],
    keyLeave: ["取消拖曳、取消選取", "Leave a drag, choose nothing"],
    keyNoSnap: ["拖曳時按住：不貼齊邊線", "Held while dragging: no snapping"],
    keyAlign: ["對齊鄰近標記", "Align with the neighbour"],
    keySame: ["與鄰近標記同大小", "Same size as the neighbour"],
    keyZoom: ["放大、縮小（Ctrl＋滾輪亦可）", "Zoom (also Ctrl + wheel)"],
    keyFit: ["整張圖／原始大小", "Whole picture / full size"],
    keyPan: ["按住空白鍵拖曳、滾輪：移動畫面", "Drag with the space bar held, wheel: move the view"],
    tour1: [
      "選一個工具，在圖上拖曳，就畫好一個標記；拖曳時會貼齊按鈕與欄位的邊線。",
      "Choose a tool and drag on the picture to draw a mark. It snaps to the edges of buttons and fields.",
    ],
    tour2: [
      "號碼就是圖下清單的項目。項目的文字在旁邊直接改，停下來就會存檔。",
      "Numbers belong to the items of the list. Change their words beside the picture; they are saved as you pause.",
    ],
    tour3: [
      "每個動作都馬上寫進檔案，隨時可以復原。按 ? 可以看到所有快速鍵。",
      "Every act is written to the file at once, and can be undone without limit. Press ? to see all keys.",
    ],
    next: ["下一步", "Next"],
    tour: ["導覽 {n}／{of}", "Tour {n} of {of}"],
    begin: ["開始", "Begin"],
  };

  const chinese = /^zh\b/i.test(document.documentElement.lang);

  // The program's own words are English.
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
  };

  /* The words of a key, with its values filled in. */
  editor.words = (key, values = {}) =>
    WORDS[key][chinese ? 0 : 1].replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

  /* Why something is not done, as the program says it: `{ code, why }`. */
  editor.why = ({ code, why }) => (Object.hasOwn(REASONS, code ?? "") && chinese ? REASONS[code] : why);

  /* The name of a language, as it stands inside a sentence. */
  editor.languageName = tag => {
    const base = tag.split("-")[0];
    const names = { zh: ["中文", "Chinese"], en: ["英文", "English"] };
    if (names[base]) return names[base][chinese ? 0 : 1];
    try {
      return new Intl.DisplayNames([document.documentElement.lang], { type: "language" }).of(tag);
    } catch (_) {
      return tag;
    }
  };
})(globalThis.stepbookEditor);
