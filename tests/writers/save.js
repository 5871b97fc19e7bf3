// Opens a workbook and saves it again: node save.js PROGRAM SOURCE TARGET TYPE [OPTIONS as JSON]
const [program, source, target, type, options = "{}"] = process.argv.slice(2);

async function withExcelJs() {
  const { Workbook } = require("exceljs");
  const book = new Workbook();
  await book.xlsx.readFile(source);
  await book.xlsx.writeFile(target);
}

function withSheetJs() {
  const { readFile, writeFile } = require("xlsx");
  const chosen = JSON.parse(options);
  const book = readFile(source, { cellFormula: true, cellNF: true, ...chosen });
  writeFile(book, target, { bookType: type, ...chosen });
}

if (program === "exceljs") withExcelJs();
else withSheetJs();
