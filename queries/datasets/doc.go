// Package datasets declares what analysts take away (取数): the tables of the API, of the data package and of questions in SQL,
// each once.
//
// A [Dataset] is a view over a published snapshot: sql/NAME.sql says what is in it, and its declaration says what every column
// means, what names a row, and what the columns of other datasets it refers to are. The HTTP API, its OpenAPI document, the
// descriptor of the data package and the page that describes the tables all derive from the declarations.
//
// [Prepare] lays the datasets out on a desk of package warehouse, an instance of DuckDB of its own, together with what a snapshot
// does not hold: what the office has said about findings, and the declared metrics, checks and codes.
//
//	desk, err := lease.Desk(ctx, warehouse.DeskOptions{Prepare: datasets.Prepare(explanations)})
//	d, _ := datasets.Lookup("observations")
//	page, err := d.Page(ctx, desk.Conn(), query, after, 1000)
//	err = d.Each(ctx, desk.Conn(), query, func(row datasets.Row) error { … })
//	err = d.Parquet(ctx, desk.Conn(), query, path)
//
// Rows come in the order of the dataset's key, so a page is asked for by the key of the row before it. What is missing is nil in a
// row and says why in a column beside it (state); it is never zero.
package datasets
