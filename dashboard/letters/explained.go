package letters

import (
	"tongjian/data/office"
	"tongjian/queries"
)

// ExplainedIn tells which findings an office has explained, and how, by its book.
func ExplainedIn(book *office.Book) func(queries.Finding) (string, bool) {
	return func(f queries.Finding) (string, bool) {
		said := book.About(office.SubjectOf(f.Agency, f.Year, f.Scope, f.Finding), office.FiguresOf(f.Finding))
		if said.Current == nil {
			return "", false
		}
		return said.Current.Reason, true
	}
}
