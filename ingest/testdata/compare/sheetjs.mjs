// How long SheetJS takes to read a folder of workbooks, and how long Tongjian takes beside it, on one core each and one file after
// another: SheetJS opens each file and turns its sheets into rows of cells; Tongjian does the same (cells), and then also finds the
// tables, reads every figure with its place and checks the report (whole).
//
//   mkdir /tmp/sheetjs && cd /tmp/sheetjs && npm init -y && npm install xlsx
//   tongjian simulate --out /tmp/sheetjs/sample --regions 3 --years 2021-2025
//   cp …/ingest/testdata/compare/sheetjs.mjs . && node sheetjs.mjs sample/年度报告 …
//
// The second argument is the checkout; without it only SheetJS is measured. Results measured are in ingest/doc.go.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { join, resolve } from "node:path";
import * as XLSX from "xlsx";

const files = (dir) => readdirSync(dir).flatMap((name) => {
  const path = join(dir, name);
  return statSync(path).isDirectory() ? files(path) : /\.xlsx$/i.test(name) ? [path] : [];
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

if (process.argv[3]) {
  const out = execFileSync("go", ["test", "./ingest", "-run", "^$", "-bench", "WorkbooksOf", "-cpu", "1", "-benchtime", "3x"], {
    cwd: process.argv[3], env: { ...process.env, TONGJIAN_WORKBOOKS: resolve(process.argv[2]) },
  }).toString();
  for (const line of out.split("\n")) if (line.startsWith("Benchmark")) console.log(`Tongjian ${line.replace(/^BenchmarkWorkbooksOf\//, "")}`);
}
