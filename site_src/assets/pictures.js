/* "Chép ảnh": puts a picture on the clipboard, to be pasted into Word. */
"use strict";

(() => {
  const DONE = "Đã chép ảnh";
  const FAILED = "Bấm chuột phải vào ảnh, chọn Sao chép hình ảnh";

  const asBlob = (image) =>
    new Promise((resolve, reject) => {
      const canvas = document.createElement("canvas");
      canvas.width = image.naturalWidth;
      canvas.height = image.naturalHeight;
      canvas.getContext("2d").drawImage(image, 0, 0);
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("empty picture"))));
    });

  const copyPixels = async (image) => {
    const blob = await asBlob(image);
    await navigator.clipboard.write([new ClipboardItem({ "image/png": blob })]);
  };

  /* Opened by double click, a browser does not hand over the pixels of a file; a selected picture
     can still be copied, and Word fetches it from its place on disk. */
  const copySelection = (image) => {
    const range = document.createRange();
    range.selectNode(image);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    const done = document.execCommand("copy");
    selection.removeAllRanges();
    return done;
  };

  const copy = async (image) => {
    try {
      await copyPixels(image);
      return true;
    } catch {
      return copySelection(image);
    }
  };

  document.querySelectorAll("[data-copy-image]").forEach((button) => {
    const image = document.getElementById(button.dataset.copyImage).querySelector("img");
    const label = button.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      button.textContent = (await copy(image)) ? DONE : FAILED;
      setTimeout(() => (button.textContent = label), 4000);
    });
  });
})();
