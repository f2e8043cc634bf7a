// Package consolidated adds the own reports of a government's agencies up into the tables of the government's own report, the
// work an open-government office does in March: tables 二, 三 and 四 on the official form, with who is in them, who is missing and
// what does not agree.
//
//	c, err := queries.ConsolidationOf(ctx, db, filter)
//	r, err := consolidated.Add(c)
//	err = r.WriteXLSX(w)   // the report on the form, its prose left to be written
//	err = r.WriteDocx(w)   // the same as a document, with the list of its parts
//	err = r.WriteSheets(w) // the working papers: every part's figure in every cell, and what stands behind each sum
//
// The rules: only numbers are added, a part that left a cell blank or put a stroke there is named beside the sum and never counted
// as nothing; a cell whose unit the form does not fix is not added up; a part on another edition counts where its edition asks the
// cell itself or the parts the form declares the cell to be the sum of, and what finds no cell is listed with its figure. Where all
// parts satisfy an identity the sums do, for sums of equals are equal; where one does not hold, the parts that break it are named.
package consolidated
