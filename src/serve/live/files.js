/* Files of pictures that an author pastes, drops or chooses, in the preview and in the mark editor. */
(live => {
  "use strict";

  const NAME = /\.(png|jpe?g|webp|gif|bmp|avif|hei[cf]|tiff?|svg)$/i;

  // As in src/picture/image/import.rs: photos of more bytes are made smaller, to this longest side.
  const LARGE = 2 * 1024 * 1024;
  const SIDE = 2048;

  // Whether what is dragged was taken from this page: browsers offer a picture of it as a file.
  let isOwnDrag = false;
  addEventListener("dragstart", () => {
    isOwnDrag = true;
  });
  addEventListener("dragend", () => {
    isOwnDrag = false;
  });

  const isPicture = ({ type, name }) => type.startsWith("image/") || NAME.test(name);

  /* The files on the clipboard or in a drag: pictures, and what is none. */
  function sorted(transfer) {
    const all = [...(transfer?.files ?? [])];
    return { pictures: all.filter(isPicture), others: all.filter(file => !isPicture(file)) };
  }

  /* The pictures of a paste. Empty where the words that come with them are wanted: in a field. */
  function pasted({ clipboardData: clipboard, target }) {
    const isField = target.closest?.("input:not([type=file], [type=checkbox]), textarea, [contenteditable]");
    if (isField && clipboard?.types.includes("text/plain")) return [];
    return sorted(clipboard).pictures;
  }

  const hasFiles = event => !isOwnDrag && (event.dataTransfer?.types.includes("Files") ?? false);

  /* The bytes of a file in base64. */
  const base64 = file =>
    new Promise((done, failed) => {
      const reader = new FileReader();
      reader.onload = () => done(reader.result.slice(reader.result.indexOf(",") + 1));
      reader.onerror = () => failed(reader.error);
      reader.readAsDataURL(file);
    });

  /* Draws a picture as large as it fits into so many pixels of the screen. */
  function draw(canvas, bitmap, [width, height]) {
    const scale = Math.min(width / bitmap.width, height / bitmap.height, 1) * Math.min(devicePixelRatio, 2);
    canvas.width = Math.max(Math.round(bitmap.width * scale), 1);
    canvas.height = Math.max(Math.round(bitmap.height * scale), 1);
    const pen = canvas.getContext("2d");
    pen.imageSmoothingQuality = "high";
    pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  }

  /* Draws the picture of a file, and gives its size in pixels, upright; null if the browser can't read it. The pages
     may show no address of a file, which an element for pictures would need. */
  async function show(canvas, file, room) {
    try {
      const bitmap = await createImageBitmap(file);
      draw(canvas, bitmap, room);
      const size = [bitmap.width, bitmap.height];
      bitmap.close();
      return size;
    } catch (_) {
      return null;
    }
  }

  /* How large a file is, such as `3.4 MB`. */
  const megabytes = ({ size }) => (size / 1e6).toFixed(1) + " MB";

  /* Whether a file is made smaller if it is a photo. */
  const isLarge = ({ size, type }) => size > LARGE && /^image\/(jpeg|webp)$/.test(type);

  /* The size in pixels that a picture of a file gets. */
  function storedSize(file, size) {
    const longest = Math.max(...size);
    if (!isLarge(file) || longest <= SIDE) return size;
    return size.map(length => Math.max(Math.floor((length * SIDE) / longest), 1));
  }

  /* Whether these words can be the name of a folder for originals. */
  const isFolder = words => /^[A-Za-z0-9_][A-Za-z0-9_-]{0,39}$/.test(words);

  live.files = { sorted, pasted, hasFiles, base64, draw, show, megabytes, isLarge, storedSize, isFolder };
})(globalThis.stepbookLive);
