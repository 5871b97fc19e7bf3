/* "Chép ảnh": puts a picture on the clipboard, to be pasted into Word. "Chép để gửi đơn vị": puts
   what a unit must mend on the clipboard as text, to be pasted into a message; "Chép lời nhắn" a
   message that is there. */
"use strict";

(() => {
  const DONE = "Đã chép";
  const PICTURE_FAILED = "Bấm chuột phải vào ảnh, chọn Sao chép hình ảnh";
  const TEXT_FAILED = "Bôi đen các dòng rồi bấm Ctrl+C";

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

  /* One line for each finding: its place, what is wrong, how to mend it. */
  const findingsText = (section) => {
    const words = (element) => element?.textContent.replace(/\s+/g, " ").trim() ?? "";
    const lines = [...section.querySelectorAll(".finding")].map((finding, at) => {
      const parts = [".finding__file", "code", ".finding__message", ".finding__cure"];
      const said = parts.map((part) => words(finding.querySelector(part))).filter(Boolean);
      return `${at + 1}. ${said.join(" · ")}`;
    });
    return [words(section.querySelector("h3 a")), ...lines].join("\n");
  };

  const copyText = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const area = Object.assign(document.createElement("textarea"), { value: text });
      document.body.append(area);
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      return done;
    }
  };

  const makeButton = (button, act, failed) => {
    const label = button.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      button.textContent = (await act()) ? DONE : failed;
      setTimeout(() => (button.textContent = label), 4000);
    });
  };

  /* What goes back to the units lies beside the site on the clerk's disk; it is not published. */
  if (location.protocol !== "file:") {
    document.querySelectorAll("[data-beside]").forEach((link) => link.remove());
  }

  document.querySelectorAll("[data-copy-image]").forEach((button) => {
    const image = document.getElementById(button.dataset.copyImage).querySelector("img");
    makeButton(button, () => copy(image), PICTURE_FAILED);
  });

  document.querySelectorAll("[data-copy-text]").forEach((button) => {
    const lines = [...document.getElementById(button.dataset.copyText).children];
    const text = lines.map((line) => line.textContent).join("\n");
    makeButton(button, () => copyText(text), TEXT_FAILED);
  });

  document.querySelectorAll("[data-copy-findings]").forEach((button) => {
    const section = document.getElementById(button.dataset.copyFindings);
    makeButton(button, () => copyText(findingsText(section)), TEXT_FAILED);
  });
})();
