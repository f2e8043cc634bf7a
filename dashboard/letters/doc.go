// Package letters writes what an office sends back: to every agency a letter (整改通知) that says which cells of which table do
// not agree, what they say, both numbers, and what last year's report said in the same place; to every agency whose report has
// not come a reminder (催报); and for the office itself the covering list of who gets what.
//
//	template, err := letters.ReadTemplate(path)          // the office's wording, or the program's own
//	batch := letters.NewBatch(list, letters.Options{Date: today, Reply: day, Explained: …})
//	for _, l := range batch.Letters {
//		err = l.WriteDocx(w, template)                // what is sent
//		err = l.WriteXLSX(w)                          // the same list, with a column to answer in, or the form to report on
//	}
//	err = batch.WriteDocx(w)                              // the covering list
//	err = batch.WriteXLSX(w)
//
// What goes into a letter: errors, to be corrected, and warnings, to be corrected or explained. Findings the office has
// explained are listed as such and ask for nothing. Notes stay out, being lawful as often as not; and so do READ findings,
// which are doubts of this program, not mistakes of the agency: the covering list counts them, for the office to look first.
//
// The wording is a text file the office can change (letter.txt in the data directory); default.txt is the program's own and
// explains the format. Values are put into it as data: whatever an agency is called, it changes no line but its own.
package letters
