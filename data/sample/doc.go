// Package sample generates the yearly reports of an invented prefecture, 示例市, as the workbooks an office would receive,
// together with the truth about them: what every cell says and which findings a correct program must report.
//
//	s, err := sample.Generate(sample.DefaultConfig())
//	err = s.Write(ctx, "样例", nil)
//
// writes
//
//	样例/年度报告/星湖区/2023年度/星湖区教育局2023.xlsx   a report; one a file
//	样例/roster.xlsx                                   the roster of the agencies that should report
//	样例/truth.jsonl                                   one line a report: its cells and expected findings
//	样例/missing.jsonl                                 the reports that were never handed in
//	样例/received.csv                                  the day each report came
//
// How it works, a step a file:
//
//  1. agencies.go names the agencies and gives each district its character: one whose release rate falls, one that is
//     often corrected on review, a small one.
//  2. world.go lets every agency live through the years: what it receives, decides and carries over
//     (requests.go), how its decisions fare on review and in court (reviews.go), what it publishes (disclosure.go). One
//     year begins with what the year before left.
//  3. consolidate.go adds the reports of a government's agencies up, cell by cell.
//  4. report.go puts the figures on the form in force; plant.go makes the mistakes agencies make, at the rate asked for;
//     spelling.go writes figures in the lawful ways they are written.
//     The mistakes of plant_across.go show only beside last year's report or those a government adds up.
//  5. expect.go tells from the cells and the form's declared identities which findings result; across.go which
//     follow from several reports; traps.go and traps_across.go tell what looks like a mistake and is lawful.
//  6. prose.go writes the chapters without a table, prose_numbers.go the sentences with the numbers of the tables, or with a
//     number that is not theirs.
//     corrected.go has two reports come twice, changes.go lets an agency take another name and dissolves one.
//  7. write.go writes the workbooks, the roster and the truth.
//  8. score.go compares the findings of a program with the truth: precision and recall of every check.
//
// Everything is invented: regions bear codes that GB/T 2260 does not have, and every workbook carries the line
// 示例数据，非真实报告. The same [Config] gives the same bytes.
package sample
