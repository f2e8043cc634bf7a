// How long SheetJS takes to read a folder of workbooks: opening each file and turning its sheets into rows of cells, which is where
// reading a report begins. To be set beside `tongjian ingest --dry-run`, which also finds the tables, reads every cell with its place
// and checks the report.
//
//   mkdir /tmp/sheetjs && cd /tmp/sheetjs && npm init -y && npm install xlsx
//   tongjian simulate --out /tmp/sheetjs/sample --regions 3 --years 2021-2025
//   cp …/ingest/testdata/compare/sheetjs.mjs . && node sheetjs.mjs sample/年度报告
//   time tongjian ingest --dry-run --data /tmp/sheetjs/none sample/年度报告
//
// Computing time is compared (user + sys of `time`), which other work on the machine does not change. Results measured are in ingest/doc.go.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import * as XLSX from "xlsx";

const files = (dir) => readdirSync(dir).flatMap((name) => {
  const path = join(dir, name);
  return statSync(path).isDirectory() ? files(path) : /\.(xlsx|xls|csv|html?)$/i.test(name) ? [path] : [];
});

const paths = files(process.argv[2] ?? ".");
const read = () => {
  let cells = 0;
  for (const path of paths) {
    const book = XLSX.read(readFileSync(path));
    for (const name of book.SheetNames) {
      for (const row of XLSX.utils.sheet_to_json(book.Sheets[name], { header: 1, raw: false })) cells += row.length;
    }
  }
  return cells;
};
read(); // once for the compiler
const before = process.cpuUsage();
const cells = read();
const spent = process.cpuUsage(before);
const seconds = (spent.user + spent.system) / 1e6;
console.log(`${paths.length} files, ${cells} cells, ${seconds.toFixed(2)} s of computing, ${((seconds * 1e3) / paths.length).toFixed(2)} ms a file`);
