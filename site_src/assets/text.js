/* Text helpers shared by search and tables. Classic scripts, since modules do not load from
   file://; everything of ours hangs on one global. */
"use strict";

window.xeploai = {
  /* Unaccented lower case: "Tứ Trưng" and "tu trung" become one. */
  fold(text) {
    return text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/g, "d");
  },

  /* "1.234" → 1234, "92,79%" → 92.79, "3.410/3.675" → 3410; null when there is no number. */
  number(text) {
    const found = text.trim().match(/^[+−-]?\d{1,3}(\.\d{3})*(,\d+)?|^[+−-]?\d+(,\d+)?/);
    if (!found) return null;
    return Number(found[0].replace("−", "-").replaceAll(".", "").replace(",", "."));
  },
};
